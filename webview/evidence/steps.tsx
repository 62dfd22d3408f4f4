import type { EvidenceView, JudgedStep } from '../../src/protocol.ts';
import { DivergingBar } from '../divergingBar.tsx';
import { FirstFew } from '../firstFew.tsx';
import { plural, signed } from '../format.ts';
import { Sparkline } from '../sparkline.tsx';
import { TextBlock } from '../textBlock.tsx';
import { EvidenceBox } from './evidenceBox.tsx';
import { Said } from './said.tsx';
import { Value } from './value.tsx';

type StepsEvidence = Extract<EvidenceView, { type: 'steps' }>;

const aggregates: Readonly<Record<StepsEvidence['aggregate'], string>> = {
  min: 'its worst step counts',
  product: 'the product of its steps counts',
  last: 'its last step counts',
};

/** From so many steps on, a line shows how their worth goes. */
const manySteps = 4;

/** The candidate step by step: what it is worth up to there, what the step added, and why the judge thinks so. */
export function Steps({ evidence: { by, aggregate, steps } }: { readonly evidence: StepsEvidence }) {
  const unread = steps.filter(({ value }) => value === undefined).length;
  const summary = [
    plural(steps.length, 'step'),
    aggregates[aggregate],
    ...worstOf(steps),
    ...(unread > 0 ? [`${unread} could not be read`] : []),
    ...(steps.some(({ credit }) => credit !== undefined) ? ['credit is what a step added'] : []),
  ].join(', ');
  return (
    <EvidenceBox title={`Steps, by judge ${by}`} summary={summary}>
      {steps.length >= manySteps && unread < steps.length && (
        <figure>
          <Sparkline values={steps.map(({ value }) => value)} from={0} to={1} />
          <figcaption class="muted">worth from 0 to 1, from the first step to the last</figcaption>
        </figure>
      )}
      <FirstFew
        class="steps"
        few={8}
        things="steps"
        items={steps}
        render={(step, place) => <Step step={step} number={place + 1} />}
      />
    </EvidenceBox>
  );
}

/** The number of the worst step, where some are worse than others. */
function worstOf(steps: readonly JudgedStep[]): readonly string[] {
  const values = steps.flatMap(({ value }) => value ?? []);
  const worst = Math.min(...values);
  if (values.length < 2 || worst === Math.max(...values)) return [];
  return [`the worst is step ${steps.findIndex(({ value }) => value === worst) + 1}`];
}

function Step({ step, number }: { readonly step: JudgedStep; readonly number: number }) {
  const { text, value, credit, critique, check } = step;
  return (
    <>
      <div class="step-figures">
        <span>{number}</span>
        <span>
          {value !== undefined && <span class="muted">worth so far </span>}
          <Value value={value} otherwise="no vote: could not be read" />
        </span>
        {credit !== undefined && (
          <span class="figure step-credit">
            <span class="muted">credit</span> <DivergingBar value={credit} /> {signed(credit)}
          </span>
        )}
      </div>
      <TextBlock label={`Step ${number}`} text={text.trim()} kind="prose" />
      {critique !== undefined && <Said text={critique} isRead={value !== undefined} />}
      {check && (
        <details class="check">
          <summary>The judge checked this by running a program</summary>
          <TextBlock label="The judge's program" text={check.code} kind="code" />
          <TextBlock label="What it printed" text={check.output || '(nothing)'} kind="code" />
        </details>
      )}
    </>
  );
}
