import type { ActionView, RunView, SpendPart } from '../src/protocol.ts';
import { ComputeChart } from './computeChart.tsx';
import { ComputeTable } from './computeTable.tsx';
import { Tabs } from './controls.tsx';
import { count, percent, tokensOf } from './format.ts';
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

/** What the tokens went to: of use in attempts and in judging, and wasted. */
function summary({ spend, ledger }: RunView): string {
  const all = tokensOf(ledger.spent);
  const tokensFor = (isMeant: (purpose: SpendPart['purpose']) => boolean) =>
    spend.filter(({ purpose }) => isMeant(purpose)).reduce((sum, { cost }) => sum + tokensOf(cost), 0);
  const wasted = tokensFor(purpose => purpose in wasteWords);
  const judging = tokensFor(purpose => purpose === 'judging');
  const share = (tokens: number) => `(${percent(tokens / all)})`;
  if (judging === 0)
    return wasted === 0
      ? `${count(all)} tokens, none wasted.`
      : `${count(all)} tokens, ${count(wasted)} of them wasted ${share(wasted)}.`;
  const attempts = all - judging - wasted;
  return [
    `${count(all)} tokens: ${count(attempts)} on attempts ${share(attempts)}`,
    `${count(judging)} on judging ${share(judging)}`,
    wasted === 0 ? 'none wasted.' : `${count(wasted)} wasted ${share(wasted)}.`,
  ].join(', ');
}

/** Why an action's cost was wasted; nothing for one that was of use. */
export function whyWasted({ action, ended: { waste } }: EndedAction): string | undefined {
  if (waste !== 'unusable' || (action.type !== 'judge' && action.type !== 'compare'))
    return waste && wasteWords[waste];
  return action.by === undefined ? 'nothing of use in the reply' : 'no verdict could be read';
}

const wasteWords = {
  failed: 'failed',
  cancelled: 'cancelled',
  unusable: 'unusable text',
  duplicate: 'repeats an earlier one',
} as const;

/** Whether names of the actions need more room than those of candidates. */
export function hasLongNames(actions: readonly EndedAction[]): boolean {
  return actions.some(({ action }) => action.type === 'judge' || action.type === 'compare');
}
