import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Action, Result } from '../../../../src/engine/action.ts';
import type { Call } from '../../../../src/engine/call.ts';
import { type Cost, totalTokens } from '../../../../src/engine/cost.ts';
import { Generator } from '../../../../src/engine/generator.ts';
import { flatJudge } from '../../../../src/engine/judgeModel.ts';
import type { Judge } from '../../../../src/engine/judging/judge.ts';
import { GenerationError, type GenerationRequest } from '../../../../src/engine/languageModel.ts';
import { type Budget, Ledger } from '../../../../src/engine/ledger.ts';
import { PromptExecutor } from '../../../../src/engine/promptExecutor.ts';
import { seededRandom } from '../../../../src/engine/random.ts';
import { ballotOf, type Vote } from '../../../../src/engine/reward.ts';
import { answerPrompt } from '../../../../src/engine/sampler.ts';
import { scriptedModel } from '../../../support/fakes.ts';
import { chooser, scorer } from '../../../support/judges.ts';
import { configOf } from '../../../support/worlds.ts';

const task = { type: 'prompt', text: 'How many?' } as const;
const isVerdict = ({ messages }: GenerationRequest) => /^(Score|Choose)/.test(messages[0]?.content ?? '');

type Ended = { readonly result?: Result; readonly error?: unknown };

/** A prompt executor whose samples say their number and whose judges say what the test wants. */
function executorOf(
  verdict: (request: GenerationRequest, asked: number) => string | Promise<string>,
  { budget = {}, judges = [scorer, chooser] as readonly Judge[], seed = 1 } = {},
) {
  let [drawn, asked] = [0, 0];
  const model = scriptedModel(request => {
    if (!isVerdict(request)) {
      drawn += 1;
      return `Answer: ${drawn}`;
    }
    asked += 1;
    return verdict(request, asked);
  });
  const ledger = new Ledger(budget as Budget);
  const executor = new PromptExecutor({
    task,
    generator: new Generator({
      model,
      messages: answerPrompt(task),
      maxTokens: 50,
      stopAtFence: false,
      prices: { prompt: 0, completion: 0 },
      random: seededRandom(1),
    }),
    arms: configOf().arms,
    judging: {
      judges: Object.fromEntries(judges.map(judge => [judge.name, judge])),
      models: { scorer: flatJudge },
      random: seededRandom(seed),
    },
  });
  const controller = new AbortController();
  const perform = async (action: Action) => {
    const offer = executor.offer(action, cap => ledger.available(cap));
    assert.ok(offer.type === 'offer', 'refused');
    const hold = ledger.reserve(offer.worst);
    assert.ok(hold);
    const call: Call = {
      signal: controller.signal,
      charge: used => {
        hold.charge(used);
        assert.ok(totalTokens(hold.used) <= totalTokens(hold.reserved), 'more was used than was held');
      },
      extend: more => hold.extend(more),
    };
    const ended = await offer.perform('a', call).then(
      (result): Ended => ({ result }),
      (error: unknown): Ended => ({ error }),
    );
    const charged: Cost = hold.settle();
    return { ...ended, charged, worst: offer.worst };
  };
  return { executor, model, ledger, perform, stop: () => controller.abort() };
}

const sample = { type: 'sample', arm: 'default' } as const;
const judge = (votes: number, by = 'scorer'): Action => ({ type: 'judge', candidate: 'c1', votes, by });
const compare: Action = { type: 'compare', left: 'c1', right: 'c2', by: 'chooser' };

function rewardOf(result: Result | undefined) {
  assert.ok(result?.type === 'judged', JSON.stringify(result));
  return result.reward;
}

describe('votes of a judge', () => {
  it('are drawn one after the other, read, and kept with all earlier ones', async () => {
    const { model, perform } = executorOf((_, asked) => `${asked + 6} because ${asked}`);
    await perform(sample);
    await perform(judge(2));
    const reward = rewardOf((await perform(judge(1))).result);
    const votes = [7, 8, 9].map((score, i) => ({ value: score / 10, critique: `because ${i + 1}` }));
    assert.deepEqual(reward.evidence, [{ type: 'votes', by: 'scorer', votes }]);
    assert.ok(Math.abs(reward.value - 0.8) < 1e-12 && !reward.verified);
    // Three of three approve: odds (3 4 5) / (2 3 4) under the flat laws.
    assert.ok(Math.abs(reward.quality - 2.5 / 3.5) < 1e-12, `${reward.quality}`);
    const requests = model.requests.filter(isVerdict);
    assert.deepEqual(
      requests.map(({ sample, temperature, maxTokens }) => [sample, temperature, maxTokens]),
      [0, 1, 2].map(number => [number, 0.5, 40]),
    );
    assert.equal(new Set(requests.map(({ seed }) => seed)).size, 3);
  });

  it('are charged to the action, and hold no more than the next one may cost', async () => {
    const { perform, ledger } = executorOf(() => '7');
    await perform(sample);
    const { charged, worst } = await perform(judge(4));
    assert.deepEqual([charged.calls, charged.promptTokens, charged.completionTokens], [4, 200, 4]);
    assert.equal(worst.calls, 1);
    assert.equal(totalTokens(ledger.spent), 59 + 204);
  });

  it('end where the budget has no room for another, with what there is', async () => {
    const { perform, ledger } = executorOf(() => '7', { budget: { tokens: 420 } });
    await perform(sample);
    const { result } = await perform(judge(9));
    const votes = ballotOf(rewardOf(result), 'scorer').votes;
    // 59 for the sample; a vote uses 51 of the 88 that it may cost, so that six are held one after the other.
    assert.equal(votes, 6);
    assert.ok(totalTokens(ledger.spent) <= 420);
  });

  it('that cannot be read are kept, paid and no number', async () => {
    const said = ['no idea', '9', 'none'];
    const { perform } = executorOf((_, asked) => said[asked - 1] ?? '');
    await perform(sample);
    const { result, charged } = await perform(judge(3));
    const reward = rewardOf(result);
    assert.deepEqual(reward.evidence, [
      { type: 'votes', by: 'scorer', votes: [{ critique: 'no idea' }, { value: 0.9 }, { critique: 'none' }] },
    ]);
    assert.deepEqual([reward.value, charged.calls], [0.9, 3]);
    assert.deepEqual(ballotOf({ ...reward, evidence: [] }).votes, 1);
  });

  it('count for no more where the model does not take the prompt', async () => {
    const { perform } = executorOf(() => {
      throw new GenerationError('bad-request', 'too long', 'Shorten it.');
    });
    await perform(sample);
    const { result } = await perform(judge(1));
    const [evidence] = rewardOf(result).evidence;
    assert.ok(evidence?.type === 'votes');
    assert.deepEqual(evidence.votes, [{ critique: 'the model did not take the prompt (too long)' }]);
  });

  it('that were read before the model broke are charged, and not lost for the next', async () => {
    const { perform } = executorOf((_, asked) => {
      if (asked === 3) throw new GenerationError('server-error', 'It broke.', 'Try again.');
      return '7';
    });
    await perform(sample);
    const broken = await perform(judge(5));
    assert.ok(broken.error instanceof GenerationError);
    assert.equal(broken.charged.calls, 2);
    assert.equal(ballotOf(rewardOf((await perform(judge(1))).result), 'scorer').votes, 3);
  });

  it('end when the run is stopped, with what was used charged', async () => {
    const { perform, stop } = executorOf((_, asked) => {
      if (asked === 2) stop();
      return '7';
    });
    await perform(sample);
    const { error, charged } = await perform(judge(5));
    assert.equal((error as Error | undefined)?.name, 'AbortError');
    assert.equal(charged.calls, 1);
  });

  it('of several judges stand beside each other, and the value is their mean', async () => {
    const second = { ...scorer, name: 'second' };
    const { perform } = executorOf((_, asked) => ['10', '10', '4'][asked - 1] ?? '', {
      judges: [scorer, second],
    });
    await perform(sample);
    await perform(judge(2));
    const reward = rewardOf((await perform(judge(1, 'second'))).result);
    assert.deepEqual(
      reward.evidence.map(each => each.type === 'votes' && [each.by, each.votes.length]),
      [
        ['scorer', 2],
        ['second', 1],
      ],
    );
    assert.ok(Math.abs(reward.value - 0.7) < 1e-12);
  });

  it('are filtered by the judge itself, anew with each', async () => {
    const metaReward = (votes: readonly Vote[]) =>
      votes.map((vote, at) =>
        at < votes.length - 1 ? { ...vote, dropped: 'older' } : { value: vote.value ?? 0 },
      );
    const { perform } = executorOf((_, asked) => `${asked}`, { judges: [{ ...scorer, metaReward }] });
    await perform(sample);
    const reward = rewardOf((await perform(judge(3))).result);
    const [evidence] = reward.evidence;
    assert.ok(evidence?.type === 'votes');
    assert.deepEqual(
      evidence.votes.map(({ dropped }) => dropped),
      ['older', 'older', undefined],
    );
    assert.equal(reward.value, 0.3);
  });

  it('are refused by name where there is no such judge, and by what a judge does', () => {
    const { executor } = executorOf(() => '');
    const offer = (action: Action) => () => executor.offer(action, () => Number.POSITIVE_INFINITY);
    assert.throws(offer(judge(1, 'nobody')), /no judge "nobody"; there are scorer, chooser/);
    assert.throws(offer(judge(1, 'chooser')), /chooser votes on no single candidate/);
    assert.throws(offer({ ...compare, by: 'scorer' } as Action), /scorer compares no candidates/);
    assert.throws(offer(judge(1)), /no candidate c1/);
  });
});

describe('comparisons of a judge', () => {
  const preferring = (text: string) => (request: GenerationRequest) =>
    request.messages[0]?.content.includes(`A: ${text}`) ? 'A' : 'B';

  it('are asked in both orders, and agree with themselves about the better one', async () => {
    const { perform } = executorOf(preferring('Answer: 2'));
    await perform(sample);
    await perform(sample);
    const { result, charged } = await perform(compare);
    assert.ok(result?.type === 'compared');
    assert.equal(result.margin, -1);
    assert.deepEqual([...(result.votes ?? [])].map(({ first }) => first).sort(), ['left', 'right']);
    assert.deepEqual(
      result.votes?.map(({ preferred }) => preferred),
      ['right', 'right'],
    );
    assert.equal(charged.calls, 2);
  });

  it('by a judge that always names the first come to nothing', async () => {
    const { perform } = executorOf(() => 'A');
    await perform(sample);
    await perform(sample);
    const { result } = await perform(compare);
    assert.deepEqual([result?.type === 'compared' && result.margin, result?.type], [0, 'compared']);
  });

  it('that cannot be read in one order are those of the other, and in none are none', async () => {
    const margins = await Promise.all(
      [
        ['?', 'A'],
        ['?', '?'],
        ['T', 'A'],
      ].map(async said => {
        const { perform } = executorOf((_, asked) => said[asked - 1] ?? '');
        await perform(sample);
        await perform(sample);
        const { result } = await perform(compare);
        return result?.type === 'compared' ? Math.abs(result.margin) : undefined;
      }),
    );
    assert.deepEqual(margins, [1, 0, 0.5]);
  });

  it('show either first by chance, which the seed decides', async () => {
    const firsts = await Promise.all(
      Array.from({ length: 12 }, async (_, seed) => {
        const { perform } = executorOf(() => 'A', { seed });
        await perform(sample);
        await perform(sample);
        const { result } = await perform(compare);
        return result?.type === 'compared' ? result.votes?.[0]?.first : undefined;
      }),
    );
    const left = firsts.filter(first => first === 'left').length;
    assert.ok(left > 1 && left < 11, firsts.join(' '));
  });

  it('reserve both orders or are not begun', async () => {
    const { executor, perform } = executorOf(() => 'A');
    await perform(sample);
    await perform(sample);
    const once = executor.offer(judge(1), () => Number.POSITIVE_INFINITY);
    assert.ok(once.type === 'offer');
    const room = totalTokens(once.worst) * 1.5;
    const offer = executor.offer(compare, cap => (cap === 'tokens' ? room : 9));
    assert.deepEqual(offer, { type: 'refused', cap: 'tokens' });
    assert.deepEqual(
      executor.offer(compare, () => 1),
      { type: 'refused', cap: 'tokens' },
    );
  });
});
