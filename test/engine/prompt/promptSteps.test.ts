import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Action } from '../../../src/engine/action.ts';
import type { Call } from '../../../src/engine/call.ts';
import type { Candidate } from '../../../src/engine/candidate.ts';
import { addCosts, type Cost, zeroCost } from '../../../src/engine/cost.ts';
import { Generator } from '../../../src/engine/generator.ts';
import { stepwise } from '../../../src/engine/judges/stepwise.ts';
import { GenerationError, type GenerationRequest } from '../../../src/engine/languageModel.ts';
import { PromptExecutor } from '../../../src/engine/promptExecutor.ts';
import { seededRandom } from '../../../src/engine/random.ts';
import { scriptedModel } from '../../support/fakes.ts';

const arms = [{ id: 'default', temperature: 0.8, expectedCost: zeroCost }];

/** An executor whose model writes these texts in turn when it is asked to write, and judges by `verdict`. */
function growing(
  texts: readonly (string | Error)[],
  { continues = false, verdict = () => 'Fine.\n\\boxed{Positive}' as string } = {},
) {
  const left = [...texts];
  const written: GenerationRequest[] = [];
  const can = { seed: true, streaming: false, usage: true, promptStyle: 'large', continues } as const;
  const model = scriptedModel(
    request => {
      if (request.messages.at(-1)?.content.includes('Examine the new step')) return verdict();
      written.push(request);
      const text = left.shift() ?? '';
      if (text instanceof Error) throw text;
      return text;
    },
    { can },
  );
  const generator = new Generator({
    model,
    messages: [{ role: 'user', content: 'How many?' }],
    maxTokens: 2_000,
    stopAtFence: false,
    prices: { prompt: 0, completion: 0 },
    random: seededRandom(1),
  });
  const executor = new PromptExecutor({
    task: { type: 'prompt', text: 'How many?' },
    generator,
    arms,
    judging: { judges: { stepwise }, models: {}, random: seededRandom(2) },
  });
  let spent: Cost = zeroCost;
  const call: Call = {
    signal: new AbortController().signal,
    charge(used) {
      spent = addCosts(spent, used);
    },
    extend: () => true,
  };
  const perform = async (action: Action): Promise<Candidate> => {
    const offer = executor.offer(action, () => Number.POSITIVE_INFINITY);
    assert.ok(offer.type === 'offer');
    const result = await offer.perform('a1', call);
    assert.ok(result.type === 'candidate', JSON.stringify(result));
    return result.candidate;
  };
  const sample = () => perform({ type: 'sample', arm: 'default', until: 'step' });
  const extend = (candidate: string, until: 'step' | 'end' = 'step') =>
    perform({ type: 'extend', arm: 'default', candidate, until });
  return { sample, extend, perform, written, spent: () => spent };
}

describe('an attempt that grows by steps', () => {
  it('is a prefix with the judge’s value until it states its answer', async () => {
    const { sample, extend } = growing([
      'Step 1: 3 * 12 = 36.\n\nStep 2: too far',
      'Step 2: 36 - 7 = 29.',
      'Answer: 29',
    ]);
    const first = await sample();
    assert.equal(first.text, 'Step 1: 3 * 12 = 36.');
    assert.deepEqual(first.prefix, { steps: 1, value: 2 / 3 });
    assert.equal(first.answer, undefined);
    const second = await extend(first.id);
    assert.equal(second.parent, 'c1');
    assert.equal(second.prefix?.steps, 2);
    const third = await extend(second.id);
    assert.equal(third.text, 'Step 1: 3 * 12 = 36.\n\nStep 2: 36 - 7 = 29.\n\nAnswer: 29');
    assert.deepEqual([third.prefix, third.answer, third.behaviour], [undefined, '29', '29']);
    const steps = third.reward?.evidence.find(one => one.type === 'steps')?.steps ?? [];
    assert.equal(steps.map(step => step.text).join(''), third.text);
    assert.equal(third.reward?.value, 2 / 3);
  });

  it('is worth little after a false equation, and keeps the value before a verdict that cannot be read', async () => {
    const verdicts = ['\\boxed{Positive}', 'hm', 'hm'];
    const { sample, extend } = growing(
      ['Step 1: we add.', 'Step 2: so.', 'Step 3: 2 + 2 = 5.', 'Step 1: we.'],
      {
        verdict: () => verdicts.shift() ?? 'hm',
      },
    );
    const first = await sample();
    const second = await extend(first.id);
    assert.equal(second.prefix?.value, 2 / 3);
    assert.equal((await extend(second.id)).prefix?.value, 0.02);
    assert.equal((await sample()).prefix?.value, 0.5);
  });

  it('is dead when the model has nothing to add before it has stated an answer', async () => {
    const { sample, extend } = growing(['Step 1: it is blue.', '', '']);
    const first = await sample();
    const end = await extend(first.id);
    assert.deepEqual([end.prefix, end.text], [undefined, first.text]);
    assert.equal(end.error, 'the attempt ended without an answer');
    assert.equal((await sample()).error, end.error);
  });

  it('is written to its end in one go where that is asked for, and then judged once more', async () => {
    const { sample, extend, written } = growing(['Step 1: a.', 'Step 2: b.\n\nStep 3: c.\n\nAnswer: 4']);
    const { id } = await sample();
    const whole = await extend(id, 'end');
    assert.equal(whole.answer, '4');
    assert.equal(whole.reward?.evidence.find(one => one.type === 'steps')?.steps.length, 2);
    assert.deepEqual(
      written.map(({ stop, maxTokens }) => [stop?.[0], maxTokens]),
      [
        ['\nStep 2', 1024],
        [undefined, 2000],
      ],
    );
  });

  it('is continued in the model’s own words where it can go on, else shown with the request to go on', async () => {
    for (const continues of [true, false]) {
      const { sample, extend, written } = growing(['Step 1: a.', 'Step 2: b.'], { continues });
      await extend((await sample()).id);
      const request = written.at(-1);
      assert.equal(request?.continues ?? false, continues);
      const [shown, last] = request?.messages.slice(-2) ?? [];
      if (continues) assert.deepEqual(last, { role: 'assistant', content: 'Step 1: a.' });
      else {
        assert.deepEqual(shown, { role: 'assistant', content: 'Step 1: a.' });
        assert.match(last?.content ?? '', /Go on exactly where you stopped/);
      }
    }
  });

  it('does not hold twice what the model says again before it goes on', async () => {
    const { sample, extend } = growing([
      'Step 1: there are 36 pens.',
      'Step 1: there are 36 pens.\n\nStep 2: 29 are left.',
      'Step 2: 29 are left.\nAnswer: 29',
    ]);
    const second = await extend((await sample()).id);
    assert.equal(second.text, 'Step 1: there are 36 pens.\n\nStep 2: 29 are left.');
    assert.equal((await extend(second.id)).text, `${second.text}\n\nAnswer: 29`);
  });

  it('takes different continuations of one prefix, each with a seed of its own', async () => {
    const { sample, extend, written } = growing(['Step 1: a.', 'Step 2: b.', 'Step 2: c.']);
    const { id } = await sample();
    const texts = [(await extend(id)).text, (await extend(id)).text];
    assert.deepEqual(texts, ['Step 1: a.\n\nStep 2: b.', 'Step 1: a.\n\nStep 2: c.']);
    assert.equal(new Set(written.map(({ seed }) => seed)).size, 3);
  });

  it('is dead when it is too long for the model; what was not drawn as a prefix cannot be continued', async () => {
    const tooLong = new GenerationError('bad-request', 'Too long.', 'Shorten it.');
    const { sample, extend } = growing(['Step 1: a.', tooLong, 'Step 2.\nAnswer: 4']);
    const { id } = await sample();
    assert.match((await extend(id)).error ?? '', /did not take the prompt/);
    const { id: complete } = await extend(id);
    await assert.rejects(extend(complete), /no prefix that could be extended/);
  });

  it('costs what writing and judging it cost', async () => {
    const { sample, spent } = growing(['Step 1: a.']);
    const candidate = await sample();
    assert.deepEqual(candidate.cost, spent());
    assert.equal(candidate.cost.calls, 2);
  });
});
