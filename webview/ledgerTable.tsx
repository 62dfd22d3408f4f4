import type { LedgerRow, RunView } from '../src/protocol.ts';
import { count, plural, tokensOf } from './format.ts';
import { JudgeSpend } from './judges/judgeSpend.tsx';

const names: Readonly<Record<LedgerRow['name'], string>> = {
  tokens: 'Tokens',
  promptTokens: 'prompt',
  completionTokens: 'completion',
  calls: 'Calls',
  testRuns: 'Test runs',
  sandboxSeconds: 'Sandbox seconds',
  microDollars: 'US dollars',
  seconds: 'Seconds',
};

/** What was spent and is held under each cap, and who measured it. */
export function LedgerTable({ view }: { readonly view: RunView }) {
  const { rows, estimatedTokens, byHand } = view.ledger;
  const isHolding = rows.some(row => row.held > 0);
  return (
    <div class="ledger">
      <table class="figures-table">
        <thead>
          <tr>
            <td />
            <th scope="col">spent</th>
            {isHolding && <th scope="col">held</th>}
            <th scope="col">limit</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={row.name} class={`ledger-${row.name}`}>
              <th scope="row">{names[row.name]}</th>
              <td>{amount(row.name, row.spent)}</td>
              {isHolding && <td>{row.held === 0 ? '' : amount(row.name, row.held)}</td>}
              <td>{row.limit === undefined ? '' : amount(row.name, row.limit)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <JudgeSpend judges={view.judges} />
      {byHand && (
        <p class="facts">
          Judged by you, after the run and beside its limits (counted with the judges above, not in the run's
          figures): {count(tokensOf(byHand))} tokens in {plural(byHand.calls, 'call')}
          {byHand.microDollars > 0 && `, ${amount('microDollars', byHand.microDollars)} US dollars`}
          {byHand.estimated && ' (estimated)'}.
        </p>
      )}
      <p class="facts muted">
        {estimatedTokens === 0
          ? 'Tokens as the provider reported them.'
          : `${count(estimatedTokens)} of the tokens are estimated: the provider did not report them.`}
      </p>
    </div>
  );
}

function amount(name: LedgerRow['name'], value: number): string {
  if (name === 'microDollars') return (value / 1e6).toFixed(4);
  return name === 'sandboxSeconds' || name === 'seconds' ? value.toFixed(1) : count(value);
}
