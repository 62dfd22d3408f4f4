import type { CandidateView, EvidenceView } from '../src/protocol.ts';
import { Button } from './controls.tsx';
import { Comparisons } from './evidence/comparisons.tsx';
import { EvidenceOf } from './evidence/evidenceOf.tsx';
import { Expected } from './evidence/expected.tsx';
import { count, plural, seconds } from './format.ts';
import { JudgeThis } from './judgeThis.tsx';
import { TextBlock } from './textBlock.tsx';
import type { Ui } from './ui.ts';

/** What can be done with a candidate, its evidence and its text. */
export function CandidateDetail({ ui, candidate }: { readonly ui: Ui; readonly candidate: CandidateView }) {
  const { code, text, fate, evidence, comparisons, id } = candidate;
  const { view, readOnly, post } = ui;
  const isTop = id === view.chosen && view.state.type === 'ended';
  const message = { run: view.run, candidate: id };
  return (
    <div class="detail">
      {fate.type === 'unusable' && <p class="detail-words">{fate.error}</p>}
      {code !== undefined && view.task.type === 'code' && (
        <div class="detail-buttons">
          {!readOnly && (
            <Button
              primary={isTop && candidate.verified}
              label={`Use ${id}`}
              onClick={() => post({ type: 'accept', ...message })}
            >
              Use this one
            </Button>
          )}
          <Button label={`Show ${id} as a diff`} onClick={() => post({ type: 'showDiff', ...message })}>
            Show diff
          </Button>
        </div>
      )}
      <Expected ui={ui} id={id} />
      {evidence.filter(isOfWorth).map((one, place) => (
        <EvidenceOf key={place} ui={ui} candidate={candidate} evidence={one} />
      ))}
      <Comparisons id={id} comparisons={comparisons} />
      {code !== undefined && <TextBlock label={`Code of ${id}`} text={code} kind="code" />}
      {text !== undefined && (
        <TextBlock label={`What the model wrote for ${id}`} text={text || '(nothing)'} kind="prose" />
      )}
      {evidence.map((one, place) =>
        isOfWorth(one) ? null : <EvidenceOf key={place} ui={ui} candidate={candidate} evidence={one} />,
      )}
      <JudgeThis ui={ui} candidate={candidate} />
      <Facts ui={ui} candidate={candidate} />
    </div>
  );
}

/** Confidence says nothing of what a candidate is worth, and comes after what does. */
function isOfWorth({ type }: EvidenceView): boolean {
  return type !== 'confidence';
}

function Facts({ ui, candidate }: { readonly ui: Ui; readonly candidate: CandidateView }) {
  const { cost, arm, decision, id, quality, context, grewFrom, tokensInAll } = candidate;
  return (
    <p class="facts muted">
      {count(cost.promptTokens)} prompt + {count(cost.completionTokens)} completion tokens
      {cost.estimated && ' (estimated)'}
      {cost.testRuns > 0 && `, ${seconds(cost.sandboxSeconds)} in the sandbox`}
      {quality !== undefined && `, quality ${quality.toFixed(2)} (the chance that it is right)`}, arm {arm}
      {context !== undefined && `, shown what search ${context} found`}, bought by{' '}
      <button type="button" class="link" onClick={() => ui.showWhy(id)}>
        decision {decision}
      </button>
      {grewFrom && tokensInAll !== undefined && (
        <>
          {' '}
          after {grewFrom.join(', ')}, which it goes on from; {plural(tokensInAll, 'token')} together
        </>
      )}
    </p>
  );
}
