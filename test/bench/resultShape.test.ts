import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import { resultSvg } from '../../src/bench/recorded/plotSvg.ts';
import { resultJson, runSuite } from '../../src/bench/recorded/runSuite.ts';
import { suites } from '../../src/bench/recorded/suites.ts';

const share = z.number().min(0).max(1);
const points = z.array(z.strictObject({ budget: z.number().positive(), accuracy: share }));
const row = z
  .strictObject({
    policy: z.string().min(1),
    options: z.record(z.string(), z.unknown()),
    budget: z.number().positive(),
    unit: z.string().min(1),
    accuracy: share,
    ci95: z.tuple([share, share]),
    tokens: z.number().min(0),
    draws: z.number().min(0),
    testDraws: z.number().min(0),
    price: z.number().min(0).nullable(),
    stopReasons: z.record(z.string(), z.number().int().positive()),
    millisPerDecision: z.number().min(0),
  })
  .refine(
    ({ accuracy, ci95: [lo, hi] }) => lo <= accuracy + 1e-9 && accuracy <= hi + 1e-9,
    'outside its interval',
  );
const shape = z.object({
  suite: z.string(),
  data: z.string(),
  tasks: z.number().int().positive(),
  seeds: z.literal(2),
  rows: z.array(row).min(1),
  references: z.strictObject({ uniform: points, hindsight: points }),
  notes: z.array(z.string()),
});

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'ponder-sets-'));
after(() => fs.rmSync(root, { recursive: true, force: true }));

function write(set: string, name: string, rows: readonly unknown[]): void {
  fs.mkdirSync(path.join(root, set), { recursive: true });
  const text = rows.map(one => JSON.stringify(one)).join('\n');
  fs.writeFileSync(path.join(root, set, name), gzipSync(text));
}

/** Six votes of ten are right in one task of two. */
const voted = (right: string) => Array.from({ length: 10 }, (_, i) => (i < 6 ? right : 'no'));
write(
  'some-letters',
  'samples.jsonl.gz',
  Array.from({ length: 6 }, (_, i) => ({
    question: 'q',
    answer: 'yes',
    generated_answer: voted(i % 2 ? 'yes' : 'other').map(word => `The answer is ${word}.`),
  })),
);
const arm = (answers: readonly string[]) => ({
  answers,
  correct: answers.map(answer => Number(answer === 'yes')),
  gen_tokens_est: answers.map(() => 20),
});
write(
  'other-arms',
  'samples.jsonl.gz',
  Array.from({ length: 6 }, (_, i) => ({
    id: `q${i}`,
    arms: {
      'gpt-3.5-turbo/cot2/t=0.8': arm(voted(i % 2 ? 'yes' : 'other')),
      'gpt-4/cot1': arm(['yes']),
    },
  })),
);
write(
  'models',
  'runs.jsonl.gz',
  Array.from({ length: 8 }, (_, i) =>
    ['gpt-4', 'gpt-3.5-turbo', 'codellama'].map((model, place) => ({
      task_id: `t${i}`,
      model,
      runs: Array.from({ length: 6 }, (_, run) => ({ pass: (run + i) % (place + 2) === 0, tokens: 30 })),
    })),
  ).flat(),
);

const run = (suite: string, data: string, budgets?: readonly number[]) =>
  runSuite({
    suite,
    data,
    seeds: 2,
    signal: new AbortController().signal,
    progress: () => {},
    ...(budgets && { budgets }),
  });

describe('the result of a suite', () => {
  for (const [suite, set] of [
    ['answers', 'some-letters'],
    ['answers', 'other-arms'],
    ['routing', 'models'],
    ['routing', 'other-arms'],
  ] as const) {
    it(`has the agreed shape: ${suite} on ${set}, whatever the folder is called`, async () => {
      const data = path.join(root, set);
      const result = await run(suite, data);
      const read = shape.parse(JSON.parse(resultJson(result)));
      assert.deepEqual([read.suite, read.data], [suite, data]);
      assert.ok(read.rows.some(one => one.policy === 'auto'));
      assert.ok(read.references.uniform.length > 0 && read.references.hindsight.length > 0);
      assert.match(resultSvg(result), /<polyline/);
    });
  }

  it('covers all sets of a folder of sets, each row naming its own', async () => {
    const result = await run('answers', root, [1, 4]);
    const read = shape.parse(JSON.parse(resultJson(result)));
    assert.deepEqual([...new Set(read.rows.map(one => one.options.set))], ['other-arms', 'some-letters']);
    assert.equal(read.data, root);
    assert.equal(read.tasks, 12);
    assert.deepEqual(
      read.references.uniform.map(point => point.budget),
      [1, 4],
    );
    const routed = await run('routing', root);
    const sets = [...new Set(routed.rows.map(one => one.options.set))];
    assert.deepEqual(sets, ['models', 'other-arms']);
    assert.ok(
      routed.notes.some(note => /^left out: .*some-letters/.test(note)),
      routed.notes.join('\n'),
    );
  });

  it('is known for every suite', () => {
    for (const { name, policies, reads } of Object.values(suites)) {
      assert.ok(policies.length > 0 && reads.every(files => files.length > 0), name);
    }
  });
});
