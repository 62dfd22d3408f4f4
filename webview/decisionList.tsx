import type { DecisionView, RunView } from '../src/protocol.ts';
import { DecisionDetail } from './decisionDetail.tsx';
import { actionWords, chance } from './format.ts';
import { Icon } from './icon.tsx';
import { QualityChart } from './qualityChart.tsx';
import { RowHead } from './rowHead.tsx';
import { RowList, type RowStop } from './rowList.tsx';
import type { Ui } from './ui.ts';

/** Every decision with what it rested on; the last is why the run stopped. */
export function DecisionList({
  ui,
  request,
}: {
  readonly ui: Ui;
  readonly request: { readonly row: number } | undefined;
}) {
  const { decisions } = ui.view;
  if (decisions.length === 0) return <p class="nothing">Nothing was decided yet.</p>;
  return (
    <div class="decisions">
      <QualityChart decisions={decisions} />
      {decisions.some(({ considered }) => considered.length > 0) && (
        <>
          <p class="decisions-key muted">
            Worth: how much an action is expected to raise the chance of a right result. Price: what its
            tokens and time count for in the same unit. An action pays while it is worth more.
          </p>
          <div class="row-heads muted" aria-hidden="true">
            <span>worth for its price</span>
          </div>
        </>
      )}
      <RowList
        label="Decisions"
        rows={decisions.length}
        rowHeight={22}
        request={request}
        render={(row, stop) => {
          const decision = decisions[row];
          return decision ? <Decision ui={ui} decision={decision} stop={stop} /> : null;
        }}
      />
      <EndedByRun view={ui.view} />
    </div>
  );
}

function Decision(props: { readonly ui: Ui; readonly decision: DecisionView; readonly stop: RowStop }) {
  const { ui, decision, stop } = props;
  const name = `decision ${decision.decision}`;
  const isOpen = ui.isOpen(name, false);
  const words = decision.stop ? `Stop: ${decision.stop.reason}` : `Buy ${bought(decision, ui.view)}`;
  const best = decision.considered[0];
  const figures = best && !decision.stop ? `${chance(best.value)} for ${chance(best.charge)}` : '';
  return (
    <div class="entry">
      <RowHead
        label={`Decision ${decision.decision}: ${words}${best ? `, worth ${chance(best.value)}, price ${chance(best.charge)}` : ''}`}
        isOpen={isOpen}
        onToggle={open => ui.setOpen(name, open)}
        stop={stop}
      >
        <span class="row-id figure">{decision.decision}</span>
        <span class="row-words" title={words}>
          {decision.stop && <Icon name="stop-circle" tone="muted" />} {words}
        </span>
        <span class="figure muted">{figures}</span>
      </RowHead>
      {isOpen && <DecisionDetail decision={decision} view={ui.view} />}
    </div>
  );
}

/** The candidates or actions that a decision bought. */
function bought({ actions }: DecisionView, view: RunView): string {
  return actions
    .map(id => {
      const action = view.actions.find(one => one.id === id);
      const waste = action?.ended?.waste;
      const fault = waste === 'failed' || waste === 'cancelled' ? ` (${waste})` : '';
      return `${action ? actionWords(action) : id}${fault}`;
    })
    .join(', ');
}

/** The reason of an ending that no decision made: budget, failure, the person. */
function EndedByRun({ view: { state, decisions } }: { readonly view: RunView }) {
  if (state.type !== 'ended' || decisions.at(-1)?.stop) return null;
  return (
    <p class="ended">
      <Icon name="stop-circle" tone="muted" /> <span>The run ended: {state.reason}</span>
    </p>
  );
}
