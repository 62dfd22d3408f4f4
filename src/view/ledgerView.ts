import { addCosts, type Cost, totalTokens, zeroCost } from '../engine/cost.ts';
import type { Budget } from '../engine/ledger.ts';
import type { ActionView, LedgerRow, LedgerView } from '../protocol.ts';

/** Spent, held and limits; `actions` are all of the run, those in flight among them. */
export function ledgerView(
  actions: readonly ActionView[],
  spent: Cost,
  estimatedTokens: number,
  run: { readonly budget: Budget; readonly seconds: number },
): LedgerView {
  const held = actions.reduce(
    (sum, { ended, reserved }) => (ended ? sum : addCosts(sum, reserved)),
    zeroCost,
  );
  const { budget } = run;
  const row = (name: LedgerRow['name'], of: (cost: Cost) => number, limit?: number): LedgerRow => ({
    name,
    spent: of(spent),
    held: of(held),
    ...(limit !== undefined && { limit }),
  });
  const money = row('microDollars', cost => cost.microDollars, budget.microDollars);
  const isPriced = money.spent > 0 || money.held > 0 || money.limit !== undefined;
  return {
    spent,
    estimatedTokens,
    rows: [
      row('tokens', totalTokens, budget.tokens),
      row('promptTokens', cost => cost.promptTokens),
      row('completionTokens', cost => cost.completionTokens),
      row('calls', cost => cost.calls, budget.calls),
      row('testRuns', cost => cost.testRuns),
      row('sandboxSeconds', cost => cost.sandboxSeconds, budget.sandboxSeconds),
      ...(isPriced ? [money] : []),
      {
        name: 'seconds',
        spent: run.seconds,
        held: 0,
        ...(budget.seconds !== undefined && { limit: budget.seconds }),
      },
    ],
  };
}
