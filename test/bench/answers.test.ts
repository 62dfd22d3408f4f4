import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { answerArms } from '../../src/bench/recorded/answerDraws.ts';
import { answers } from '../../src/bench/recorded/answers.ts';
import type { SuiteRow } from '../../src/bench/recorded/suite.ts';
import { runCli } from '../support/runCli.ts';

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'recorded-'));
after(() => fs.rmSync(scratch, { recursive: true, force: true }));

function folder(name: string, rows: readonly unknown[]): string {
  const data = path.join(scratch, name);
  fs.mkdirSync(data, { recursive: true });
  fs.writeFileSync(
    path.join(data, 'samples.jsonl.gz'),
    gzipSync(rows.map(row => JSON.stringify(row)).join('\n')),
  );
  return data;
}

/** Tasks on which all draws agree and are right, and tasks with 6 right draws against 4 wrong ones. */
const easy = { question: 'q', answer: 'yes', generated_answer: Array(10).fill('The answer is yes.') };
const hard = {
  question: 'q',
  answer: 'yes',
  generated_answer: [...Array(6).fill('The answer is "Yes".'), ...Array(4).fill('The answer is no.')],
};
const letters = folder('letters', [...Array(20).fill(easy), ...Array(20).fill(hard)]);

function run(
  data: string,
  parts: { policies?: readonly string[]; budgets?: readonly number[]; seeds?: number },
) {
  const { policies = answers.policies, seeds = 10, budgets } = parts;
  const signal = new AbortController().signal;
  return answers.run({ data, policies, seeds, signal, progress: () => {}, ...(budgets && { budgets }) });
}

const rowOf = (rows: readonly SuiteRow[], policy: string, budget: number) => {
  const row = rows.find(one => one.policy === policy && one.budget === budget);
  assert.ok(row, `${policy} ${budget}`);
  return row;
};

describe('recorded answers', () => {
  it('are the first word after the last "answer is"; a text without it is no vote', async () => {
    const texts = ['The answer is no. No, the answer is: "Yes".', 'I do not know.'];
    const data = folder('texts', [{ question: 'q', answer: 'yes', generated_answer: texts }]);
    const [arm] = await answerArms(data);
    const draws = arm?.tasks[0]?.draws.map(({ answer, right }) => [answer, right]);
    assert.deepEqual(draws, [
      ['yes', true],
      [undefined, false],
    ]);
  });

  it('of arms recorded in copies are cut to the draws, with the failed runs as no votes', async () => {
    const recorded = (answers: readonly unknown[]) => ({
      answers,
      correct: answers.map(() => 1),
      gen_tokens_est: Array(24).fill(7),
    });
    const ten = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    const eight = ten.slice(0, 8);
    const cut = async (answers: readonly unknown[]) => {
      const arms = { 'llama2-13b/cot': recorded(answers) };
      const [arm] = await answerArms(folder('copies', [{ id: 1, arms }]));
      return arm?.tasks[0]?.draws.map(draw => draw.answer);
    };
    const texts = ten.map(String);
    assert.deepEqual(await cut([...ten, ...ten]), texts);
    assert.deepEqual(await cut([...ten, ...ten.slice(0, 9), ...ten.slice(0, 5)]), texts);
    const failed = [undefined, undefined];
    assert.deepEqual(await cut([...eight, ...eight]), [...texts.slice(0, 8), ...failed]);
    assert.deepEqual(await cut([...eight, ...eight.slice(0, 7), ...eight.slice(0, 4)]), [
      ...texts.slice(0, 8),
      ...failed,
    ]);
  });

  it('of prompts with few draws are pooled by model; greedy arms and arms that repeat others are left out', async () => {
    const recorded = (many: number) => ({
      answers: Array(many).fill('x'),
      correct: Array(many).fill(1),
      gen_tokens_est: Array(many).fill(1),
    });
    const arms = {
      'gpt-4/a': recorded(3),
      'gpt-4/b': recorded(3),
      'gpt-4/greedy_a': recorded(1),
      'gpt-3.5/a': recorded(20),
      'gpt-3.5/a/n40': recorded(40),
    };
    const found = await answerArms(folder('pool', [{ id: 'one', arms }]));
    assert.deepEqual(
      found.map(({ name, tasks }) => [name, tasks[0]?.draws.length]),
      [
        ['gpt-3.5/a', 20],
        ['gpt-4, 2 prompts', 6],
      ],
    );
  });
});

describe('the answers suite', () => {
  it('spends a budget on the tasks whose votes differ, where the others draw in rounds', async () => {
    const { rows } = await run(letters, { budgets: [4], policies: ['auto', 'self-consistency'] });
    const [auto, rounds] = [rowOf(rows, 'auto', 4), rowOf(rows, 'self-consistency', 4)];
    assert.equal(auto.draws, 4);
    assert.equal(rounds.draws, 4);
    assert.ok(auto.accuracy > rounds.accuracy + 0.02, `${auto.accuracy} ${rounds.accuracy}`);
    assert.ok(auto.ci95[0] <= auto.accuracy && auto.accuracy <= auto.ci95[1]);
    assert.deepEqual(rounds.stopReasons, { budget: 400 });
  });

  it('has all draws decide at the largest budget, as the majority does', async () => {
    const { rows, references, tasks, seeds } = await run(letters, {
      budgets: [1, 10],
      policies: ['self-consistency', 'adaptive-consistency', 'esc'],
    });
    assert.deepEqual([tasks, seeds], [40, 10]);
    assert.equal(rowOf(rows, 'self-consistency', 10).accuracy, 1);
    assert.deepEqual(rowOf(rows, 'self-consistency', 10).stopReasons, { completed: 400 });
    assert.ok(Math.abs(rowOf(rows, 'self-consistency', 1).accuracy - 0.8) < 0.05);
    assert.equal(rowOf(rows, 'self-consistency', 1).tokens, 5);
    const beta = rowOf(rows, 'adaptive-consistency', 10);
    assert.ok(beta.draws > 4 && beta.draws < 8, `${beta.draws}`);
    assert.equal(rowOf(rows, 'esc', 10).stopReasons.settled !== undefined, true);
    assert.equal(references.uniform.at(-1)?.accuracy, 1);
  });

  it('gives the same result for the same seeds', async () => {
    const bare = async () => {
      const { rows } = await run(letters, { seeds: 2 });
      return rows.map(({ millisPerDecision: _, ...row }) => row);
    };
    assert.deepEqual(await bare(), await bare());
  });

  it('stops when it is told to', async () => {
    const request = { data: letters, policies: ['auto'], seeds: 5, progress: () => {} };
    await assert.rejects(
      answers.run({ ...request, signal: AbortSignal.abort(new Error('enough')) }),
      /enough/,
    );
  });
});

describe('ponder bench recorded', () => {
  const ponder = (...args: readonly string[]) => runCli('bench', 'recorded', ...args);

  it('writes the result as JSON and its curves as SVG beside it', async () => {
    const json = path.join(scratch, 'result.json');
    const { code, stdout, stderr } = await ponder(
      ...['--data', letters, '--suite', 'answers', '--policy', 'auto,esc', '--budget', '2,4.5'],
      ...['--seeds', '2', '--json', json],
    );
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^auto +2 /m);
    const result = JSON.parse(fs.readFileSync(json, 'utf8'));
    assert.deepEqual([result.suite, result.data, result.tasks, result.seeds], ['answers', letters, 40, 2]);
    const budgets = result.rows.map(({ policy, budget }: SuiteRow) => [policy, budget]);
    assert.deepEqual(budgets, [
      ['auto', 2],
      ['auto', 4.5],
      ['esc', 2],
      ['esc', 4.5],
    ]);
    assert.deepEqual(
      Object.keys(result.rows[0]),
      'policy options budget unit accuracy ci95 tokens draws testDraws price stopReasons millisPerDecision'.split(
        ' ',
      ),
    );
    assert.deepEqual(Object.keys(result.references), ['uniform', 'hindsight']);
    assert.match(
      fs.readFileSync(path.join(scratch, 'result.svg'), 'utf8'),
      /^<svg [\s\S]*polyline[\s\S]*>esc</,
    );
  });

  it('says what is wrong with the data or the call, and ends with 2', async () => {
    fs.mkdirSync(path.join(scratch, 'empty'));
    fs.mkdirSync(path.join(scratch, 'plain'));
    fs.writeFileSync(path.join(scratch, 'plain/samples.jsonl.gz'), 'not packed');
    const other = folder('other', [{ question: 'q', answer: 'a', generated_answer: 'one text' }]);
    const cases: readonly (readonly [string, readonly string[], RegExp])[] = [
      [path.join(scratch, 'nowhere'), [], /There is no folder .*nowhere/],
      [path.join(scratch, 'empty'), [], /holds no samples\.jsonl\.gz/],
      [path.join(scratch, 'plain'), [], /not a gzipped file/],
      [other, [], /samples\.jsonl\.gz, line 1 has not the format/],
      [letters, ['--policy', 'nobody'], /no policy "nobody".*auto, self-consistency/],
      [letters, ['--budget', '3,x'], /--budget takes numbers above 0/],
      [letters, ['--json', path.join(scratch, 'nowhere/x.json')], /cannot be written/],
    ];
    for (const [data, more, message] of cases) {
      const { code, stderr, stdout } = await ponder('--data', data, '--suite', 'answers', ...more);
      assert.match(stderr, message);
      assert.equal(code, 2, stderr);
      assert.equal(stdout, '');
    }
  });
});
