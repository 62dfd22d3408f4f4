import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addCosts, totalTokens, zeroCost } from '../../../src/engine/cost.ts';
import { Generator } from '../../../src/engine/generator.ts';
import { stepwise } from '../../../src/engine/judges/stepwise.ts';
import type { GenerationRequest, LanguageModel } from '../../../src/engine/languageModel.ts';
import { policies } from '../../../src/engine/policies/index.ts';
import { policySetup } from '../../../src/engine/policySetup.ts';
import { PromptExecutor } from '../../../src/engine/promptExecutor.ts';
import { seededRandom } from '../../../src/engine/random.ts';
import { replay } from '../../../src/engine/replay.ts';
import { run } from '../../../src/engine/run.ts';
import type { RunConfig, TraceEvent } from '../../../src/engine/trace.ts';
import { scriptedModel } from '../../support/fakes.ts';
import { configOf, realClock } from '../../support/worlds.ts';

const task = { type: 'prompt', text: 'How many?' } as const;
const actions = ['sample', 'extend'] as const;

/** Steps, some with a false equation, and verdicts, a third of which cannot be read: all by the request's own seed. */
function reply(seed: number, isVote: boolean): string {
  const random = seededRandom(seed);
  if (isVote) return ['Verdict: Positive', 'Verdict: Negative', 'who knows'][random.below(3)] ?? '';
  return (
    ['Step: so it goes on.', 'Step: 2 + 2 = 5.', `So.\nAnswer: ${random.below(3)}`, ''][random.below(4)] ?? ''
  );
}

/** What is left of five steps to an answer; every verdict is good. */
function fiveSteps({ messages }: GenerationRequest): string {
  const asked = messages.map(({ content }) => content).join('\n');
  if (asked.includes('Examine the new step')) return 'Fine.\n\\boxed{Positive}';
  const done = asked.match(/so it goes on/g)?.length ?? 0;
  const left = Array.from(
    { length: Math.max(0, 4 - done) },
    (_, i) => `Step ${done + i + 1}: so it goes on.`,
  );
  return [...left, 'Answer: 29'].join('\n\n');
}

const byChance = ({ seed, messages }: GenerationRequest) =>
  reply(seed, messages.at(-1)?.content.includes('Is the next step right?') ?? false);

async function grow(
  config: RunConfig,
  model: LanguageModel = scriptedModel(byChance),
): Promise<readonly TraceEvent[]> {
  const random = seededRandom(config.seed);
  const generator = new Generator({
    model,
    messages: [{ role: 'user', content: 'How many?' }],
    maxTokens: 60,
    stopAtFence: false,
    prices: { prompt: 0, completion: 0 },
    random,
  });
  const judging = { judges: { stepwise }, models: {}, random };
  const executor = new PromptExecutor({ task, generator, arms: config.arms, judging });
  const factory = policies[config.policy];
  assert.ok(factory);
  const events: TraceEvent[] = [];
  await run({
    run: 'r1',
    date: '2026-01-01T00:00:00.000Z',
    task,
    config,
    policy: factory.create(policySetup(task, config)),
    executor,
    clock: realClock,
    signal: new AbortController().signal,
    emit: event => events.push(event),
  });
  return events;
}

for (const policy of ['auto', 'particle-filter', 'smc', 'beam-search', 'early-rejection', 'chunk-reset']) {
  describe(`${policy} with attempts that a stepwise judge watches`, () => {
    it('never passes a cap with votes in flight, and accounts for every token', async () => {
      for (const budget of [{ tokens: 6_000 }, { tokens: 40_000, calls: 25 }]) {
        for (const concurrency of [1, 4]) {
          const events = await grow(configOf({ policy, actions, concurrency, budget }));
          const end = events.at(-1);
          assert.ok(end?.type === 'run-ended');
          assert.notEqual(end.failure?.code, 'internal', JSON.stringify(end.failure));
          assert.ok(totalTokens(end.spent) <= budget.tokens, `${totalTokens(end.spent)} tokens`);
          assert.ok(
            end.spent.calls <= (budget.calls ?? Number.POSITIVE_INFINITY),
            `${end.spent.calls} calls`,
          );
          const ended = events.filter(event => event.type === 'action-ended');
          assert.deepEqual(
            ended.reduce((sum, event) => addCosts(sum, event.cost), zeroCost),
            end.spent,
          );
          assert.ok(ended.some(({ result }) => result.type === 'candidate' && result.candidate.prefix));
        }
      }
    });

    it('replays from its trace alone', async () => {
      const events = await grow(configOf({ policy, actions, concurrency: 3, budget: { tokens: 20_000 } }));
      const factory = policies[policy];
      assert.ok(factory);
      assert.deepEqual(await replay(events, factory), events);
    });
  });
}

describe('auto with attempts of five steps, each with its verdict', () => {
  const can = { seed: true, streaming: false, usage: true, promptStyle: 'large', continues: true } as const;
  for (const calls of [4, 8, 12, 16, 20, 24, 28, 32, 40]) {
    it(`has an answer after ${calls} calls`, async () => {
      const config = configOf({ policy: 'auto', actions, concurrency: 1, budget: { calls } });
      const end = (await grow(config, scriptedModel(fiveSteps, { can }))).at(-1);
      assert.ok(end?.type === 'run-ended');
      assert.ok(end.chosen !== undefined, end.reason);
    });
  }
});
