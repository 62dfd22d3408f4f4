import type { Action, Considered, DecisionView, RunView } from '../src/protocol.ts';
import { chance, count, seconds, tokensOf } from './format.ts';

/** What was considered, and what was predicted against what came. */
export function DecisionDetail({
  decision,
  view,
}: {
  readonly decision: DecisionView;
  readonly view: RunView;
}) {
  const { considered, quality, predicted, actual, actions, stop } = decision;
  const bought = view.actions.filter(({ id }) => actions.includes(id));
  const timesBought = (action: Action) => bought.filter(one => label(one.action) === label(action)).length;
  const failures = bought.filter(({ ended }) => ended?.failure);
  return (
    <div class="detail">
      {stop && <p class="detail-words">Stop: {stop.reason}.</p>}
      <p class="muted">
        At {seconds(decision.seconds)} with a leader of quality {quality.toFixed(2)}.
      </p>
      {considered.length > 0 && (
        <table class="figures-table">
          <caption class="hidden">What was considered</caption>
          <thead>
            <tr>
              <th scope="col">action</th>
              <th scope="col">worth</th>
              <th scope="col">price</th>
              <th scope="col">tokens</th>
              <th scope="col" title="reservation value: worth buying while it is above the leader's quality">
                z
              </th>
            </tr>
          </thead>
          {considered.map(one => (
            <ConsideredRows key={label(one.action)} considered={one} bought={timesBought(one.action)} />
          ))}
        </table>
      )}
      {predicted && actual.ended > 0 && <Outcome predicted={predicted} actual={actual} />}
      {failures.map(({ id, ended }) => (
        <p key={id} class="detail-words">
          {id}: {ended?.failure?.message} {ended?.failure?.action}
        </p>
      ))}
    </div>
  );
}

function ConsideredRows({
  considered,
  bought,
}: {
  readonly considered: Considered;
  readonly bought: number;
}) {
  const { action, value, charge, expectedCost, reservation, forecast } = considered;
  return (
    <tbody>
      <tr>
        <th scope="row">{label(action)}</th>
        <td>{chance(value)}</td>
        <td>{chance(charge)}</td>
        <td>{count(tokensOf(expectedCost))}</td>
        <td>{reservation.toFixed(2)}</td>
      </tr>
      <tr class="forecast muted">
        <td colSpan={5}>
          {bought > 0 && <span class="bought">{bought === 1 ? 'Bought' : `Bought ${bought} times`}: </span>}
          {forecast}
        </td>
      </tr>
    </tbody>
  );
}

function Outcome({ predicted, actual }: Required<Pick<DecisionView, 'predicted' | 'actual'>>) {
  return (
    <table class="figures-table">
      <caption class="hidden">Predicted against actual</caption>
      <thead>
        <tr>
          <td />
          <th scope="col">tokens</th>
          <th scope="col">sandbox</th>
          <th scope="col">gain</th>
        </tr>
      </thead>
      <tbody>
        {(['predicted', 'actual'] as const).map(name => {
          const row = name === 'predicted' ? predicted : actual;
          return (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{count(row.tokens)}</td>
              <td>{seconds(row.sandboxSeconds)}</td>
              <td>{chance(row.gain)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function label(action: Action): string {
  if (action.type !== 'sample') return action.type;
  return `sample ${action.arm}${action.context === undefined ? '' : ` with ${action.context}`}`;
}
