// Judges in whole runs: what they cost, what they may not do, and that every trace can be replayed.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { createPonder, systemClock } from '../../src/createPonder.ts';
import { type Cost, cost, totalTokens } from '../../src/engine/cost.ts';
import { Generator } from '../../src/engine/generator.ts';
import { flatJudge, type JudgeModel } from '../../src/engine/judgeModel.ts';
import type { JudgeOfRun } from '../../src/engine/judging/judge.ts';
import {
  GenerationError,
  type GenerationRequest,
  type LanguageModel,
} from '../../src/engine/languageModel.ts';
import { policies } from '../../src/engine/policies/index.ts';
import { createPolicy } from '../../src/engine/policySetup.ts';
import { PromptExecutor } from '../../src/engine/promptExecutor.ts';
import { type Random, seededRandom } from '../../src/engine/random.ts';
import { replay } from '../../src/engine/replay.ts';
import { run } from '../../src/engine/run.ts';
import { answerPrompt } from '../../src/engine/sampler.ts';
import type { RunConfig, TraceEvent } from '../../src/engine/trace.ts';
import { RefusedJudging } from '../../src/judgeByHand.ts';
import type { RunOptions } from '../../src/ponder.ts';
import { readTrace } from '../../src/store/traceFile.ts';
import { report } from '../../src/view/report.ts';
import { viewOf } from '../../src/view/runView.ts';
import { chooser, scorer } from '../support/judges.ts';
import { configOf, promptTask } from '../support/worlds.ts';

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'judging-test-'));
after(() => fs.rmSync(scratch, { recursive: true, force: true }));

assert.ok(promptTask.type === 'prompt');
const task = promptTask;
const judges = { scorer, chooser };
const sharp: JudgeModel = { right: { a: 8, b: 2 }, wrong: { a: 2, b: 8 } };
const equal: JudgeModel = { right: flatJudge.right, wrong: flatJudge.right };

const judgesOf = (model: JudgeModel): readonly JudgeOfRun[] => [
  { name: 'scorer', performs: ['judge'], model },
  { name: 'chooser', performs: ['compare'], model },
];

/**
 * A model that answers 8 or 9, of which 9 is right, and a judge that mostly knows; a share of its verdicts says nothing.
 * It counts what it charged, and lets others run between.
 */
function modelOf(random: Random, parts: { readonly unread?: number; readonly onVerdict?: () => void } = {}) {
  const charged = { tokens: 0, calls: 0 };
  const says = (request: GenerationRequest) => {
    const asked = request.messages[0]?.content ?? '';
    if (!/^(Score|Choose)/.test(asked)) return `Answer: ${random.next() < 0.5 ? 9 : 8}`;
    parts.onVerdict?.();
    if (random.next() < (parts.unread ?? 0)) return 'nothing that can be read';
    const knows = random.next() < 0.8;
    if (asked.startsWith('Score')) return asked.includes('9') === knows ? '9' : '2';
    return /A: .*9/.test(asked) === knows ? 'A' : 'B';
  };
  const model: LanguageModel = {
    id: 'made-up',
    can: { seed: true, streaming: false, usage: true, promptStyle: 'large' },
    async generate(request, call) {
      await new Promise(resolve => setImmediate(resolve));
      const promptTokens = 20 + random.below(10);
      const completionTokens = 1 + random.below(request.maxTokens);
      charged.tokens += promptTokens + completionTokens;
      charged.calls += 1;
      call.charge(cost({ promptTokens, completionTokens, calls: 1 }));
      const text = says(request);
      call.signal.throwIfAborted();
      const usage = { promptTokens, completionTokens, source: 'reported' } as const;
      return { text, usage, finish: 'stop', model: 'made-up' };
    },
  };
  return { model, charged };
}

type Ran = {
  readonly events: readonly TraceEvent[];
  readonly charged: { readonly tokens: number; readonly calls: number };
  readonly spent: Cost;
};

/** A run of the engine over that model. */
async function ran(
  config: Partial<RunConfig>,
  parts: { readonly unread?: number; readonly stopAtVerdict?: boolean } = {},
): Promise<Ran> {
  const full = configOf({
    rewards: ['agreement', 'scorer', 'chooser'],
    judges: judgesOf(sharp),
    actions: ['sample', 'judge', 'compare'],
    effort: 'thorough',
    price: { perToken: 1e-5, perSandboxSecond: 0 },
    ...config,
  });
  const random = seededRandom(`${full.seed}/world`);
  const stop = new AbortController();
  const onVerdict = () => parts.stopAtVerdict && stop.abort();
  const { model, charged } = modelOf(random, { ...parts, onVerdict });
  const factory = policies[full.policy];
  assert.ok(factory);
  const events: TraceEvent[] = [];
  const executor = new PromptExecutor({
    task,
    generator: new Generator({
      model,
      messages: answerPrompt(task),
      maxTokens: 60,
      stopAtFence: false,
      prices: { prompt: 0, completion: 0 },
      random: seededRandom(full.seed),
    }),
    arms: full.arms,
    judging: { judges, models: {}, random: seededRandom('order') },
  });
  const { spent } = await run({
    run: 'r1',
    date: '',
    task,
    config: full,
    policy: createPolicy(factory, task, full),
    executor,
    clock: systemClock,
    signal: stop.signal,
    emit: event => events.push(event),
  });
  return { events, charged, spent };
}

const asked = ({ events }: Ran) =>
  events.flatMap(event =>
    event.type === 'action-started' && (event.action.type === 'judge' || event.action.type === 'compare')
      ? [event.action]
      : [],
  );

const timeless = (events: readonly TraceEvent[]) =>
  events.map(event => ({ ...event, at: 0, ...(event.type === 'run-ended' && { seconds: 0 }) }));

const byJudges = ['auto', 'weighted-best-of-n', 'knockout', 'elo'];

describe('judges in a run', () => {
  it('are asked, never past a cap, and every token of theirs is in the ledger', async () => {
    let verdicts = 0;
    for (const policy of byJudges) {
      for (let seed = 1; seed <= 12; seed++) {
        const tokens = 150 + 130 * seed;
        const one = await ran({ policy, seed, budget: { tokens, calls: 40 }, concurrency: 4 });
        verdicts += asked(one).length;
        assert.ok(one.charged.tokens <= tokens && one.charged.calls <= 40, JSON.stringify(one.charged));
        assert.deepEqual([totalTokens(one.spent), one.spent.calls], [one.charged.tokens, one.charged.calls]);
        const ended = one.events.filter(event => event.type === 'action-ended');
        const sum = ended.reduce((total, event) => total + totalTokens(event.cost), 0);
        assert.equal(sum, one.charged.tokens);
      }
    }
    assert.ok(verdicts > 100, `${verdicts}`);
  });

  it('leave a trace that replays to itself, under every policy that asks them', async () => {
    for (const policy of byJudges) {
      const one = await ran({ policy, seed: 3, budget: { tokens: 6_000 }, concurrency: 3 }, { unread: 0.2 });
      const factory = policies[policy];
      assert.ok(factory && asked(one).length > 0, policy);
      assert.deepEqual(timeless(await replay(one.events, factory)), timeless(one.events));
    }
  });

  it('that tell nothing are never bought, at no price', async () => {
    for (const policy of byJudges) {
      const price = { perToken: 1e-9, perSandboxSecond: 0 };
      const one = await ran({ policy, judges: judgesOf(equal), price, budget: { tokens: 4_000 } });
      assert.deepEqual(asked(one), [], policy);
    }
  });

  it('are paid when the person stops in the middle of a vote', async () => {
    const policy = 'weighted-best-of-n';
    const one = await ran({ policy, concurrency: 2, budget: { tokens: 6_000 } }, { stopAtVerdict: true });
    const end = one.events.at(-1);
    assert.ok(end?.type === 'run-ended' && end.status === 'cancelled');
    assert.deepEqual([totalTokens(end.spent), end.spent.calls], [one.charged.tokens, one.charged.calls]);
    const cancelled = one.events.filter(
      event => event.type === 'action-ended' && event.result.type === 'cancelled' && event.cost.calls > 0,
    );
    assert.ok(cancelled.length > 0);
  });

  it('choose as well when three of ten verdicts cannot be read', async () => {
    const rights = { all: 0, some: 0, none: 0 };
    const runs = 120;
    for (let seed = 1; seed <= runs; seed++) {
      const isRight = ({ events }: Ran) => {
        const end = events.at(-1);
        const chosen = end?.type === 'run-ended' ? end.chosen : undefined;
        return events.some(
          event =>
            event.type === 'action-ended' &&
            event.result.type === 'candidate' &&
            event.result.candidate.id === chosen &&
            event.result.candidate.answer === '9',
        );
      };
      const budget = { tokens: 20_000 };
      rights.all += Number(isRight(await ran({ seed, budget })));
      rights.some += Number(isRight(await ran({ seed, budget }, { unread: 0.3 })));
      rights.none += Number(isRight(await ran({ seed, budget, judges: [] })));
    }
    // A chance of .9 in 120 runs has a deviation of 3.3.
    assert.ok(Math.abs(rights.all - rights.some) <= 7, JSON.stringify(rights));
    assert.ok(rights.some > rights.none + 20, JSON.stringify(rights));
  });

  it('add up in the panel and in the report', async () => {
    for (const policy of byJudges) {
      const one = await ran({ policy, seed: 3, budget: { tokens: 8_000 } }, { unread: 0.3 });
      assert.ok(asked(one).length > 0, policy);
      const view = viewOf(one.events);
      assert.ok(view);
      assert.deepEqual(view.warnings, []);
      assert.deepEqual(view.ledger.spent, one.spent);
      const [likeliest] = view.answers.toSorted((left, right) => (right.chance ?? 0) - (left.chance ?? 0));
      if (policy === 'auto') assert.ok(likeliest?.members.includes(view.chosen ?? ''), 'by P(right)');
      const parts = view.spend.reduce((sum, part) => sum + totalTokens(part.cost), 0);
      assert.equal(parts, one.charged.tokens);
      assert.match(report(view), new RegExp(`tokens\\s+${one.charged.tokens}\\b`));
    }
  });
});

describe('judging by hand', () => {
  /** The product over the made-up model. */
  function ponderOf(fails: () => boolean = () => false) {
    const { model, charged } = modelOf(seededRandom('hand'));
    const generate: LanguageModel['generate'] = async (request, call) => {
      const isVerdict = /^(Score|Choose)/.test(request.messages[0]?.content ?? '');
      const generation = await model.generate(request, call);
      if (isVerdict && fails()) throw new GenerationError('server-error', 'It broke.', 'Try again.');
      return generation;
    };
    const none = () => assert.fail('nothing is run');
    const ponder = createPonder({
      provider: 'recorded',
      model: { ...model, generate },
      prices: { prompt: 0, completion: 0 },
      discover: none,
      openTests: none,
      openProbes: none,
      isolation: 'sandbox',
      testSeconds: 1,
      probeSeconds: 1,
      dataDir: scratch,
      judges,
      dispose: async () => {},
    });
    const answer = (options: RunOptions = {}) =>
      ponder.answer('How many?', { policy: 'uniform', effort: 'quick', rewards: ['scorer'], ...options });
    return { ponder, answer, charged };
  }

  const said = (trace: string | undefined) =>
    readTrace(fs.readFileSync(trace ?? '', 'utf8')).events.flatMap(event =>
      event.type === 'judged-by-hand' ? [event] : [],
    );

  it('appends the votes with their cost to the trace, beside the budget', async () => {
    const { ponder, answer, charged } = ponderOf();
    const live = answer();
    const { spent, trace } = await live.result;
    await live.judge('c1', 'scorer');
    await live.judge('c1', 'scorer', 1);
    const [first, second] = said(trace);
    assert.ok(first && second && first.candidate === 'c1' && first.by === 'scorer');
    const votes = [first, second].map(({ reward }) =>
      reward.evidence.map(each => each.type === 'votes' && each.votes.length),
    );
    assert.deepEqual(votes, [[3], [4]]);
    assert.deepEqual([first.cost.calls, second.cost.calls], [3, 1]);
    assert.equal(totalTokens(spent) + totalTokens(first.cost) + totalTokens(second.cost), charged.tokens);
    const view = viewOf(readTrace(fs.readFileSync(trace ?? '', 'utf8')).events);
    assert.deepEqual(view?.warnings, []);
    await ponder.dispose();
  });

  it('is refused while the run goes on, for what is not there, and for what cannot be asked', async () => {
    const { ponder, answer } = ponderOf();
    const live = answer();
    const refused = async (args: Parameters<typeof live.judge>, message: RegExp) =>
      await assert.rejects(live.judge(...args), error => {
        assert.ok(error instanceof RefusedJudging);
        assert.match(error.message, message);
        return true;
      });
    await refused(['c1', 'scorer'], /still going/);
    const { trace } = await live.result;
    await refused(['c99', 'scorer'], /no candidate c99/);
    await refused(['c1', 'chooser'], /No judge "chooser" votes on a candidate\. Choose among: scorer/);
    await refused(['c1', 'scorer', 0], /0 votes were asked for; ask for 1 to 16/);
    assert.deepEqual(said(trace), []);
    await ponder.dispose();
    await refused(['c1', 'scorer'], /has been let go.*Solve or answer again/);
  });

  it('keeps to its own cap', async () => {
    const { ponder, answer } = ponderOf();
    const long = { ...scorer, maxTokens: { small: 900, large: 900 } };
    Object.assign(judges, { long: { ...long, name: 'long' } });
    const live = answer();
    const { trace } = await live.result;
    await live.judge('c1', 'long', 16);
    const [event] = said(trace);
    assert.ok(event && totalTokens(event.cost) <= 4_000, JSON.stringify(event?.cost));
    const votes = event.reward.evidence.flatMap(each => (each.type === 'votes' ? each.votes : []));
    assert.ok(votes.length >= 3 && votes.length < 16, `${votes.length}`);
    await ponder.dispose();
  });

  it('keeps and pays what was read before the model broke', async () => {
    let verdicts = 0;
    const { ponder, answer } = ponderOf(() => {
      verdicts += 1;
      return verdicts === 2;
    });
    const live = answer();
    const { trace } = await live.result;
    await assert.rejects(live.judge('c1', 'scorer'), /It broke/);
    const [event] = said(trace);
    assert.equal(event?.cost.calls, 2);
    assert.equal(event?.reward.evidence.flatMap(each => (each.type === 'votes' ? each.votes : [])).length, 1);
    await ponder.dispose();
  });
});
