import type { ConsideredView, DecisionView, RunView, StepJudge } from '../src/protocol.ts';
import { chance, count, seconds, tokensOf } from './format.ts';

/** What was considered, and what was predicted against what came. */
export function DecisionDetail({
  decision,
  view,
}: {
  readonly decision: DecisionView;
  readonly view: RunView;
}) {
  const { considered, quality, predicted, actual, actions, stop, stepJudge } = decision;
  const bought = view.actions.filter(({ id }) => actions.includes(id));
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
              <th scope="col">z</th>
            </tr>
          </thead>
          {considered.map(one => (
            <ConsideredRows key={one.name} considered={one} />
          ))}
        </table>
      )}
      {considered.length > 0 && (
        <p class="muted">z, the reservation value: an action pays while it is above the leader's quality.</p>
      )}
      {stepJudge && <StepLight judge={stepJudge} />}
      {predicted && actual.ended > 0 && <Outcome predicted={predicted} actual={actual} />}
      {failures.map(({ id, ended }) => (
        <p key={id} class="detail-words">
          {id}: {ended?.failure?.message} {ended?.failure?.action}
        </p>
      ))}
    </div>
  );
}

const lights = {
  green: 'Steps are worth searching',
  amber: 'Steps are judged too roughly to search on',
  red: 'Steps are judged too badly to search',
  unknown: 'Not known yet whether steps are worth searching',
} as const;

/** The measured Bellman error of the step judge; by words, never by colour alone. */
function StepLight({ judge: { error, steps, light } }: { readonly judge: StepJudge }) {
  return (
    <p class="detail-words">
      {lights[light]}: the step judge's Bellman error is {error.toFixed(2)} over {steps.toFixed(0)} steps.
    </p>
  );
}

function ConsideredRows({ considered }: { readonly considered: ConsideredView }) {
  const { name, bought, value, charge, expectedCost, reservation, forecast } = considered;
  return (
    <tbody>
      <tr>
        <th scope="row">{name}</th>
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
