import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import type { JudgeRequest, JudgeResult } from '../../../src/bench/judge/judgeSuite.ts';
import { judgeSuites } from '../../../src/bench/judge/judgeSuites.ts';
import { liveStates } from '../../../src/bench/judge/liveStates.ts';
import { LiveSteps } from '../../../src/bench/judge/liveSteps.ts';
import { spread } from '../../../src/bench/judge/spread.ts';
import { fraction } from '../../../src/bench/recorded/game24.ts';
import { cost } from '../../../src/engine/cost.ts';
import { stepwise } from '../../../src/engine/judges/stepwise.ts';
import { GenerationError, type LanguageModel } from '../../../src/engine/languageModel.ts';
import type { Script, ScriptRunner } from '../../../src/engine/scriptRunner.ts';
import { startFakeOpenAi } from '../../support/fakeOpenAi.ts';
import { runCli } from '../../support/runCli.ts';
import { DataFolders, lines } from './dataFolder.ts';

const folders = new DataFolders('live-steps');
after(() => folders.remove());
const scratch = folders.root;
const folder = folders.folder.bind(folders);

/** The step that a large prompt asks about. */
function stepOf(prompt: string): string {
  return /New step:\n`{3,}\n([\s\S]*?)\n`{3,}/.exec(prompt)?.[1] ?? '';
}

type Reply = (step: string, sample: number) => string;

/** A model that replies to the step it is asked about; the steps and the prompts in the order they were asked. */
function scripted(reply: Reply) {
  const asked: string[] = [];
  const prompts: string[] = [];
  let closed = 0;
  const model: LanguageModel = {
    id: 'scripted',
    can: { seed: true, streaming: false, usage: true, promptStyle: 'large' },
    async generate({ messages, sample }, call) {
      const step = stepOf(messages[1]?.content ?? '');
      asked.push(step);
      prompts.push(messages[1]?.content ?? '');
      if (step.includes('too long')) throw new GenerationError('bad-request', 'too long', 'Shorten it.');
      call.charge(cost({ calls: 1, promptTokens: 10, completionTokens: 1 }));
      const usage = { promptTokens: 10, completionTokens: 1, source: 'reported' } as const;
      return { text: reply(step, sample), usage, finish: 'stop', model: 'scripted' };
    },
  };
  const open = async () => ({
    model,
    dispose: async () => {
      closed += 1;
    },
  });
  return { model, open, asked, prompts, closings: () => closed };
}

const request = { seeds: 2, items: 20, signal: new AbortController().signal, progress: () => {} };

function run(suite: string, parts: Omit<JudgeRequest, keyof typeof request> & Partial<JudgeRequest>) {
  const found = judgeSuites[suite];
  assert.ok(found);
  return found.run({ ...request, ...parts });
}

function rowsOf({ rows }: JudgeResult) {
  return Object.fromEntries(rows.map(({ judge, ...row }) => [judge, row]));
}

const chain = (steps: readonly string[], mistake_index: number | null) => ({
  input: 'Which?',
  steps,
  mistake_index,
});

/** Located by the model, by an equation, without a mistake, and not readable. */
const chains = folder(
  'chains',
  'made.jsonl.gz',
  lines([
    chain(['good a', 'bad b', 'bad c'], 1),
    chain(['2 + 2 = 5.', 'bad d'], 0),
    chain(['good e', 'good f'], null),
    chain(['mumble'], null),
  ]),
);
const byWord: Reply = step => {
  if (step.includes('mumble')) return 'Hard to say.';
  return step.includes('bad') ? 'It is not so.\n\\boxed{Negative}' : 'It is so.\n\\boxed{Positive}';
};

const move = (text: string) => `${text}\n`;
const tree = {
  steps: [
    {
      step: 0,
      x: '4 6 1 1',
      new_ys: ['4 * 6 = 24 (left: 24 1 1)', '1 - 1 = 0 (left: 0 4 6)', '4 - 6 = -2 (left: -2 1 1)'].map(move),
      values: [60, 40, 1],
    },
    {
      step: 1,
      x: '4 6 1 1',
      new_ys: [
        '4 * 6 = 24 (left: 24 1 1)\n1 * 1 = 1 (left: 24 1)',
        '4 * 6 = 24 (left: 24 1 1)\n1 + 1 = 2 (left: 24 2)',
      ].map(move),
      values: [20, 1],
    },
  ],
};
const trees = folder('trees', 'tree.json.gz', JSON.stringify([tree]));
const wins: Reply = step =>
  /\(left: (24 1 1|0 4 6|24 1)\)/.test(step) ? '\\boxed{Positive}' : '\\boxed{Negative}';

describe('a live judge of steps on the first mistake', () => {
  it('is asked about each step up to the first that it judges wrong, not where an equation is false', async () => {
    const { open, asked, closings } = scripted(byWord);
    const result = await run('first-mistake', { data: chains, judge: 'stepwise', open });
    assert.deepEqual([...asked].sort(), ['bad b', 'good a', 'good e', 'good f', 'mumble']);
    const { stepwise: row, equations, inverted, constant } = rowsOf(result);
    assert.deepEqual([row?.protocol, row?.labels, row?.accuracy, row?.calls], ['single', 0, 0.75, 1.25]);
    assert.equal(row?.parsed, 4 / 5);
    assert.deepEqual([equations?.accuracy, equations?.calls, equations?.parsed], [0.25, 0, 0.25]);
    assert.deepEqual([inverted?.accuracy, inverted?.calls, constant?.accuracy], [0, 1.25, 0.5]);
    assert.equal(closings(), 1);
  });

  it('is told the task in words, and the steps before the new one', async () => {
    const word = { input: 'b a', steps: ['good a', 'good b', 'good c'], mistake_index: null };
    const data = folder('words', 'word_sorting.jsonl.gz', lines([word]));
    const { open, prompts } = scripted(byWord);
    await run('first-mistake', { data, judge: 'stepwise', open });
    const [first, , last] = prompts;
    assert.match(first ?? '', /^Task:\nSort the following words alphabetically: b a\n/);
    assert.match(first ?? '', /Accepted steps:\n```\n\(nothing yet\)\n```/);
    assert.match(last ?? '', /Accepted steps:\n```\ngood a\ngood b\n```/);
  });

  it('tells what equations decided apart from what the model said', async () => {
    const { open } = scripted(byWord);
    const { figures } = await run('first-mistake', { data: chains, judge: 'stepwise', open });
    assert.deepEqual(figures.live, {
      ...{ judge: 'stepwise', model: 'scripted', items: 4, calls: 5, tokens: 55, refused: 0 },
    });
    assert.deepEqual(figures.decided, [
      { by: 'equations', chains: 1, exact: 1 },
      { by: 'model', chains: 1, exact: 1 },
      { by: 'no mistake seen', chains: 1, exact: 1 },
      { by: 'nothing read', chains: 1, exact: 0 },
    ]);
    const none = { steps: 1, unread: 0, right: 0, rightAccepted: 0, wrong: 1, wrongRejected: 1 };
    assert.deepEqual(figures.steps, [
      { by: 'equations', ...none },
      { by: 'model', ...none, steps: 5, unread: 1, right: 3, rightAccepted: 3 },
    ]);
  });

  it('counts nothing that is said beyond the first mistake, and goes on after a refused prompt', async () => {
    const data = folder(
      'late',
      'made.jsonl.gz',
      lines([chain(['too long', 'good', 'bad'], 1), chain(['bad'], null)]),
    );
    const { open, asked } = scripted(byWord);
    const { figures, ...result } = await run('first-mistake', { data, judge: 'stepwise', open });
    assert.equal(asked.length, 4);
    assert.deepEqual(figures.steps, [
      { by: 'equations', steps: 0, unread: 0, right: 0, rightAccepted: 0, wrong: 0, wrongRejected: 0 },
      { by: 'model', steps: 4, unread: 1, right: 1, rightAccepted: 0, wrong: 1, wrongRejected: 0 },
    ]);
    assert.equal((figures.live as { readonly refused: number }).refused, 1);
    assert.deepEqual([result.rows[0]?.accuracy, result.rows[0]?.parsed], [0, 3 / 4]);
  });

  it('needs to know what a chain was to answer, and closes the model when that is missing', async () => {
    const data = folder('untold', 'made.jsonl.gz', lines([{ steps: ['a'], mistake_index: null }]));
    const { open, closings } = scripted(byWord);
    await assert.rejects(run('first-mistake', { data, judge: 'stepwise', open }), /of made has no "input"/);
    assert.equal(closings(), 1);
  });
});

describe('a live judge of steps on the Game of 24', () => {
  it('is asked three times about each state; values are told apart by their AUC', async () => {
    const { open, asked, prompts } = scripted(wins);
    const result = await run('steps', { data: trees, judge: 'stepwise', open });
    assert.equal(asked.length, 15);
    const third = prompts.find(prompt => stepOf(prompt) === '1 * 1 = 1 (left: 24 1)') ?? '';
    assert.match(third, /^Task:\nUse the numbers 4 6 1 1, each once/);
    assert.match(third, /Accepted steps:\n```\n4 \* 6 = 24 \(left: 24 1 1\)\n```/);
    assert.deepEqual([result.items, result.rows.length], [5, 4]);
    const { stepwise: row, inverted, recorded } = rowsOf(result);
    assert.deepEqual([row?.protocol, row?.accuracy, row?.calls, row?.parsed], ['votes', 1, 3, 1]);
    assert.equal(row?.brier?.toFixed(3), '0.040');
    assert.deepEqual([inverted?.accuracy, inverted?.calls, recorded?.calls], [0, 3, 3]);
    const { auc } = result.figures as { readonly auc: readonly unknown[] };
    assert.deepEqual(auc[0], { judge: 'stepwise', all: 1, step1: 1, step2: 1, step3: null });
  });

  it('states the share of its votes, none where none was read; an equation needs no vote', async () => {
    const { model } = scripted((step, sample) => {
      if (step.includes('0 4 6')) return 'Hard to say.';
      return sample === 1 ? '\\boxed{Negative}' : sample === 2 ? '...' : '\\boxed{Positive}';
    });
    const texts = ['4 * 6 = 24 (left: 24 1 1)', '1 - 1 = 0 (left: 0 4 6)', '4 + 6 = 11, left: 11 1 1'];
    const states = texts.map(text => ({
      ...{ task: 0, step: 1, value: 0, winnable: true, parent: '', text },
    }));
    const live = new LiveSteps({ judge: stepwise, model, signal: request.signal });
    const setup = { starts: [[4, 6, 1, 1].map(one => fraction(one))], votes: 3, live, progress: () => {} };
    const { valued, votes, decided } = await liveStates(states, setup);
    assert.deepEqual(
      valued.map(({ value }) => value),
      [0.5, undefined, 0.02],
    );
    assert.deepEqual(votes, { asked: 6, parsed: 2 / 6 });
    assert.deepEqual(decided, [
      { by: 'equations', states: 1 },
      { by: 'model', states: 1 },
      { by: 'nothing read', states: 1 },
    ]);
  });

  it('counts a state of which nothing was read as not right, and leaves it out of the AUC', async () => {
    const { open } = scripted(step => (step.includes('0 4 6') ? '...' : wins(step, 0)));
    const result = await run('steps', { data: trees, judge: 'stepwise', open });
    const { stepwise: row } = rowsOf(result);
    assert.deepEqual([row?.accuracy, row?.parsed], [0.8, 12 / 15]);
    const { auc } = result.figures as { readonly auc: readonly { readonly all: unknown }[] };
    assert.equal(auc[0]?.all, 1);
  });
});

describe('a live judge of steps', () => {
  it('runs the programs of a large model, and reads its vote afterwards', async () => {
    const ran: Script[] = [];
    const scripts: ScriptRunner = {
      seconds: 6,
      async run(script) {
        ran.push(script);
        return { output: '24', ended: 'ok' };
      },
    };
    const { model } = scripted(() => '```python\nprint(4 * 6)\n```');
    const twice: LanguageModel = {
      ...model,
      generate: async (asked, call) => {
        const said = await model.generate(asked, call);
        const told = asked.messages.at(-1)?.content.includes('[Code Output]\n24');
        return told ? { ...said, text: '\\boxed{Positive}' } : said;
      },
    };
    const live = new LiveSteps({ judge: stepwise, model: twice, signal: request.signal, scripts });
    const task = { type: 'prompt', text: 'Get 24.' } as const;
    const said = await live.verdict({ task, before: [], step: 'four by six', votes: 1, name: 'a' });
    assert.deepEqual(said, { value: 2 / 3, by: 'model', asked: 1, read: 1 });
    assert.deepEqual(ran, [{ language: 'python', source: 'print(4 * 6)\n' }]);
    assert.equal(live.figures().calls, 2);
  });

  it('is one of the product that votes on steps', async () => {
    const open = () => assert.fail('no model is needed');
    for (const [suite, data] of [
      ['first-mistake', chains],
      ['steps', trees],
    ] as const) {
      const of = (judge: string) => run(suite, { data, judge, open });
      await assert.rejects(of('pairwise'), /"pairwise" does not vote on steps\..* live among: stepwise\./);
      await assert.rejects(of('nobody'), /no judge "nobody" in .* live among: stepwise\./);
    }
  });
});

describe('items for a live judge', () => {
  const all = Array.from({ length: 30 }, (_, place) => ({ place, group: place < 25 ? 'many' : 'few' }));
  const some = (items: number) => spread(all, ({ group }) => group, { items, name: 'x' });

  it('are as many of each group as of any other while it has more, and a larger number goes on', () => {
    const count = (items: number) => some(items).filter(({ group }) => group === 'few').length;
    assert.deepEqual([1, 2, 6, 10, 20].map(count), [1, 1, 3, 5, 5]);
    assert.deepEqual(some(20).slice(0, 6), some(6));
    assert.equal(new Set(some(99)).size, 30);
    assert.notDeepEqual(
      some(30),
      spread(all, ({ group }) => group, { items: 30, name: 'y' }),
    );
  });
});

describe('ponder judge eval --judge stepwise', () => {
  for (const [suite, data, reply, row] of [
    ['first-mistake', chains, byWord, /^stepwise +single +0 +0\.750/m],
    ['steps', trees, wins, /^stepwise +votes +0 +1\.000/m],
  ] as const) {
    it(`asks a model of a server about ${suite}`, async () => {
      const server = await startFakeOpenAi({
        answers: ({ body }) => {
          const [, user] = body.messages as readonly { readonly content: string }[];
          return { text: reply(stepOf(user?.content ?? ''), 0) };
        },
      });
      try {
        const json = path.join(scratch, `${suite}.json`);
        const { code, stdout, stderr } = await runCli(
          ...['judge', 'eval', '--data', data, '--suite', suite, '--judge', 'stepwise', '--items', '9'],
          ...['--provider', 'openai', '--base-url', server.baseUrl, '--model', 'made', '--json', json],
        );
        assert.equal(code, 0, stderr);
        assert.match(stdout, row);
        assert.match(stdout, /stepwise was asked live, by made: \d+ calls/);
        const result = JSON.parse(fs.readFileSync(json, 'utf8'));
        assert.equal(result.figures.live.calls, server.requests.length);
        const keys =
          'judge protocol labels accuracy ci95 calls ece brier orderConsistency weight parsed'.split(' ');
        for (const one of result.rows) assert.deepEqual(Object.keys(one), keys);
      } finally {
        await server.close();
      }
    });
  }
});
