import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Action, Result } from '../../../src/engine/action.ts';
import { CodeExecutor } from '../../../src/engine/codeExecutor.ts';
import { zeroCost } from '../../../src/engine/cost.ts';
import { Executions } from '../../../src/engine/executions.ts';
import { Generator } from '../../../src/engine/generator.ts';
import type { LanguageModel } from '../../../src/engine/languageModel.ts';
import type { Output, Probed, ProbeRequest } from '../../../src/engine/probes/probeRunner.ts';
import { seededRandom } from '../../../src/engine/random.ts';
import { differingCalls, meets, outputsOf } from '../../../src/engine/rewards/differingCalls.ts';
import { distinguishingPrompt, readCalls } from '../../../src/engine/rewards/distinguishing.ts';
import { codePrompt } from '../../../src/engine/sampler.ts';
import { echoAssembler, scriptedModel, scriptedProbing, scriptedTests } from '../../support/fakes.ts';
import { recordedCall } from '../../support/modelCalls.ts';
import { untestedTask as task } from '../../support/worlds.ts';

/** A candidate `+k` adds k to integers, and a candidate with `odd` fails on 1,001 alone. */
const behave = (fileText: string, { probes }: ProbeRequest): Probed => {
  const more = Number(/\+(\d)/.exec(fileText)?.[1] ?? 0);
  const output = ({ args: [arg] }: ProbeRequest['probes'][number]): Output => {
    if (arg?.type !== 'integer' || (fileText.includes('odd') && arg.value === 1001))
      return { type: 'error', name: 'ValueError' };
    return { type: 'value', text: String(arg.value + more * (arg.value > 1000 ? 1 : 0)) };
  };
  return { type: 'loaded', outputs: probes.map(output) };
};

function opened(replies: readonly string[]) {
  const waiting = [...replies];
  const model: LanguageModel & { readonly requests: unknown[] } = scriptedModel(() => waiting.shift() ?? '');
  const probing = scriptedProbing(behave);
  const messages = codePrompt(task, 'small');
  const generator = new Generator({
    model,
    messages,
    maxTokens: 100,
    stopAtFence: true,
    prices: { prompt: 0, completion: 0 },
    random: seededRandom(1),
  });
  const executor = new CodeExecutor({
    task,
    assembler: echoAssembler,
    generator,
    arms: [{ id: 'default', temperature: 0.7, expectedCost: zeroCost }],
    testRunner: scriptedTests(() => ({})),
    testSeconds: 5,
    fileText: 'def f',
    probing,
  });
  const perform = async (action: Action) => {
    const call = recordedCall({ extend: () => true });
    const offer = executor.offer(action, () => Number.POSITIVE_INFINITY);
    if (offer.type === 'refused') throw new Error(offer.cap);
    const result = await offer.perform('a', call.call);
    return { result, spent: call.spent(), worst: offer.worst };
  };
  return { executor, perform, probing };
}

const sample: Action = { type: 'sample', arm: 'default' };
const compare: Action = { type: 'compare', left: 'c1', right: 'c2' };
const compared = (result: Result) => {
  assert.ok(result.type === 'compared', result.type);
  return result;
};
const candidateOf = (result: Result) => {
  assert.ok(result.type === 'candidate', result.type);
  return result.candidate;
};

describe('calls that tell two candidates apart', () => {
  it('are asked of the model, run on all candidates, and kept where the two differ', async () => {
    const { perform, executor } = opened(['+1', '+2', '+1 odd', '```\nf(5)\nf(1001)\nf(2000)\n```', '+3']);
    const before = [];
    for (let i = 0; i < 3; i++) before.push(candidateOf((await perform(sample)).result));
    assert.equal(before[0]?.behaviour, before[1]?.behaviour, 'no probe tells them apart');
    const { result, spent, worst } = await perform(compare);
    const { calls, margin, written } = compared(result);
    assert.deepEqual([margin, written], [0, 3]);
    assert.deepEqual(
      calls?.map(({ call, expected, weight, passes, written }) => ({
        call,
        expected,
        weight,
        passes,
        written,
      })),
      [
        {
          call: 'f(1001)',
          expected: '',
          weight: 0,
          passes: [],
          written: { c1: '1002', c2: '1003', c3: 'raises ValueError' },
        },
        {
          call: 'f(2000)',
          expected: '',
          weight: 0,
          passes: [],
          written: { c1: '2001', c2: '2002', c3: '2001' },
        },
      ],
    );
    assert.deepEqual([spent.calls, spent.sandboxSeconds], [1, 0.25]);
    assert.ok(worst.sandboxSeconds >= 3 * 3 && worst.completionTokens === 100);

    const later = candidateOf((await perform(sample)).result);
    const executions = new Executions();
    for (const one of [...before, later]) executions.add(one);
    executions.addCalls(calls ?? []);
    const groups = Map.groupBy(executions.sampled(), ({ behaviour }) => behaviour);
    assert.equal(groups.size, 4);
    assert.deepEqual(executions.tests(), [], 'what nothing is expected of is no test');

    const given = (id: string) => outputsOf(executor.candidate(id));
    const [left, right] = [given('c1'), given('c2')];
    assert.deepEqual(differingCalls(left, right), [
      { call: 'f(1001)', outputs: { c1: '1002', c2: '1003' } },
      { call: 'f(2000)', outputs: { c1: '2001', c2: '2002' } },
    ]);
    assert.deepEqual(differingCalls(left, given('c3')), [], 'what fails is nothing to choose');
    const all = ['c1', 'c2', 'c4'].map(given);
    const expectation = { call: 'f(2000)', expected: ' 2002 ' };
    assert.deepEqual(meets(expectation, all, 'python'), { ran: ['c1', 'c2', 'c4'], passes: ['c2'] });
  });

  it('cost what they cost where the reply holds none or none differs', async () => {
    const replies = [
      ['I cannot think of any.', 0],
      ['f(1), f(2)', 2],
      ['f(x)', 0],
      ['', 0],
    ] as const;
    for (const [reply, written] of replies) {
      const { perform } = opened(['+1', '+2', reply, '+3']);
      for (let i = 0; i < 2; i++) await perform(sample);
      const { result, spent } = await perform(compare);
      assert.deepEqual(result, { type: 'compared', margin: 0, written, calls: [] }, reply);
      assert.equal(spent.calls, 1);
      const later = candidateOf((await perform(sample)).result);
      assert.ok(later.reward?.evidence.every(({ type }) => type !== 'generated-tests'));
    }
  });

  it('are refused by the cap that is in the way, and not for code with tests', () => {
    const { executor } = opened(['+1']);
    assert.throws(() => executor.offer(compare, () => Number.POSITIVE_INFINITY), /no candidate c1/);
    const tested = new CodeExecutor({
      task: { ...task, tests: { framework: 'pytest', files: ['t.py'] } },
      assembler: echoAssembler,
      generator: new Generator({
        model: scriptedModel(() => ''),
        messages: [],
        maxTokens: 100,
        stopAtFence: true,
        prices: { prompt: 0, completion: 0 },
        random: seededRandom(1),
      }),
      arms: [],
      testRunner: scriptedTests(() => ({})),
      testSeconds: 5,
      fileText: '',
      probing: scriptedProbing(behave),
    });
    assert.throws(() => tested.offer(compare, () => Number.POSITIVE_INFINITY), /no calls are written/);
  });
});

describe('the prompt and the reply', () => {
  it('shows both programs and asks for calls alone', () => {
    for (const style of ['small', 'large'] as const) {
      const text = distinguishingPrompt(task, ['def f(n): return 1', 'def f(n): return 2'], style)
        .map(({ content }) => content)
        .join('\n');
      assert.match(text, /return 1[\s\S]*return 2/);
      assert.match(text, style === 'small' ? /four calls of f / : /`f\(\.\.\.\)`[\s\S]*One more than n\./);
    }
  });

  const replies: readonly (readonly [reply: string, calls: readonly string[]])[] = [
    ['```python\nf(1)\nf(-2)\nf(1)\n```', ['f(1)', 'f(-2)']],
    ['- `f([1, (2)])` -> 3 vs 4\n- f("a)")', ['f([1, 2])', 'f("a)")']],
    ['print(f({"a": None}))  # differs', ['f({"a": None})']],
    ['def f(n):\n    return f(n - 1)', []],
    ['of(1), x.f(2), f(), f(1, 2), f(x)', []],
    [
      Array.from({ length: 20 }, (_, i) => `f(${i})`).join('\n'),
      Array.from({ length: 8 }, (_, i) => `f(${i})`),
    ],
    ['f(1', []],
  ];
  for (const [reply, calls] of replies) {
    it(`reads calls with literal arguments: ${JSON.stringify(reply.slice(0, 40))}`, () => {
      assert.deepEqual(
        readCalls(reply, task).map(({ call }) => call),
        calls,
      );
    });
  }
});

describe('what is expected of a call', () => {
  const ranOnce = (id: string, output: string, number: number) => ({
    id,
    probes: { outputs: [number], written: [{ call: 'f(1)', output }] },
    tests: [],
  });
  const cases = [
    ['python', '[1,"a"]', "[1, 'a']", true],
    ['python', '[1,"a"]', '[1,"a"]', true],
    ['python', '1', 'True', true],
    ['python', 'None', 'null', true],
    ['javascript', 'undefined', 'null', true],
    ['javascript', '{"a":1}', '{ a: 1 }', true],
    ['javascript', '2', '3', false],
    ['javascript', 'throws RangeError', 'throws RangeError', true],
    ['javascript', '2', 'two', false],
  ] as const;
  for (const [language, output, expected, passes] of cases) {
    it(`${output} ${passes ? 'meets' : 'misses'} ${expected} in ${language}`, () => {
      const bare = { id: 'c2', tests: [] };
      assert.deepEqual(meets({ call: 'f(1)', expected }, [ranOnce('c1', output, 0), bare], language), {
        ran: ['c1'],
        passes: passes ? ['c1'] : [],
      });
    });
  }

  it('asks about no call that cannot be shown whole', () => {
    const left = ranOnce('c1', '1', 0);
    assert.equal(differingCalls(left, ranOnce('c2', '2', 1)).length, 1);
    assert.equal(differingCalls(left, ranOnce('c2', '2...', 1)).length, 0);
    assert.equal(differingCalls(left, ranOnce('c2', '1', 0)).length, 0);
    assert.equal(differingCalls(left, ranOnce('c2', 'raises KeyError', -2)).length, 0);
  });
});
