import type { Failure } from '../../src/engine/action.ts';
import type { Candidate } from '../../src/engine/candidate.ts';
import { cost, zeroCost } from '../../src/engine/cost.ts';
import type { Reward } from '../../src/engine/reward.ts';
import { meets, outputsOf } from '../../src/engine/rewards/differingCalls.ts';
import type { TraceEvent } from '../../src/engine/trace.ts';
import type { Ponder, Run, RunOutcome } from '../../src/ponder.ts';
import type { DiscoverRequest, Discovery } from '../../src/workspace/discover.ts';

type Found = Extract<Discovery, { type: 'found' }>;

/** What a made-up run ends with. */
export type MadeUpEnd = Partial<RunOutcome> & {
  readonly candidates: readonly Candidate[];
  /** What the last action failed with. */
  readonly failure?: Failure;
};

/** A candidate that puts a text in the place of a function; `passed` of `total` tests pass. */
export function madeUpCandidate(
  id: string,
  code: string,
  tests?: { readonly passed: number; readonly total: number },
): Candidate {
  return {
    id,
    arm: 'default',
    text: code,
    code,
    behaviour: code,
    cost: cost({ promptTokens: 50, completionTokens: 20, calls: 1, testRuns: 1 }),
    ...(tests && { reward: rewardOf(tests) }),
  };
}

function rewardOf({ passed, total }: { passed: number; total: number }): Reward {
  const results = Array.from({ length: total }, (_, index) => ({
    name: `test ${index + 1}`,
    status: index < passed ? ('passed' as const) : ('failed' as const),
    ...(index < passed ? {} : { message: 'Expected 3, got 4' }),
  }));
  const report = { outcome: 'ran', tests: results, output: '', seconds: 0.2 } as const;
  const verified = passed === total;
  const evidence = [{ type: 'tests', report, passed, failed: total - passed, total, reused: false }] as const;
  return { value: passed / total, quality: verified ? 1 : 0.2, verified, evidence };
}

/** A task found between two marks of a text: everything from the first to the second. */
export function madeUpDiscovery(request: DiscoverRequest, functionText: string): Found {
  const start = request.text.indexOf(functionText);
  if (start < 0) throw new Error(`The text does not hold ${JSON.stringify(functionText)}.`);
  const end = start + functionText.length;
  return {
    type: 'found',
    workspace: request.workspace,
    text: request.text,
    range: { start, end },
    assembler: {
      assemble: code => ({
        type: 'assembled',
        code,
        fileText: request.text.slice(0, start) + code + request.text.slice(end),
        normalized: code,
      }),
    },
    task: {
      type: 'code',
      language: 'javascript',
      file: request.file.slice(request.workspace.length + 1),
      functionName: 'clamp',
      original: functionText,
      signature: functionText.split('\n')[0] ?? '',
      documentation: '',
      context: '',
      tests: { framework: 'node:test', files: ['clamp.test.js'] },
    },
  };
}

/** A service without models and tests. Each run ends when `end` resolves, or as cancelled when it is stopped. */
export class MadeUpPonder implements Ponder {
  readonly model = 'made-up';
  readonly choices: string[] = [];
  readonly judged: string[] = [];
  /** What happens while a judge is asked. */
  judging: ((candidate: string) => Promise<void>) | undefined;
  readonly requests: DiscoverRequest[] = [];
  readonly solved: Found[] = [];
  #runs = 0;
  readonly #discover: (request: DiscoverRequest) => Discovery;
  readonly #end: (run: number) => Promise<MadeUpEnd> | MadeUpEnd;

  constructor(
    discover: (request: DiscoverRequest) => Discovery,
    end: (run: number) => Promise<MadeUpEnd> | MadeUpEnd,
  ) {
    this.#discover = discover;
    this.#end = end;
  }

  async discover(request: DiscoverRequest): Promise<Discovery> {
    this.requests.push(request);
    return this.#discover(request);
  }

  solve(found: Found): Run {
    this.solved.push(found);
    return this.#run(found.task);
  }

  answer(text: string): Run {
    return this.#run({ type: 'prompt', text });
  }

  async dispose(): Promise<void> {}

  #run(task: Run['task']): Run {
    this.#runs += 1;
    const id = `made-up-${this.#runs}-${crypto.randomUUID()}`;
    const stopped = Promise.withResolvers<MadeUpEnd>();
    const events: TraceEvent[] = [started(id, task)];
    const listeners = new Set<(event: TraceEvent) => void>();
    const emit = (event: TraceEvent) => {
      events.push(event);
      for (const listener of listeners) listener(event);
    };
    const ending = Promise.race([Promise.resolve(this.#end(this.#runs)), stopped.promise]);
    const result = ending.then(end => {
      for (const event of eventsOf(end, events.length)) emit(event);
      return outcomeOf(end);
    });
    return {
      id,
      task,
      result,
      stop: () =>
        stopped.resolve({ status: 'cancelled', stop: 'cancelled', reason: 'stopped by you', candidates: [] }),
      subscribe(listener) {
        for (const event of events) listener(event);
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      judge: async (candidate, by) => {
        this.judged.push(`${candidate} ${by}`);
        await this.judging?.(candidate);
        const reward = { value: 0.8, quality: 0.8, verified: false } as const;
        const evidence = [{ type: 'votes', by, votes: [{ value: 0.8, critique: 'It is fine.' }] }] as const;
        emit({
          type: 'judged-by-hand',
          seq: events.length,
          at: 1000,
          candidate,
          by,
          reward: { ...reward, evidence },
          cost: cost({ promptTokens: 90, completionTokens: 10, calls: 1 }),
        });
      },
      diagnosed: async (candidate, problems) => {
        emit({ type: 'diagnosed', seq: events.length, at: 1000, candidate, problems });
      },
      expect: async (call, expected) => {
        const { candidates } = await result;
        const met = meets({ call, expected }, candidates.map(outputsOf), 'javascript');
        emit({ type: 'expectation', seq: events.length, at: 1000, call, expected, ...met });
      },
      choose: async (candidate, verdict) => {
        this.choices.push(`${candidate} ${verdict}`);
        emit({ type: 'choice', seq: events.length, at: 1000, candidate, verdict });
      },
    };
  }
}

function outcomeOf(end: MadeUpEnd): RunOutcome {
  const first = end.candidates.find(candidate => candidate.error === undefined);
  const verified = first?.reward?.verified ?? false;
  return {
    status: verified ? 'verified' : 'failed',
    stop: verified ? 'verified' : 'no-gain',
    reason: verified ? 'a candidate passed every test' : 'the next attempt is worth 0.004 and costs 0.011',
    spent: cost({ promptTokens: 50, completionTokens: 20, calls: 1 }),
    seconds: 1,
    trace: '/nowhere/run.trace.jsonl',
    ...(first && { chosen: first }),
    ...end,
  };
}

function eventsOf(end: MadeUpEnd, from: number): readonly TraceEvent[] {
  const outcome = outcomeOf(end);
  const bodies = end.candidates.flatMap((candidate, index) => {
    const id = `a${index + 1}`;
    const action = { type: 'sample', arm: 'default' } as const;
    const why = { quality: 0, considered: [] };
    return [
      { type: 'decision', decision: index + 1, slots: 1, actions: [{ id, action }], why } as const,
      { type: 'action-started', id, decision: index + 1, action, reserved: candidate.cost } as const,
      {
        type: 'action-ended',
        id,
        result: { type: 'candidate', candidate },
        cost: candidate.cost,
        leader: candidate.id,
        quality: candidate.reward?.quality ?? 0,
      } as const,
    ];
  });
  const failed = end.failure && [
    {
      type: 'action-ended',
      id: 'a99',
      result: { type: 'failed', failure: end.failure },
      cost: zeroCost,
      quality: 0,
    } as const,
  ];
  const { status, stop, reason, spent, seconds, chosen } = outcome;
  const last = {
    type: 'run-ended',
    status,
    stop,
    reason,
    spent,
    seconds,
    ...(chosen && { chosen: chosen.id }),
  } as const;
  return [...bodies, ...(failed ?? []), last].map((body, index) => ({
    seq: from + index,
    at: 10 * index,
    ...body,
  }));
}

function started(run: string, task: Run['task']): TraceEvent {
  return {
    type: 'run-started',
    seq: 0,
    at: 0,
    version: 1,
    run,
    date: '2026-01-01T00:00:00.000Z',
    task,
    config: {
      policy: 'auto',
      rewards: ['executable-tests'],
      provider: 'embedded',
      model: 'made-up',
      effort: 'balanced',
      price: { perToken: 1e-4, perSandboxSecond: 1e-3 },
      budget: { tokens: 20_000 },
      actions: ['sample'],
      arms: [
        { id: 'default', temperature: 0.8, expectedCost: cost({ promptTokens: 50, completionTokens: 20 }) },
      ],
      concurrency: 2,
      seed: 1,
      maxSampleTokens: 256,
      isolation: 'sandbox',
    },
  };
}
