import type { EvidenceView, JudgedStep } from '../../src/protocol.ts';
import { DivergingBar } from '../divergingBar.tsx';
import { plural } from '../format.ts';
import { TextBlock } from '../textBlock.tsx';
import { EvidenceBox } from './evidenceBox.tsx';
import { Value } from './value.tsx';

type StepsEvidence = Extract<EvidenceView, { type: 'steps' }>;

const aggregates: Readonly<Record<StepsEvidence['aggregate'], string>> = {
  min: 'its worst step counts',
  product: 'the product of its steps counts',
  last: 'its last step counts',
};

/** The candidate step by step: what each is worth, what it added, and why the judge thinks so. */
export function Steps({ evidence: { by, aggregate, steps } }: { readonly evidence: StepsEvidence }) {
  const unread = steps.filter(({ value }) => value === undefined).length;
  const summary = [
    plural(steps.length, 'step'),
    aggregates[aggregate],
    ...(unread > 0 ? [`${unread} could not be read`] : []),
  ].join(', ');
  return (
    <EvidenceBox title={`Steps, by judge ${by}`} summary={summary}>
      <ol class="steps">
        {steps.map((step, place) => (
          <Step key={place} step={step} number={place + 1} />
        ))}
      </ol>
    </EvidenceBox>
  );
}

function Step({ step, number }: { readonly step: JudgedStep; readonly number: number }) {
  const { text, value, credit, critique, check } = step;
  return (
    <li>
      <div class="step-figures">
        <span class="muted">{number}</span>
        <Value value={value} otherwise="no vote: could not be read" />
        {credit !== undefined && (
          <span class="figure step-credit" title="What this step added to the reward of the whole">
            <DivergingBar value={credit} /> <span class="hidden">credit </span>
            {signed(credit)}
          </span>
        )}
      </div>
      <TextBlock label={`Step ${number}`} text={text.trim()} kind="prose" />
      {critique !== undefined && <p class="said">{critique}</p>}
      {check && (
        <details class="check">
          <summary>The judge checked this by running a program</summary>
          <TextBlock label="The judge's program" text={check.code} kind="code" />
          <TextBlock label="What it printed" text={check.output || '(nothing)'} kind="code" />
        </details>
      )}
    </li>
  );
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
}
