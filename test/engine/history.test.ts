import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cost } from '../../src/engine/cost.ts';
import { type HistoryRow, labelOf, rowOf } from '../../src/engine/history.ts';
import type { TraceBody, TraceEvent } from '../../src/engine/trace.ts';
import { clampReturning, codeTask, type Draw, promptTask, traceOf } from '../support/traces.ts';
import { configOf } from '../support/worlds.ts';

const wrong: Draw = { type: 'code', code: clampReturning('value'), passes: [true, false, false, false] };
const right: Draw = { type: 'code', code: clampReturning('right'), passes: [true, true, true, true] };
const chatter: Draw = { type: 'unusable', text: 'Sure!', error: 'no code' };

async function rowFrom(draws: readonly Draw[], parts: object = {}): Promise<HistoryRow | undefined> {
  const last = draws.at(-1) ?? wrong;
  return rowOf(
    await traceOf({
      task: codeTask,
      policy: 'uniform',
      samples: draws.length,
      concurrency: 1,
      draw: sample => draws[sample] ?? last,
      ...parts,
    }),
  );
}

describe('the row of a run', () => {
  it('tells for each arm how many samples were drawn, what the first was and how many were right', async () => {
    const row = await rowFrom([wrong, chatter, wrong, right]);
    assert.ok(row);
    const { 't0.2': low, 't0.8': high } = row.samples;
    assert.deepEqual([low?.number, low?.right, low?.first, low?.before, low?.distinct], [2, 0, false, 0, 1]);
    assert.deepEqual(
      [high?.number, high?.right, high?.first, high?.before, high?.distinct],
      [2, 1, false, 1, 2],
    );
    assert.ok((low?.tokens ?? 0) + (high?.tokens ?? 0) === row.tokens && row.tokens > 0);
    assert.deepEqual(
      [row.kind, row.language, row.hasTests, row.status, row.policy],
      ['code', 'javascript', true, 'verified', 'uniform'],
    );
    assert.deepEqual([row.refined, row.searched], [undefined, undefined]);
  });

  it('keeps no text, no name and no path of the task, its tests or its candidates', async () => {
    const row = await rowFrom([wrong, chatter, right], { task: { ...codeTask, instruction: 'secretly' } });
    const text = JSON.stringify(row);
    for (const known of ['clamp', 'src/', 'test/', 'value', 'Sure', 'secretly', 'export'])
      assert.ok(!text.includes(known), `${known} in ${text}`);
  });

  it('holds no verdict where no verifier told', async () => {
    const { tests, ...untested } = codeTask;
    const row = await rowFrom([wrong, right], { task: untested });
    assert.equal(row?.hasTests, false);
    assert.ok(Object.values(row?.samples ?? {}).every(({ first }) => first === undefined));
    const answer: Draw = { type: 'answer', answer: '9', text: 'Answer: 9' };
    const prompt = await rowFrom([answer, answer], { task: promptTask });
    assert.deepEqual(
      [prompt?.kind, prompt?.language, prompt?.samples['t0.2']?.first],
      ['prompt', undefined, undefined],
    );
  });

  it('is none for a run that drew nothing: it teaches nothing', async () => {
    assert.equal(await rowFrom([{ type: 'failed', message: 'down' }]), undefined);
    assert.equal(await rowFrom([right], { stopAfterSeconds: 0.1 }), undefined);
    const events = await traceOf({ task: codeTask, draw: () => wrong });
    assert.equal(rowOf(events.slice(0, -1)), undefined, 'a run without an end');
  });

  it('keeps what was judged before the person stopped', async () => {
    const row = await rowFrom([wrong, wrong, wrong, wrong], { stopAfterSeconds: 6 });
    assert.equal(row?.status, 'cancelled');
    assert.equal(row?.samples['t0.2']?.first, false);
  });

  it('tells refinements and samples with a context apart, and does not guess what a cancelled first would have been', () => {
    const row = rowOf(
      events([
        ['sample', { arm: 'default' }, 'fails'],
        ['refine', { arm: 'default', candidate: 'c1' }, 'passes'],
        ['sample', { arm: 'default', context: 'x1' }, undefined],
        ['sample', { arm: 'default', context: 'x1' }, 'passes'],
        ['sample', { arm: 'default', until: 'step' }, 'fails'],
      ]),
    );
    assert.deepEqual([row?.samples.default?.number, row?.samples.default?.first], [1, false]);
    assert.deepEqual([row?.refined?.number, row?.refined?.first, row?.refined?.before], [1, true, 1]);
    assert.deepEqual([row?.searched?.number, row?.searched?.right, row?.searched?.first], [1, 1, undefined]);
  });
});

describe('refinements in the row of a run', () => {
  const critique = (id: string, parts: object) => ({
    type: 'judged',
    candidate: id,
    reward: {
      value: 0,
      quality: 0,
      verified: false,
      evidence: [{ type: 'votes', by: 'rubric', votes: [parts] }],
    },
  });
  const refine = { arm: 'default', candidate: 'c1' };

  it('are told apart by whether a judge had said what is wrong before they were bought', () => {
    const row = rowOf(
      events([
        ['sample', { arm: 'default' }, 'fails'],
        ['refine', refine, 'fails'],
        [
          'judge',
          { candidate: 'c1', votes: 1, by: 'rubric' },
          critique('c1', { value: 0.2, critique: 'off by one' }),
        ],
        ['refine', refine, 'passes'],
        ['refine', { arm: 'default', candidate: 'c2' }, 'fails'],
      ]),
    );
    assert.deepEqual([row?.refined?.number, row?.refined?.right], [2, 0]);
    const { rubric } = row?.critics ?? {};
    assert.deepEqual([rubric?.number, rubric?.right, rubric?.first], [1, 1, true]);
    assert.ok(!JSON.stringify(row).includes('off by one'));
  });

  it('are plain where the judge gave no reasons or could not be read', () => {
    for (const vote of [{ value: 0.2 }, { critique: 'gibberish' }]) {
      const row = rowOf(
        events([
          ['sample', { arm: 'default' }, 'fails'],
          ['judge', { candidate: 'c1', votes: 1, by: 'rubric' }, critique('c1', vote)],
          ['refine', refine, 'fails'],
        ]),
      );
      assert.deepEqual([row?.refined?.number, row?.critics], [1, undefined]);
    }
  });
});

describe('the label of a verdict', () => {
  const answer = (text: string): Draw => ({ type: 'answer', answer: text, text });

  it('is the score of the leader before calibration', async () => {
    const trace = await traceOf({
      task: promptTask,
      policy: 'uniform',
      samples: 3,
      concurrency: 1,
      draw: sample => answer(sample === 1 ? '8' : '9'),
    });
    const label = labelOf(trace, 'c1', 'accepted');
    assert.deepEqual([label?.score, label?.right], [2 / 4, true]);
    assert.equal(labelOf(trace, 'c1', 'rejected')?.right, false);
    assert.equal(labelOf(trace, 'c2', 'rejected'), undefined, 'not the leader');
    const calibrated = trace.map(event =>
      event.type === 'action-ended' ? { ...event, quality: 0.9, score: 0.25 } : event,
    );
    assert.equal(labelOf(calibrated, 'c1', 'accepted')?.score, 0.25);
  });

  it('is none where tests had the say', async () => {
    const trace = await traceOf({ task: codeTask, draw: () => right });
    const chosen = trace.find(event => event.type === 'run-ended')?.chosen ?? '';
    assert.equal(labelOf(trace, chosen, 'accepted'), undefined);
  });
});

/** A trace of actions, one after the other; a result in place of a verdict is taken as it is; without one it is cancelled. */
function events(
  actions: readonly [type: string, parts: object, verdict: 'passes' | 'fails' | object | undefined][],
): readonly TraceEvent[] {
  const bodies = [
    { type: 'run-started', version: 1, run: 'r', date: '', task: codeTask, config: configOf() },
    ...actions.flatMap(([type, parts, verdict], i) => {
      const verified = verdict === 'passes';
      const reward = { value: verified ? 1 : 0, quality: verified ? 1 : 0, verified, evidence: [] };
      const candidate = {
        id: `c${i + 1}`,
        arm: 'default',
        text: '',
        behaviour: `${i}`,
        reward,
        cost: cost({}),
        ...('until' in parts && { prefix: { steps: 1, value: 0.5 } }),
      };
      const drawn = verdict ? { type: 'candidate', candidate } : { type: 'cancelled' };
      const result = typeof verdict === 'object' ? verdict : drawn;
      return [
        { type: 'action-started', id: `a${i}`, decision: 1, action: { type, ...parts }, reserved: cost({}) },
        { type: 'action-ended', id: `a${i}`, result, cost: cost({ promptTokens: 7 }), quality: 0 },
      ];
    }),
    { type: 'run-ended', status: 'verified', stop: 'verified', reason: '', spent: cost({}), seconds: 1 },
  ];
  return bodies.map((body, seq) => ({ ...(body as TraceBody), seq, at: 0 }));
}
