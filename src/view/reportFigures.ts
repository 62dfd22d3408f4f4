import { totalTokens } from '../engine/cost.ts';
import type { Cost, LedgerRow, RunView } from '../protocol.ts';
import { counted } from './counted.ts';
import { textTable, wrap } from './textTable.ts';

const purposes: Readonly<Record<RunView['spend'][number]['purpose'], string>> = {
  baseline: 'tests of the code as it stands',
  attempts: 'attempts that told something new',
  judging: 'votes, comparisons and written tests',
  duplicate: 'wasted: repeats of earlier attempts',
  unusable: 'wasted: text that could not be used',
  failed: 'wasted: failed actions',
  cancelled: 'wasted: cancelled actions',
};

/** What was spent for what, and what of it was wasted. */
export function compute(view: RunView, width: number): readonly string[] {
  const rows = view.spend
    .filter(part => part.actions > 0)
    .map(({ purpose, actions, cost }) => [
      String(actions),
      String(cost.promptTokens),
      String(cost.completionTokens),
      cost.sandboxSeconds.toFixed(1),
      purposes[purpose],
    ]);
  if (rows.length === 0) return [];
  const titles = ['actions', 'prompt', 'completion', 'sandbox s'];
  const columns = [...titles.map(title => ({ title, align: 'right' as const })), { title: 'for' }];
  return ['Where the compute went', ...textTable(columns, rows, width)];
}

const rowNames: Readonly<Record<LedgerRow['name'], string>> = {
  tokens: 'tokens',
  promptTokens: '  prompt',
  completionTokens: '  completion',
  calls: 'calls',
  testRuns: 'test runs',
  sandboxSeconds: 'sandbox seconds',
  microDollars: 'US dollars',
  seconds: 'seconds',
};

/** Spent, held and limits, and who measured them. */
export function ledger(view: RunView, width: number): readonly string[] {
  const { rows, estimatedTokens, byHand } = view.ledger;
  const table = textTable(
    [
      { title: '' },
      { title: 'spent', align: 'right' },
      { title: 'held', align: 'right' },
      { title: 'limit', align: 'right' },
    ],
    rows.map(row => [
      rowNames[row.name],
      amount(row, row.spent),
      row.held === 0 ? '-' : amount(row, row.held),
      row.limit === undefined ? '-' : amount(row, row.limit),
    ]),
    width,
  );
  const source =
    estimatedTokens === 0
      ? 'Tokens as reported by the provider.'
      : `${estimatedTokens} of the tokens are estimated: the provider did not report them.`;
  const lines = [...(byHand ? [byHandText(byHand)] : []), source];
  return ['Ledger', ...table, ...lines.flatMap(line => wrap(line, width, '  '))];
}

function byHandText(cost: Cost): string {
  return `Judged by you, after the run and beside its limits: ${totalTokens(cost)} tokens in ${counted(cost.calls, 'call')}.`;
}

function amount({ name }: LedgerRow, value: number): string {
  if (name === 'microDollars') return (value / 1e6).toFixed(4);
  return name === 'sandboxSeconds' || name === 'seconds' ? value.toFixed(1) : String(value);
}
