import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Action, Result } from '../../../src/engine/action.ts';
import type { Call } from '../../../src/engine/call.ts';
import type { Candidate } from '../../../src/engine/candidate.ts';
import { CodeExecutor } from '../../../src/engine/codeExecutor.ts';
import { addCosts, type Cost, zeroCost } from '../../../src/engine/cost.ts';
import { Executions } from '../../../src/engine/executions.ts';
import { Generator } from '../../../src/engine/generator.ts';
import type { LanguageModel } from '../../../src/engine/languageModel.ts';
import type { Output, Probed, ProbeRequest } from '../../../src/engine/probes/probeRunner.ts';
import { seededRandom } from '../../../src/engine/random.ts';
import type { Evidence, GeneratedTest } from '../../../src/engine/reward.ts';
import { codePrompt } from '../../../src/engine/sampler.ts';
import { echoAssembler, scriptedModel, scriptedProbing, scriptedTests } from '../../support/fakes.ts';
import { untestedTask as task } from '../../support/worlds.ts';

const arms = [{ id: 'default', temperature: 0.7, expectedCost: zeroCost }];

/** A candidate `+k` gives its argument plus k. */
const behave = (fileText: string, { probes }: ProbeRequest): Probed => {
  const more = Number(/\+(\d)/.exec(fileText)?.[1] ?? 0);
  const outputs = probes.map(
    ({ args: [arg] }): Output =>
      arg?.type === 'integer'
        ? { type: 'value', text: String(arg.value + more) }
        : { type: 'error', name: 'TypeError' },
  );
  return { type: 'loaded', outputs };
};

function opened(replies: readonly (string | Promise<string>)[], probed = behave) {
  const waiting = [...replies];
  const model: LanguageModel = scriptedModel(() => waiting.shift() ?? '');
  const probing = scriptedProbing(probed);
  const messages = codePrompt(task, 'small');
  const random = seededRandom(1);
  const prices = { prompt: 0, completion: 0 };
  const generator = new Generator({ model, messages, maxTokens: 100, stopAtFence: true, prices, random });
  const parts = { task, assembler: echoAssembler, generator, arms, testSeconds: 5, fileText: 'def f' };
  const executor = new CodeExecutor({
    ...parts,
    testRunner: scriptedTests(() => ({})),
    probing,
    search: undefined,
  });
  const available = () => Number.POSITIVE_INFINITY;
  const perform = async (action: Action) => {
    const spending = { spent: zeroCost as Cost, reserved: zeroCost as Cost };
    const call: Call = {
      signal: new AbortController().signal,
      charge: cost => {
        spending.spent = addCosts(spending.spent, cost);
      },
      extend: cost => {
        spending.reserved = addCosts(spending.reserved, cost);
        return true;
      },
    };
    const offer = executor.offer(action, available);
    if (offer.type === 'refused') throw new Error(offer.cap);
    spending.reserved = addCosts(spending.reserved, offer.worst);
    return { result: await offer.perform('a', call), ...spending };
  };
  return { executor, perform, probing, model };
}

const sample: Action = { type: 'sample', arm: 'default' };
const judge: Action = { type: 'judge', candidate: 'c1', votes: 1 };
const testsOf = (evidence: readonly Evidence[] = []): readonly GeneratedTest[] =>
  evidence.flatMap(one => (one.type === 'generated-tests' ? one.tests : []));
const candidateOf = (result: Result): Candidate => {
  if (result.type !== 'candidate') throw new Error(result.type);
  return result.candidate;
};
const judgedTests = (result: Result) => {
  if (result.type !== 'judged') throw new Error(result.type);
  return testsOf(result.reward.evidence);
};

describe('a vote for code without tests', () => {
  it('runs every candidate on the tests it writes, and tells who passes', async () => {
    const { perform } = opened(['+1', '+2', '+1 ', 'assert f(1) == 2\nassert f(5) == 7']);
    for (let i = 0; i < 3; i++) await perform(sample);
    const { result } = await perform(judge);
    const tests = judgedTests(result);
    assert.deepEqual(
      tests.map(({ call, expected, weight, passes }) => ({ call, expected, weight, passes })),
      [
        { call: 'f(1)', expected: '2', weight: 0.5, passes: ['c1', 'c3'] },
        { call: 'f(5)', expected: '7', weight: 0.5, passes: ['c2'] },
      ],
    );
    const [first] = tests;
    assert.equal(first?.outputs.c1, first?.outputs.c3);
    assert.notEqual(first?.outputs.c1, first?.outputs.c2);
  });

  it('is a reward of the candidate that keeps what was known of it and verifies nothing', async () => {
    const { perform } = opened(['+1', 'assert f(1) == 2\nassert f(1) == 3']);
    const drawn = candidateOf((await perform(sample)).result);
    const { result } = await perform(judge);
    assert.equal(result.type, 'judged');
    if (result.type !== 'judged') return;
    const { reward } = result;
    assert.equal(result.candidate, 'c1');
    assert.deepEqual(reward.evidence[0], drawn.reward?.evidence[0]);
    assert.equal(reward.value, 0.5);
    assert.equal(reward.quality, drawn.reward?.quality);
    assert.equal(reward.verified, false);
  });

  it('asks for tests without showing a candidate, at the temperature of the arm', async () => {
    const { perform, model } = opened(['+1 SECRET', 'assert f(1) == 2']);
    await perform(sample);
    await perform(judge);
    const requests =
      'requests' in model ? (model.requests as { messages: unknown; temperature: number }[]) : [];
    assert.equal(requests.length, 2);
    assert.doesNotMatch(JSON.stringify(requests[1]?.messages), /SECRET/);
    assert.match(JSON.stringify(requests[1]?.messages), /One more than n/);
    assert.equal(requests[1]?.temperature, 0.7);
  });

  it('is paid and no vote where the reply holds no test; nothing is run', async () => {
    const { perform, probing } = opened(['+1', 'def f(n): return n']);
    await perform(sample);
    const before = probing.requests.length;
    const { result, spent } = await perform(judge);
    assert.deepEqual(judgedTests(result), []);
    assert.equal(spent.calls, 1);
    assert.equal(spent.sandboxSeconds, 0);
    assert.equal(probing.requests.length, before);
  });

  it('is run in one execution, equal code once, within what was reserved', async () => {
    const { perform, probing } = opened(['+1', '+1', '+2', 'assert f(1) == 2']);
    for (let i = 0; i < 3; i++) await perform(sample);
    const before = probing.requests.length;
    const { spent, reserved } = await perform(judge);
    assert.equal(probing.requests.length, before + 1);
    assert.equal(probing.requests.at(-1)?.candidates.length, 2);
    assert.ok(spent.sandboxSeconds <= reserved.sandboxSeconds && reserved.sandboxSeconds === 6);
  });

  it('draws as many replies as it has votes, and writes a test of two of them twice', async () => {
    const { perform } = opened(['+1', 'assert f(1) == 2', 'assert f(1) == 2\nassert f(2) == 3']);
    await perform(sample);
    const { result, spent } = await perform({ ...judge, votes: 2 });
    assert.deepEqual(
      judgedTests(result).map(({ call, weight }) => [call, weight]),
      [
        ['f(1)', 1],
        ['f(1)', 0.5],
        ['f(2)', 0.5],
      ],
    );
    assert.equal(spent.calls, 2);
  });

  it('waits for the outputs of a call that another vote is running', async () => {
    const gate = Promise.withResolvers<void>();
    const { perform, probing } = opened(['+1', 'assert f(1) == 2', 'assert f(1) == 3\nassert f(1) == 2']);
    await perform(sample);
    const { run } = probing.runner;
    probing.runner.run = async (request, call) => {
      await gate.promise;
      return run(request, call);
    };
    const [first, second] = [perform(judge), perform(judge)];
    setTimeout(gate.resolve, 5);
    assert.deepEqual(
      judgedTests((await first).result).map(({ passes }) => passes),
      [['c1']],
    );
    assert.deepEqual(
      judgedTests((await second).result).map(({ passes }) => passes),
      [[], ['c1']],
    );
  });

  it('refuses where the sandbox has no seconds for all programs', async () => {
    const { executor, perform } = opened(['+1', '+2']);
    await perform(sample);
    await perform(sample);
    const offer = executor.offer(judge, cap => (cap === 'sandboxSeconds' ? 5 : 1000));
    assert.deepEqual(offer, { type: 'refused', cap: 'sandboxSeconds' });
  });
});

describe('candidates drawn after a vote', () => {
  it('are run on the tests so far and tell so of themselves alone', async () => {
    const { perform } = opened(['+1', 'assert f(1) == 2', '+1 later', '+3']);
    await perform(sample);
    await perform(judge);
    const [right, wrong] = [await perform(sample), await perform(sample)].map(({ result }) =>
      testsOf(candidateOf(result).reward?.evidence),
    );
    assert.deepEqual(right?.[0]?.passes, ['c2']);
    assert.deepEqual(Object.keys(right?.[0]?.outputs ?? {}), ['c2']);
    assert.deepEqual(wrong?.[0]?.passes, []);
    assert.deepEqual(wrong?.[0]?.weight, 0);
  });

  it('are not run where they do not load', async () => {
    const probed = (text: string, request: ProbeRequest): Probed =>
      text.includes('broken') ? { type: 'broken', reason: 'SyntaxError' } : behave(text, request);
    const { perform } = opened(['+1', 'assert f(1) == 2', 'broken'], probed);
    await perform(sample);
    await perform(judge);
    const { result } = await perform(sample);
    assert.deepEqual(testsOf(candidateOf(result).reward?.evidence), []);
  });

  it('miss no test when they are drawn while votes are, whichever comes first', async () => {
    for (const order of ['sample first', 'judge first'] as const) {
      const [slow, late] = [Promise.withResolvers<string>(), Promise.withResolvers<string>()];
      const { perform } = opened(['+1', 'assert f(1) == 2', slow.promise, late.promise]);
      const executions = new Executions();
      const told = ({ result }: { result: Result }) => {
        if (result.type === 'candidate') executions.add(result.candidate);
        if (result.type === 'judged') executions.addTests(result.reward);
      };
      told(await perform(sample));
      told(await perform(judge));
      const drawing = perform(sample).then(told);
      const judging = perform(judge).then(told);
      const steps = [
        { settle: () => slow.resolve('+2'), done: drawing },
        { settle: () => late.resolve('assert f(2) == 4'), done: judging },
      ];
      for (const { settle, done } of order === 'sample first' ? steps : steps.reverse()) {
        settle();
        await done;
      }
      const tests = executions.tests();
      assert.deepEqual(
        tests.map(({ passes }) => [passes(0), passes(1)]),
        [
          [true, false],
          [false, true],
        ],
        order,
      );
    }
  });
});
