import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '../../src/engine/random.ts';
import type { HostMessage, RunView } from '../../src/protocol.ts';
import { DeltaBatcher } from '../../src/view/deltaBatcher.ts';
import { patchBetween } from '../../src/view/runPatch.ts';
import { fold, viewOf } from '../../src/view/runView.ts';
import { applyPatch, nothingTold, type PanelState, receive } from '../../webview/panelState.ts';
import { longRun, scenarios } from '../support/scenarios.ts';
import { traceOf, VirtualClock } from '../support/traces.ts';

const all = Object.entries({ ...scenarios, long: longRun(40) });

for (const [name, scenario] of all) {
  test(`patches of the ${name} run make the view of its trace, wherever they are cut`, async () => {
    const events = await traceOf(scenario);
    const random = seededRandom(name);
    for (let round = 0; round < 5; round++) {
      let host = viewOf(events.slice(0, 1));
      let shown: RunView | undefined = structuredClone(host);
      for (const event of events.slice(1)) {
        const before = host;
        const after = fold(before, event);
        if (random.below(3) > 0) {
          assert.ok(shown && before);
          host = after;
          shown = applyPatch(shown, overTheWire(patchBetween(before, after)));
        } else {
          host = after;
          shown = structuredClone(after);
        }
      }
      assert.deepEqual(shown, viewOf(events));
    }
  });

  test(`a panel that reads every message shows the ${name} run as its trace has it`, async () => {
    const clock = new VirtualClock();
    let state: PanelState = nothingTold;
    const batcher = new DeltaBatcher(message => {
      state = receive(state, overTheWire(message));
    }, clock);
    batcher.ready();
    let view: RunView | undefined;
    for (const event of await traceOf(scenario)) {
      view = fold(view, event);
      batcher.show({ view, runs: [], readOnly: false });
      clock.advance(40);
    }
    clock.advance(100);
    assert.deepEqual(state.content?.view, overTheWire(view));
    assert.equal(state.isStale, false);
  });
}

test('a patch holds only what changed', async () => {
  const events = await traceOf(longRun(200));
  const before = viewOf(events.slice(0, 500));
  const after = viewOf(events.slice(0, 500));
  assert.ok(before && after);
  const next = events.slice(500, 503).reduce<RunView>(fold, before);
  const { candidates, decisions, actions } = patchBetween(before, next);
  assert.ok(candidates.length + decisions.length + actions.length <= 6);
});

test('a missed message makes the panel stale until the next snapshot', async () => {
  const view = viewOf(await traceOf(scenarios.failed));
  assert.ok(view);
  const snapshot = (seq: number): HostMessage => ({ type: 'snapshot', seq, view, runs: [], readOnly: false });
  const delta = (seq: number, seconds: number): HostMessage => ({
    type: 'delta',
    seq,
    patch: { set: { seconds }, candidates: [], decisions: [], actions: [] },
  });
  let state = [snapshot(4), delta(5, 77)].reduce(receive, nothingTold);
  assert.equal(state.content?.view?.seconds, 77);
  state = receive(state, delta(7, 99));
  assert.ok(state.isStale);
  assert.equal(state.content?.view?.seconds, 77);
  state = receive(state, delta(8, 99));
  assert.equal(state.content?.view?.seconds, 77);
  state = receive(state, snapshot(9));
  assert.ok(!state.isStale);
  assert.equal(state.content?.view?.seconds, view.seconds);
});

test('a delta before any snapshot is of no use', () => {
  const patch = { set: {}, candidates: [], decisions: [], actions: [] };
  const state = receive(nothingTold, { type: 'delta', seq: 0, patch });
  assert.equal(state.content, undefined);
  assert.ok(state.isStale);
});

function overTheWire<Value>(value: Value): Value {
  return structuredClone(value);
}
