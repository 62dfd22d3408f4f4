import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TraceEvent } from '../../src/engine/trace.ts';
import type { HostMessage, PanelContent, RunView } from '../../src/protocol.ts';
import { DeltaBatcher } from '../../src/view/deltaBatcher.ts';
import { fold, viewOf } from '../../src/view/runView.ts';
import { longRun, scenarios } from '../support/scenarios.ts';
import { traceOf, VirtualClock } from '../support/traces.ts';

function harness() {
  const clock = new VirtualClock();
  const posts: { readonly at: number; readonly message: HostMessage }[] = [];
  const batcher = new DeltaBatcher(message => posts.push({ at: clock.now(), message }), clock);
  return { clock, posts, batcher };
}

function content(view: RunView | undefined, run = 'r1'): PanelContent {
  return { ...(view && { view }), runs: [{ run, label: 'clamp' }], readOnly: false };
}

async function viewsOf(events: readonly TraceEvent[]): Promise<readonly RunView[]> {
  let view: RunView | undefined;
  return events.map(event => {
    view = fold(view, event);
    return view;
  });
}

test('nothing is posted before the webview is ready, then everything at once', async () => {
  const { clock, posts, batcher } = harness();
  const views = await viewsOf(await traceOf(scenarios.verified));
  for (const view of views) batcher.show(content(view));
  clock.advance(5000);
  assert.equal(posts.length, 0);
  batcher.ready();
  assert.equal(posts.length, 1);
  assert.deepEqual(posts[0]?.message, { type: 'snapshot', seq: 0, ...content(views.at(-1)) });
});

test('never more than ten posts in any second, however fast the events come', async () => {
  const { clock, posts, batcher } = harness();
  const views = await viewsOf(await traceOf(longRun(60)));
  batcher.ready();
  for (const [place, view] of views.entries()) {
    batcher.show(content(view));
    if (place % 7 === 0) batcher.ready();
    if (place % 11 === 0) batcher.reveal('c1');
    clock.advance(13);
  }
  clock.advance(1000);
  assert.ok(posts.length > 20);
  for (const { at } of posts) {
    const inSecond = posts.filter(post => post.at >= at && post.at < at + 1000).length;
    assert.ok(inSecond <= 10, `${inSecond} posts in the second from ${at} ms`);
  }
});

test('the numbers of posts have no gaps', async () => {
  const { clock, posts, batcher } = harness();
  batcher.ready();
  for (const view of await viewsOf(await traceOf(scenarios.failed))) {
    batcher.show(content(view));
    clock.advance(60);
  }
  clock.advance(1000);
  assert.ok(posts.length > 3);
  assert.deepEqual(
    posts.map(({ message }) => message.seq),
    posts.map((_, place) => place),
  );
});

test('the last state always arrives, and then nothing more is posted', async () => {
  const { clock, posts, batcher } = harness();
  const [first, , third] = await viewsOf(await traceOf(scenarios.failed));
  batcher.ready();
  batcher.show(content(first));
  batcher.show(content(third));
  clock.advance(100);
  const last = posts.at(-1)?.message;
  assert.equal(last?.type, 'snapshot');
  assert.deepEqual(last.view, third);
  const count = posts.length;
  batcher.show(content(third));
  clock.advance(10_000);
  assert.equal(posts.length, count);
});

test('another run, or another list of runs, comes as a snapshot; a later view of the same run as a delta', async () => {
  const { clock, posts, batcher } = harness();
  const views = await viewsOf(await traceOf(scenarios.failed));
  const types: string[] = [];
  batcher.ready();
  const show = (shown: PanelContent) => {
    batcher.show(shown);
    clock.advance(100);
    types.push(posts.at(-1)?.message.type ?? '');
  };
  show(content(views[3]));
  show(content(views[5]));
  show(content(viewOf(await traceOf(scenarios.answered))));
  show(content(viewOf(await traceOf(scenarios.answered)), 'another list'));
  show(content(undefined));
  assert.deepEqual(types, ['snapshot', 'delta', 'snapshot', 'snapshot', 'snapshot']);
});

test('what is being judged, and what judges turned out to be worth, come as a snapshot with the view', async () => {
  const { clock, posts, batcher } = harness();
  const view = (await viewsOf(await traceOf(scenarios.failed))).at(-1);
  const shown = content(view);
  batcher.ready();
  for (const news of [{}, { judging: 'c1' }, { judgeReports: [] }, { askable: [] }]) {
    batcher.show({ ...shown, ...news });
    clock.advance(200);
    const last = posts.at(-1)?.message;
    assert.ok(last?.type === 'snapshot');
    assert.deepEqual(last, { ...last, ...news });
  }
});

test('a reveal waits for the run it belongs to', async () => {
  const { clock, posts, batcher } = harness();
  batcher.reveal('c2');
  batcher.show(content(viewOf(await traceOf(scenarios.failed))));
  batcher.ready();
  clock.advance(1000);
  assert.deepEqual(
    posts.map(({ message }) => message.type),
    ['snapshot', 'reveal'],
  );
});

test('nothing is posted to a hidden webview, not even what was waiting; its next page gets everything', async () => {
  const { clock, posts, batcher } = harness();
  const views = await viewsOf(await traceOf(scenarios.failed));
  batcher.ready();
  batcher.show(content(views[1]));
  batcher.hidden();
  batcher.show(content(views[2]));
  batcher.reveal('c1');
  clock.advance(1000);
  assert.equal(posts.length, 1);
  batcher.ready();
  clock.advance(1000);
  const later = posts.slice(1).map(({ message }) => message);
  assert.deepEqual(later, [
    { type: 'snapshot', seq: 1, ...content(views[2]) },
    { type: 'reveal', seq: 2, candidate: 'c1' },
  ]);
});

test('a page that is ready after dispose is told nothing', () => {
  const { clock, posts, batcher } = harness();
  batcher.dispose();
  batcher.ready();
  clock.advance(1000);
  assert.equal(posts.length, 0);
});

test('after dispose nothing is posted, not even what was waiting', async () => {
  const { clock, posts, batcher } = harness();
  const views = await viewsOf(await traceOf(scenarios.failed));
  batcher.ready();
  batcher.show(content(views[1]));
  batcher.dispose();
  batcher.show(content(views[2]));
  clock.advance(1000);
  assert.equal(posts.length, 1);
});
