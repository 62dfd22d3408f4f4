import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Action, Result } from '../../src/engine/action.ts';
import type { Call } from '../../src/engine/call.ts';
import { CodeExecutor } from '../../src/engine/codeExecutor.ts';
import { type Cost, totalTokens } from '../../src/engine/cost.ts';
import { Generator } from '../../src/engine/generator.ts';
import { GenerationError, type Message } from '../../src/engine/languageModel.ts';
import { Ledger } from '../../src/engine/ledger.ts';
import { seededRandom } from '../../src/engine/random.ts';
import { codePrompt, refinePrompt } from '../../src/engine/sampler.ts';
import type { CodeTask } from '../../src/engine/task.ts';
import { echoAssembler, scriptedModel, scriptedProbing, scriptedTests } from '../support/fakes.ts';
import { codeTask, configOf } from '../support/worlds.ts';

const task = codeTask as CodeTask;
const ask = codePrompt(task, 'small');

/** An executor over a scripted model; performs actions one at a time and keeps what each was charged. */
function executorOf(answer: (messages: readonly Message[], sample: number) => string) {
  const model = scriptedModel(({ messages, sample }) => answer(messages, sample));
  const testRunner = scriptedTests(({ files }) => ({
    tests: [
      {
        name: 'adds',
        status: files['a.js'] === 'file: right' ? 'passed' : 'failed',
        message: `got ${files['a.js']}`,
      },
    ],
  }));
  const ledger = new Ledger({ tokens: 100_000 });
  const executor = new CodeExecutor({
    task,
    assembler: echoAssembler,
    generator: new Generator({
      model,
      messages: ask,
      maxTokens: 200,
      stopAtFence: true,
      prices: { prompt: 0, completion: 0 },
      random: seededRandom(1),
    }),
    arms: configOf().arms,
    testRunner,
    testSeconds: 5,
    fileText: 'file: original',
    probing: scriptedProbing(() => assert.fail('tests decide')),
  });
  let actions = 0;
  const perform = async (action: Action): Promise<{ result: Result; worst: Cost; charged: Cost }> => {
    const offer = executor.offer(action, cap => ledger.available(cap));
    assert.ok(offer.type === 'offer');
    const hold = ledger.reserve(offer.worst);
    assert.ok(hold);
    const call: Call = {
      signal: new AbortController().signal,
      charge: used => hold.charge(used),
      extend: more => hold.extend(more),
    };
    actions += 1;
    const result = await offer.perform(`a${actions}`, call);
    return { result, worst: offer.worst, charged: hold.settle() };
  };
  return { executor, model, perform };
}

const sample = { type: 'sample', arm: 'default' } as const;
const refine = { type: 'refine', arm: 'default', candidate: 'c1' } as const;
const candidateOf = (result: Result) => {
  assert.ok(result.type === 'candidate');
  return result.candidate;
};

describe('refining a candidate', () => {
  it('shows the code and what the failing tests said, and verifies what comes', async () => {
    const { model, perform } = executorOf(messages => (messages.length > 1 ? 'right' : 'wrong'));
    const first = candidateOf((await perform(sample)).result);
    const { result, worst, charged } = await perform(refine);
    const refined = candidateOf(result);
    assert.deepEqual(
      [first.id, first.parent, refined.id, refined.parent, refined.reward?.verified],
      ['c1', undefined, 'c2', 'c1', true],
    );
    const shown = model.requests[1]?.messages.map(message => message.content).join('\n') ?? '';
    assert.match(shown, /```javascript\nwrong\n```/);
    assert.match(shown, /- adds: got file: wrong/);
    assert.deepEqual(model.requests[1]?.messages.slice(0, ask.length), ask);
    assert.ok(totalTokens(charged) <= totalTokens(worst) && charged.testRuns === 1);
    assert.deepEqual(refined.cost, charged);
  });

  it('counts the draws of every prompt for itself, with other seeds, and names candidates in order', async () => {
    const { model, perform } = executorOf((_messages, number) => `wrong ${number}`);
    const ids: string[] = [];
    for (const action of [sample, refine, refine, sample, { ...refine, candidate: 'c2' }])
      ids.push(candidateOf((await perform(action)).result).id);
    assert.deepEqual(ids, ['c1', 'c2', 'c3', 'c4', 'c5']);
    assert.deepEqual(
      model.requests.map(request => request.sample),
      [0, 0, 1, 1, 0],
    );
    assert.equal(new Set(model.requests.map(request => request.seed)).size, 5);
  });

  it('says why a candidate could not be used', async () => {
    const { model, perform } = executorOf(messages => (messages.length > 1 ? 'right' : '? nothing'));
    assert.equal(candidateOf((await perform(sample)).result).error, 'no code');
    assert.equal(candidateOf((await perform(refine)).result).reward?.verified, true);
    assert.match(model.requests[1]?.messages.at(-1)?.content ?? '', /could not be used: no code/);
  });

  it('takes a prompt that the model refuses for an unusable candidate, not for a broken model', async () => {
    const refused = () => {
      throw new GenerationError('bad-request', 'The prompt is too long.', 'Give it less to read.');
    };
    const { perform } = executorOf(messages => (messages.length > 1 ? refused() : 'wrong'));
    await perform(sample);
    const { error, parent } = candidateOf((await perform(refine)).result);
    assert.match(error ?? '', /too long/);
    assert.equal(parent, 'c1');
    await assert.rejects(executorOf(refused).perform(sample), GenerationError);
  });

  it('refuses a candidate that is not there', () => {
    const { executor } = executorOf(() => 'right');
    assert.throws(() => executor.offer(refine, () => Number.POSITIVE_INFINITY), /no candidate c1/);
  });
});

describe('the prompt of a refinement', () => {
  const report = {
    outcome: 'ran' as const,
    seconds: 1,
    output: '',
    tests: Array.from({ length: 9 }, (_, i) => ({
      name: `test ${i}`,
      status: i === 0 ? ('passed' as const) : ('failed' as const),
      message: 'x'.repeat(2_000),
    })),
  };
  const candidate = (parts = {}) => ({
    id: 'c1',
    arm: 'default',
    text: '',
    code: 'function f() {}',
    behaviour: '',
    cost: configOf().arms[0]?.expectedCost ?? ({} as never),
    reward: {
      value: 0,
      quality: 0,
      verified: false,
      evidence: [
        {
          type: 'tests' as const,
          report: { ...report, ...parts },
          passed: 1,
          failed: 8,
          total: 9,
          reused: false,
        },
      ],
    },
  });

  it('shows failing tests alone, fewer and shortened ones to a small model, and counts the rest', () => {
    for (const [style, most] of [
      ['small', 2],
      ['large', 6],
    ] as const) {
      const text = refinePrompt(task, candidate(), style).at(-1)?.content ?? '';
      assert.equal(text.match(/^- test/gm)?.length, most);
      assert.ok(!text.includes('test 0') && text.length < most * 500 + 300, `${text.length} characters`);
      assert.ok(text.includes(`and ${8 - most} more`));
    }
  });

  it('shows the end of the output when nothing could run, and says when nothing ended', () => {
    const crashed = refinePrompt(
      task,
      candidate({ outcome: 'crashed', tests: [], output: `${'-'.repeat(900)} SyntaxError` }),
      'large',
    );
    assert.match(crashed.at(-1)?.content ?? '', /could not run:\n-+ SyntaxError/);
    const hung = refinePrompt(task, candidate({ outcome: 'timed-out', tests: [], output: 'x' }), 'large');
    assert.match(hung.at(-1)?.content ?? '', /did not end in time/);
  });
});
