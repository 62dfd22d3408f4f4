import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { addCosts, zeroCost } from '../../src/engine/cost.ts';
import type { TraceEvent } from '../../src/engine/trace.ts';
import type { RunView } from '../../src/protocol.ts';
import { fold, interrupted, viewOf } from '../../src/view/runView.ts';
import { keptTrace, longRun, scenarios } from '../support/scenarios.ts';
import { type Scenario, traceOf } from '../support/traces.ts';

const all: Readonly<Record<string, Scenario>> = { ...scenarios, long: longRun(60) };

for (const [name, scenario] of Object.entries(all)) {
  describe(`the view of the ${name} run`, async () => {
    const events = await traceOf(scenario);

    test('is the same whether folded at once or event by event, and earlier views stay as they were', () => {
      let view: RunView | undefined;
      const seen: { readonly view: RunView; readonly text: string }[] = [];
      for (const [place, event] of events.entries()) {
        view = frozen(fold(view, frozen(event)));
        seen.push({ view, text: JSON.stringify(view) });
        assert.deepEqual(view, viewOf(events.slice(0, place + 1)));
      }
      assert.ok(seen.length > 5);
      for (const { view, text } of seen) assert.equal(JSON.stringify(view), text);
    });

    test('counts at every moment exactly what the ended actions used', () => {
      for (let end = 1; end <= events.length; end++) {
        const prefix = events.slice(0, end);
        const view = whole(prefix);
        const spent = ended(prefix).reduce((sum, event) => addCosts(sum, event.cost), zeroCost);
        assert.deepEqual(view.ledger.spent, spent);
        const { estimated, ...parts } = view.spend.reduce((sum, part) => addCosts(sum, part.cost), zeroCost);
        for (const [unit, amount] of Object.entries(parts)) {
          const total = spent[unit as keyof typeof parts];
          assert.ok(Math.abs(amount - total) < 1e-9, `${unit}: ${amount} by purpose, ${total} spent`);
        }
        assert.equal(
          view.spend.reduce((sum, part) => sum + part.actions, 0),
          ended(prefix).length,
        );
      }
    });

    test('agrees with the totals of the run, to the token', () => {
      const last = events.at(-1);
      assert.equal(last?.type, 'run-ended');
      const view = whole(events);
      assert.deepEqual(view.ledger.spent, last.spent);
      assert.deepEqual(view.warnings, []);
      const row = (of: string) => view.ledger.rows.find(one => one.name === of)?.spent;
      assert.equal(row('tokens'), last.spent.promptTokens + last.spent.completionTokens);
      assert.equal(row('calls'), last.spent.calls);
      assert.equal(row('seconds'), last.seconds);
      const held = view.ledger.rows.reduce((sum, one) => sum + one.held, 0);
      assert.equal(held, 0);
    });

    test('holds in the ledger what the actions in flight reserved', () => {
      for (let end = 1; end <= events.length; end++) {
        const prefix = events.slice(0, end);
        const done = new Set(ended(prefix).map(event => event.id));
        const reserved = prefix
          .filter(event => event.type === 'action-started')
          .filter(event => !done.has(event.id))
          .reduce((sum, event) => sum + event.reserved.promptTokens + event.reserved.completionTokens, 0);
        assert.equal(whole(prefix).ledger.rows.find(row => row.name === 'tokens')?.held, reserved);
      }
    });

    test('has for each decision what its actions really cost and brought', () => {
      const view = whole(events);
      for (const decision of view.decisions) {
        const costs = ended(events)
          .filter(event => decision.actions.includes(event.id))
          .map(event => event.cost.promptTokens + event.cost.completionTokens);
        assert.equal(decision.actual.ended, costs.length);
        assert.equal(
          decision.actual.tokens,
          costs.reduce((sum, one) => sum + one, 0),
        );
      }
      const gains = view.actions.reduce((sum, action) => sum + (action.ended?.gain ?? 0), 0);
      assert.ok(Math.abs(gains - view.quality) < 1e-9);
    });
  });
}

describe('the view', () => {
  test('marks repeats, unusable texts and cancelled calls as wasted where tests decide', async () => {
    const view = whole(await keptTrace('verified'));
    assert.deepEqual(
      view.candidates.map(({ id, fate }) => [id, fate.type]),
      [
        ['c1', 'new'],
        ['c2', 'unusable'],
        ['c3', 'duplicate'],
        ['c4', 'new'],
        ['c5', 'new'],
        ['c6', 'new'],
      ],
    );
    const wasted = view.actions.flatMap(({ ended }) => (ended?.waste ? [ended.waste] : []));
    assert.deepEqual(wasted.toSorted(), ['cancelled', 'duplicate', 'unusable']);
    assert.equal(view.chosen, 'c6');
    assert.equal(view.baseline?.passed, 1);
  });

  test('counts equal answers to a prompt as votes, not as waste', async () => {
    const view = whole(await keptTrace('answered'));
    const votes = view.answers.map(({ answer, members }) => [answer, members.length]);
    assert.deepEqual(votes, [
      ['9', 5],
      ['8', 2],
    ]);
    assert.ok(view.actions.every(action => action.ended?.waste === undefined));
  });

  test('leaves out the text of whole files and of models where there is code', async () => {
    const view = whole(await keptTrace('verified'));
    assert.ok(!JSON.stringify(view).includes('fileText'));
    for (const { code, text } of view.candidates) assert.notEqual(code === undefined, text === undefined);
  });

  test('warns when the totals of the run are not those of its actions', async () => {
    const events = await keptTrace('verified');
    const wrong = events.map(event =>
      event.type === 'run-ended'
        ? { ...event, spent: { ...event.spent, completionTokens: event.spent.completionTokens + 1 } }
        : event,
    );
    const [warning = '', ...others] = whole(wrong).warnings;
    assert.match(
      warning,
      /^The totals of this trace disagree: \d+ completion tokens by the actions, \d+ by the run\.$/,
    );
    assert.deepEqual(others, []);
  });

  test('warns of a lost event and goes on', async () => {
    const events = await keptTrace('verified');
    const view = whole([...events.slice(0, 4), ...events.slice(5)]);
    assert.match(view.warnings[0] ?? '', /event 5 follows where event 4 should/);
    assert.equal(view.state.type, 'ended');
  });

  test('refuses a trace without a beginning', async () => {
    const events = await keptTrace('verified');
    assert.throws(() => viewOf(events.slice(1)), /starts with "action-started" instead of "run-started"/);
    assert.equal(viewOf([]), undefined);
  });

  test('keeps the verdict of the person with the candidate', async () => {
    const events = await keptTrace('verified');
    const choice: TraceEvent = {
      type: 'choice',
      candidate: 'c6',
      verdict: 'accepted',
      seq: events.length,
      at: 9000,
    };
    const verdicts = whole([...events, choice]).candidates.flatMap(({ id, verdict }) =>
      verdict ? [id, verdict] : [],
    );
    assert.deepEqual(verdicts, ['c6', 'accepted']);
  });

  test('of a run that ended is not called interrupted, of one without an end it is', async () => {
    const events = await keptTrace('verified');
    const view = whole(events);
    assert.equal(interrupted(view), view);
    const cut = interrupted(whole(events.slice(0, 9)));
    assert.equal(cut.state.type, 'interrupted');
    assert.match(cut.headline.text, /^Interrupted/);
  });
});

function whole(events: readonly TraceEvent[]): RunView {
  const view = viewOf(events);
  assert.ok(view);
  return view;
}

function ended(events: readonly TraceEvent[]) {
  return events.filter(event => event.type === 'action-ended');
}

function frozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) frozen(part);
  }
  return value;
}
