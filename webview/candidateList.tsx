import type { ActionView, CandidateView } from '../src/protocol.ts';
import { attemptsIn } from './attempts.ts';
import { BaselineRow } from './baselineRow.tsx';
import { CandidateRow } from './candidateRow.tsx';
import { Icon } from './icon.tsx';
import { RowList } from './rowList.tsx';
import type { Ui } from './ui.ts';

/** The code as it stood, every attempt in the order it came, and what is under way. */
export function CandidateList({ ui }: { readonly ui: Ui }) {
  const { baseline, actions, task, state, probes } = ui.view;
  const candidates = attemptsIn(ui.view);
  const before = baseline ? 1 : 0;
  const rows = before + candidates.length;
  const underWay = actions.filter(action => !action.ended);
  if (rows + underWay.length === 0) return <p class="nothing">No candidate yet.</p>;
  return (
    <div class={task.type === 'code' ? 'candidates' : 'candidates candidates-prompt'}>
      {task.type === 'code' && (
        <div class="row-heads muted" aria-hidden="true">
          {(baseline || candidates.some(({ reward }) => reward !== undefined)) && (
            <span class="row-reward">reward</span>
          )}
          {task.tests !== undefined && <span class="row-tests">tests</span>}
          {probes && (
            <span
              class="row-tests"
              title="How many of the attempts do the same on the inputs they were run on"
            >
              alike
            </span>
          )}
          {task.tests === undefined && !probes && <span class="row-tests" />}
          <span class="row-tokens">tokens</span>
        </div>
      )}
      {rows > 0 && (
        <RowList
          label="Candidates"
          rows={rows}
          rowHeight={22}
          render={(row, stop) => {
            const candidate: CandidateView | undefined = candidates[row - before];
            if (baseline && row === 0) return <BaselineRow ui={ui} tests={baseline} stop={stop} />;
            return candidate && <CandidateRow ui={ui} candidate={candidate} stop={stop} />;
          }}
        />
      )}
      {underWay.length > 0 && (
        <ul class="rows" aria-label="Under way">
          {underWay.map(action => (
            <UnderWay key={action.id} action={action} isRunning={state.type === 'running'} />
          ))}
        </ul>
      )}
    </div>
  );
}

function UnderWay({ action: { action, decision }, isRunning }: { action: ActionView; isRunning: boolean }) {
  return (
    <li class="row row-plain">
      <span class="icon" />
      <Icon name={isRunning ? 'loading codicon-modifier-spin' : 'circle-slash'} tone="muted" />
      <span class="row-words muted">
        {underWayWords(action, decision)} {isRunning ? 'under way' : 'never ended'}
      </span>
    </li>
  );
}

function underWayWords(action: ActionView['action'], decision: number): string {
  switch (action.type) {
    case 'baseline':
      return 'Tests on the code as it stands';
    case 'search':
      return 'Search of the workspace';
    case 'judge':
      return `${action.by === undefined ? 'Tests by the model' : `Votes of ${action.by}`} on ${action.candidate}`;
    case 'compare':
      return `Comparison of ${action.left} with ${action.right}${action.by === undefined ? '' : ` by ${action.by}`}`;
    case 'extend':
      return `Next step of ${action.candidate}`;
    default:
      return `Attempt of decision ${decision}`;
  }
}
