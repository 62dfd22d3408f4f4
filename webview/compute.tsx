import type { ActionView, RunView } from '../src/protocol.ts';
import { ComputeChart } from './computeChart.tsx';
import { ComputeTable } from './computeTable.tsx';
import { Tabs } from './controls.tsx';
import { count, tokensOf } from './format.ts';
import type { UiState } from './host.ts';

/** Where the compute went, as a chart or as a table. */
export function Compute(props: {
  readonly view: RunView;
  readonly shownAs: UiState['computeAs'];
  readonly onChoose: (shownAs: UiState['computeAs']) => void;
}) {
  const { view, shownAs, onChoose } = props;
  const ended = view.actions.filter((action): action is EndedAction => action.ended !== undefined);
  if (ended.length === 0) return <p class="nothing">Nothing was spent yet.</p>;
  return (
    <div class="compute">
      <p class="compute-summary">{summary(view)}</p>
      <Tabs
        label="Where the compute went"
        active={shownAs}
        onChoose={onChoose}
        tabs={[
          { id: 'chart', title: 'Chart', body: <ComputeChart actions={ended} price={view.config.price} /> },
          { id: 'table', title: 'Table', body: <ComputeTable actions={ended} /> },
        ]}
      />
    </div>
  );
}

export type EndedAction = ActionView & Required<Pick<ActionView, 'ended'>>;

function summary({ spend, ledger }: RunView): string {
  const wasted = spend
    .filter(({ purpose }) => purpose in wasteWords)
    .reduce((sum, { cost }) => sum + tokensOf(cost), 0);
  const all = tokensOf(ledger.spent);
  if (wasted === 0 || all === 0) return `${count(all)} tokens, none wasted.`;
  return `${count(all)} tokens, ${count(wasted)} of them (${Math.round((100 * wasted) / all)}%) wasted.`;
}

/** Why an action's cost was wasted, in words. */
export const wasteWords = {
  failed: 'failed',
  cancelled: 'cancelled',
  unusable: 'unusable text',
  duplicate: 'repeats an earlier one',
} as const;
