import { useEffect, useState } from 'preact/hooks';
import type { LedgerRow, RunView } from '../src/protocol.ts';
import { count, seconds } from './format.ts';

/** Tokens and time spent, against their limits where there are any. */
export function BudgetBars({ view }: { readonly view: RunView }) {
  const elapsed = useElapsed(view);
  const row = (name: LedgerRow['name']) => view.ledger.rows.find(one => one.name === name);
  const tokens = row('tokens');
  const time = row('seconds');
  return (
    <div class="budgets">
      {tokens && <Budget {...tokens} unit="tokens" show={count} />}
      {time && <Budget {...time} spent={elapsed} unit="" show={seconds} />}
    </div>
  );
}

function Budget(props: LedgerRow & { readonly unit: string; readonly show: (value: number) => string }) {
  const { spent, held, limit, unit, show, name } = props;
  const of = limit === undefined ? '' : ` of ${show(limit)}`;
  const share = (value: number) => `${Math.min(1, limit ? value / limit : 0) * 100}%`;
  return (
    <div class={`budget budget-${name}`}>
      <span class="budget-text">
        {show(spent)}
        <span class="muted">
          {of} {unit}
          {held > 0 && `, ${show(held)} held`}
        </span>
      </span>
      {limit !== undefined && (
        <span class="budget-bar" aria-hidden="true">
          <span class="budget-spent" style={{ width: share(spent) }} />
          <span class="budget-held" style={{ width: share(held) }} />
        </span>
      )}
    </div>
  );
}

/** Seconds of a run: while it runs they go on between events. */
function useElapsed({ run, seconds, state }: RunView): number {
  const [told, setTold] = useState({ run, seconds, at: Date.now() });
  const [now, setNow] = useState(Date.now);
  const isRunning = state.type === 'running';
  if (told.run !== run || told.seconds !== seconds) setTold({ run, seconds, at: Date.now() });
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [isRunning]);
  return isRunning ? seconds + Math.max(0, now - told.at) / 1000 : seconds;
}
