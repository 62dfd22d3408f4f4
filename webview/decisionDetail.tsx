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
  const { considered, quality, predicted, actual, actions } = decision;
  const failures = view.actions.filter(({ id, ended }) => actions.includes(id) && ended?.failure);
  return (
    <div class="detail">
      <p class="muted">
        At {seconds(decision.seconds)} with a leader of quality {quality.toFixed(2)}.{' '}
        {considered.length === 0 && 'This policy does not forecast.'}
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
            <ConsideredRows key={label(one.action)} considered={one} />
          ))}
        </table>
      )}
      {predicted && actual.ended > 0 && <Outcome predicted={predicted} actual={actual} />}
      {failures.map(({ id, ended }) => (
        <p key={id} class="detail-error">
          {id}: {ended?.failure?.message} {ended?.failure?.action}
        </p>
      ))}
    </div>
  );
}

function ConsideredRows({ considered }: { readonly considered: Considered }) {
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
        <td colSpan={5}>{forecast}</td>
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
  return action.type === 'sample' ? `sample ${action.arm}` : action.type;
}
