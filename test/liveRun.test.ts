import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import type { GeneratedTest } from '../src/engine/reward.ts';
import type { TraceEvent } from '../src/engine/trace.ts';
import { liveRun } from '../src/liveRun.ts';
import { readTrace } from '../src/store/traceFile.ts';
import { viewOf } from '../src/view/runView.ts';
import { keptTrace } from './support/scenarios.ts';

/** A call that was written after c1 and c2 were drawn. */
const apart: GeneratedTest = {
  call: 'clamp(9, 9, 9)',
  expected: '',
  weight: 0,
  outputs: { c1: 1, c2: 2 },
  written: { c1: '8', c2: '9' },
  passes: [],
};

async function endedRun(events: readonly TraceEvent[]) {
  const started = events.find(event => event.type === 'run-started');
  assert.ok(started);
  const traceFile = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'ponder-live-run-')), 'run.trace.jsonl');
  const run = liveRun({
    id: started.run,
    task: started.task,
    traceFile,
    start: async (_signal, emit) => events.forEach(emit),
    judge: async () => assert.fail('nobody judges'),
    learning: undefined,
  });
  await run.result;
  return { run, traced: () => readTrace(fs.readFileSync(traceFile, 'utf8')).events };
}

test('what the person expects is appended to the trace with who was run on the call and gives it', async () => {
  const events = await keptTrace('unverified');
  const { run, traced } = await endedRun(events);
  await run.expect('clamp(6, 6, 1)', ' 1 ');
  const last = traced().at(-1);
  assert.ok(last?.type === 'expectation');
  assert.deepEqual(
    [last.call, last.ran, last.passes],
    ['clamp(6, 6, 1)', ['c1', 'c2', 'c3', 'c5', 'c6'], ['c1']],
  );
  assert.equal(last.seq, events.length);
});

test('calls that were written to tell earlier candidates apart count too', async () => {
  const events = (await keptTrace('unverified')).map((event): TraceEvent => {
    if (event.type !== 'action-ended' || event.id !== 'a4') return event;
    return { ...event, result: { type: 'compared', margin: 0, calls: [apart] } };
  });
  const { run, traced } = await endedRun(events);
  await run.expect('clamp(9, 9, 9)', '9');
  const last = traced().at(-1);
  assert.ok(last?.type === 'expectation');
  assert.deepEqual([last.ran, last.passes], [['c1', 'c2'], ['c2']]);
});

test('what the tools of the editor say of a candidate is appended to the trace and drawn with it', async () => {
  const events = await keptTrace('verified');
  const { run, traced } = await endedRun(events);
  const problem = {
    source: 'linter',
    severity: 'warning',
    line: 2,
    message: 'eslint no-var: Use let.',
  } as const;
  const chosen = (await run.result).chosen?.id ?? '';
  await run.diagnosed(chosen, []);
  assert.equal(traced().length, events.length, 'nothing is noted where nothing is said');
  await run.diagnosed(chosen, [problem]);
  await run.diagnosed(chosen, [problem]);
  const drawn = viewOf(traced())?.candidates.find(({ id }) => id === chosen);
  assert.deepEqual(
    drawn?.evidence.filter(({ type }) => type === 'diagnostics'),
    [{ type: 'diagnostics', problems: [problem] }],
  );
  assert.ok(drawn.verified && drawn.evidence.some(({ type }) => type === 'tests'), 'the rest stays');
});

test('nothing is expected of the answer to a prompt', async () => {
  const events = await keptTrace('answered');
  const { run, traced } = await endedRun(events);
  await run.expect('f(1)', '1');
  assert.equal(traced().length, events.length);
});

test('who subscribes while an event is told hears of each event once, and who has left hears no more', async () => {
  const events = await keptTrace('unverified');
  const started = events.find(event => event.type === 'run-started');
  assert.ok(started);
  const begin = Promise.withResolvers<void>();
  const run = liveRun({
    id: started.run,
    task: started.task,
    traceFile: path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'ponder-live-run-')), 'run.trace.jsonl'),
    start: async (_signal, emit) => {
      await begin.promise;
      events.forEach(emit);
    },
    judge: async () => assert.fail('nobody judges'),
    learning: undefined,
  });
  const heard: number[] = [];
  const gone: number[] = [];
  run.subscribe(({ seq }) => {
    if (seq !== 2) return;
    run.subscribe(event => heard.push(event.seq));
    leave();
  });
  const leave = run.subscribe(({ seq }) => gone.push(seq));
  begin.resolve();
  await run.result;
  assert.deepEqual(
    heard,
    events.map(({ seq }) => seq),
  );
  assert.deepEqual(gone, [0, 1]);
});

test('a listener that throws is heard of, and costs the run and the other listeners nothing', () => {
  const script = `
    import { liveRun } from ${JSON.stringify(new URL('../src/liveRun.ts', import.meta.url).href)};
    process.on('uncaughtException', error => console.log('told', error.message));
    const end = { seq: 0, at: 0, type: 'run-ended', status: 'none', stop: 'completed', reason: 'done', spent: {}, seconds: 0 };
    const run = liveRun({ id: 'r', task: { type: 'prompt', text: '' }, traceFile: process.argv[1],
      start: async (_, emit) => { await undefined; emit(end); }, judge: undefined, learning: undefined });
    run.subscribe(() => { throw new Error('a defect'); });
    run.subscribe(event => console.log('heard', event.type));
    console.log('ended', (await run.result).reason);`;
  const trace = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'ponder-live-run-')), 'run.trace.jsonl');
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script, trace], {
    encoding: 'utf8',
  });
  assert.deepEqual(stdout.trim().split('\n').toSorted(), ['ended done', 'heard run-ended', 'told a defect']);
});
