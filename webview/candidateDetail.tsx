import type { CandidateView, EvidenceView } from '../src/protocol.ts';
import { Button } from './controls.tsx';
import { count, seconds } from './format.ts';
import { TestList } from './testList.tsx';
import { TextBlock } from './textBlock.tsx';
import type { Ui } from './ui.ts';
import { WhatItDoes } from './whatItDoes.tsx';

/** What can be done with a candidate, its evidence and its text. */
export function CandidateDetail({ ui, candidate }: { readonly ui: Ui; readonly candidate: CandidateView }) {
  const { code, text, fate, evidence, id } = candidate;
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
      {evidence.map(one => (
        <EvidenceOf key={one.type} ui={ui} candidate={candidate} evidence={one} />
      ))}
      {code !== undefined && <TextBlock label={`Code of ${id}`} text={code} kind="code" />}
      {text !== undefined && (
        <TextBlock label={`What the model wrote for ${id}`} text={text || '(nothing)'} kind="prose" />
      )}
      <Facts ui={ui} candidate={candidate} />
    </div>
  );
}

function EvidenceOf(props: {
  readonly ui: Ui;
  readonly candidate: CandidateView;
  readonly evidence: EvidenceView;
}) {
  const { ui, candidate, evidence } = props;
  switch (evidence.type) {
    case 'tests':
      return <TestList tests={evidence} reused={evidence.reused} />;
    case 'agreement':
      return (
        <p>
          {evidence.votes} of {evidence.of} samples agree
        </p>
      );
    case 'votes':
      return <VoteList votes={evidence.votes} />;
    case 'probes':
      return ui.view.probes ? <WhatItDoes probes={ui.view.probes} id={candidate.id} /> : null;
    case 'steps':
    case 'confidence':
    case 'diagnostics':
      return null;
    case 'not-probed':
      return <p class="detail-words muted">It was not run: {evidence.reason}.</p>;
    default:
      return evidence satisfies never;
  }
}

/** Every vote with its reasons; one that could not be read is shown and counts for nothing. */
function VoteList({ votes }: Pick<Extract<EvidenceView, { type: 'votes' }>, 'votes'>) {
  return (
    <ol class="votes" aria-label="Votes of the judge">
      {votes.map(({ value, critique }, index) => (
        <li key={index} class={value === undefined ? 'muted' : undefined}>
          {value === undefined ? 'no vote' : value.toFixed(2)}
          {critique !== undefined && ` ${critique}`}
        </li>
      ))}
    </ol>
  );
}

function Facts({ ui, candidate }: { readonly ui: Ui; readonly candidate: CandidateView }) {
  const { cost, arm, decision, id, quality, context } = candidate;
  return (
    <p class="facts muted">
      {count(cost.promptTokens)} prompt + {count(cost.completionTokens)} completion tokens
      {cost.estimated && ' (estimated)'}
      {cost.testRuns > 0 && `, ${seconds(cost.sandboxSeconds)} in the sandbox`}
      {quality !== undefined && `, quality ${quality.toFixed(2)}`}, arm {arm}
      {context !== undefined && `, shown what search ${context} found`}, bought by{' '}
      <button type="button" class="link" onClick={() => ui.showWhy(id)}>
        decision {decision}
      </button>
    </p>
  );
}
