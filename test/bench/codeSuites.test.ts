import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { codeAgreement } from '../../src/bench/recorded/codeAgreement.ts';
import { codeTokens, probeTask } from '../../src/bench/recorded/codePool.ts';
import { codeVerified } from '../../src/bench/recorded/codeVerified.ts';
import type { SuiteResult, SuiteRow } from '../../src/bench/recorded/suite.ts';

let folder: string;
const before_ = process.env.PONDER_DATA_DIR;

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'ponder-suites-'));
  process.env.PONDER_DATA_DIR = join(folder, 'kept');
  const tasks = [planted('double', 0.5), planted('triple', 0.25), planted('never', 0)];
  mkdirSync(join(folder, 'humaneval-codegen16b'));
  for (const name of ['solutions', 'correct', 'test_matrix'] as const) {
    const lines = tasks.map(task => JSON.stringify(task[name])).join('\n');
    writeFileSync(join(folder, 'humaneval-codegen16b', `${name}.jsonl.gz`), gzipSync(lines));
  }
});
after(() => {
  if (before_ === undefined) delete process.env.PONDER_DATA_DIR;
  else process.env.PONDER_DATA_DIR = before_;
  rmSync(folder, { recursive: true, force: true });
});

/** 40 solutions, of which a share is right and the wrong ones all differ; every test sample passes what returns 0. */
function planted(entry: string, right: number) {
  const many = 40;
  const prompt = `def ${entry}(n: int) -> int:\n    """ Makes more of n. """\n`;
  const isRight = (i: number) => i < right * many;
  const samples = Array.from({ length: many }, (_, i) =>
    isRight(i) ? `    result = n + n\n    return result\n` : `    return n * ${i} - ${i}\n`,
  );
  const task_id = `made/${entry}`;
  const places = samples.map((_, i) => i);
  return {
    solutions: { task_id, prompt, samples },
    correct: {
      task_id,
      entry_point: entry,
      prompt_tokens: 20,
      correct: places.map(isRight),
      tokens_est: places.map(() => 10),
      uniq: places,
    },
    test_matrix: {
      task_id,
      asserts: [`assert ${entry}(1) == 0`],
      tests_per_test_sample: places.map(() => [0]),
      test_sample_tokens: places.map(() => 10),
      result_bits_by_uniq_solution: places.map(i => (isRight(i) ? '0' : '1')),
    },
  };
}

async function run(
  suite: typeof codeAgreement,
  lines: string[] = [],
  policies = suite.policies,
): Promise<SuiteResult> {
  const { signal } = new AbortController();
  const budgets = suite.unit === 'draws' ? [5, 10] : [160, 400];
  return suite.run({
    data: join(folder, 'humaneval-codegen16b'),
    policies,
    budgets,
    seeds: 8,
    signal,
    progress: line => lines.push(line),
  });
}
const row = ({ rows }: SuiteResult, policy: string, budget: number): SuiteRow => {
  const found = rows.find(one => one.policy === policy && one.budget === budget);
  assert.ok(found, `no row ${policy} ${budget}`);
  return found;
};

describe('code-agreement', () => {
  it('executes each solution once, keeps what it did, and pays by recorded tokens', async () => {
    const first: string[] = [];
    const result = await run(codeAgreement, first);
    assert.equal(first.filter(line => line.startsWith('executed')).length, 6);
    const again: string[] = [];
    const same = await run(codeAgreement, again);
    assert.equal(again.filter(line => line.startsWith('executed')).length, 0);
    const accuracies = (of: SuiteResult) =>
      of.rows.map(({ policy, budget, accuracy }) => [policy, budget, accuracy]);
    assert.deepEqual(accuracies(same), accuracies(result));
    for (const one of result.rows) {
      assert.equal(one.tokens, 10 * (one.draws + one.testDraws), one.policy);
      assert.ok(one.policy === 'codet' || one.tokens <= one.budget);
      assert.ok(one.ci95[0] <= one.accuracy && one.accuracy <= one.ci95[1]);
    }
  });

  it('chooses by what solutions agree on, not by tests that only wrong ones pass', async () => {
    const result = await run(codeAgreement);
    const [auto, prototype, uniform] = ['auto', 'prototype', 'uniform'].map(name => row(result, name, 400));
    assert.ok(
      (auto?.accuracy ?? 0) > 0.6 && (prototype?.accuracy ?? 0) > 0.6,
      JSON.stringify([auto, prototype]),
    );
    assert.ok((uniform?.accuracy ?? 1) < 0.3, JSON.stringify(uniform));
    assert.ok((result.references.hindsight.at(-1)?.accuracy ?? 1) <= 2 / 3 + 1e-9);
  });
});

describe('code-verified', () => {
  it('stops a task that is solved and never passes the budget of all', async () => {
    const result = await run(codeVerified);
    for (const one of result.rows) {
      assert.ok(one.draws <= one.budget + 1e-9 && one.tokens <= one.budget * 10 + 1e-9, JSON.stringify(one));
      assert.ok(one.accuracy <= 2 / 3 + 1e-9);
    }
    assert.ok(row(result, 'auto', 10).accuracy > 0.6 && row(result, 'uniform', 10).accuracy > 0.6);
    const [five] = result.references.hindsight;
    assert.ok(five && Math.abs(five.accuracy - bestOf(15)) < 1e-9, JSON.stringify(five));
  });
});

/** The best split of so many draws between chances 1/2 and 1/4, by trying all. */
function bestOf(draws: number): number {
  const solved = Array.from({ length: draws + 1 }, (_, first) => 2 - 0.5 ** first - 0.75 ** (draws - first));
  return Math.max(...solved) / 3;
}

describe('a recorded prompt', () => {
  it('gives the function’s signature and documentation', () => {
    const prompt =
      'import math\n\ndef g(x):\n    return x\n\ndef f(a: List[int],\n      b):  # old\n    """ Says f(1). """\n';
    const task = probeTask(prompt, 'f');
    assert.deepEqual(
      [task.signature, task.documentation.trim()],
      ['def f(a: List[int],\n      b):  # old', 'Says f(1).'],
    );
  });

  it('has code tokens without comments and docstrings', () => {
    assert.equal(codeTokens('    """ a b c """\n    # note\n    return x_1+2\n'), 4);
  });
});
