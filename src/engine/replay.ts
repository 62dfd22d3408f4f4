import type { Action, ActionId, Result } from './action.ts';
import type { Call } from './call.ts';
import type { Clock } from './clock.ts';
import type { Executor, Offer } from './executor.ts';
import { GenerationError, type GenerationFailure } from './languageModel.ts';
import { type Cap, obstacleTo } from './ledger.ts';
import type { PolicyFactory } from './policy.ts';
import { createPolicy } from './policySetup.ts';
import { run } from './run.ts';
import type { TraceEvent } from './trace.ts';

type Started = Extract<TraceEvent, { type: 'action-started' }>;
type Ended = Extract<TraceEvent, { type: 'action-ended' }>;
type Waiting = { readonly call: Call; resolve(result: Result): void };

/**
 * Runs a recorded run again with no calls: every action gets its recorded result and cost, in the recorded order.
 * With the policy of the recording the events are equal to the recorded ones, but for `at`, which is 0.
 */
export async function replay(
  events: readonly TraceEvent[],
  factory: PolicyFactory,
): Promise<readonly TraceEvent[]> {
  const first = events[0];
  if (first?.type !== 'run-started')
    throw new Error('The trace does not begin with run-started; it cannot be replayed.');
  const { task, config, date } = first;
  const replayed: TraceEvent[] = [];
  const tape = new Tape(events);
  await run({
    run: first.run,
    date,
    task,
    config,
    policy: createPolicy(factory, task, config),
    executor: tape,
    clock: tape,
    signal: tape.stopped,
    emit: event => {
      replayed.push(event);
      tape.follow(event);
    },
  });
  return replayed;
}

/** The outside world as it was: plays results back, and the person's stop or the end of the time where they came. */
class Tape implements Executor, Clock {
  readonly needsBaseline: boolean;
  readonly #started: readonly Started[];
  readonly #ended: readonly Ended[];
  readonly #end: Extract<TraceEvent, { type: 'run-ended' }> | undefined;
  readonly #waiting = new Map<ActionId, Waiting>();
  readonly #stop = new AbortController();
  #timeUp = () => {};
  #offered = 0;
  #played = 0;
  #decision = 0;

  constructor(events: readonly TraceEvent[]) {
    this.#started = events.filter(event => event.type === 'action-started');
    this.#ended = events.filter(event => event.type === 'action-ended');
    this.#end = events.find(event => event.type === 'run-ended');
    this.needsBaseline = this.#started[0]?.action.type === 'baseline';
  }

  get stopped(): AbortSignal {
    return this.#stop.signal;
  }

  now(): number {
    return 0;
  }

  after(_milliseconds: number, callback: () => void): () => void {
    this.#timeUp = callback;
    return () => {};
  }

  async prepare(): Promise<void> {
    if (this.#started.length > 0) return;
    const failure = this.#end?.failure;
    if (failure) {
      throw new GenerationError(failure.code as GenerationFailure, failure.message, failure.action);
    }
    this.#endFromOutside();
  }

  offer(action: Action, available: (cap: Cap) => number): Offer {
    const next = this.#started[this.#offered];
    const decision = action.type === 'baseline' ? 0 : this.#decision + 1;
    if (next?.decision !== decision) return { type: 'refused', cap: this.#refusedCap() };
    const obstacle = obstacleTo(next.reserved, available);
    if (obstacle) return { type: 'refused', cap: obstacle };
    this.#offered += 1;
    return { type: 'offer', worst: next.reserved, perform: (id, call) => this.#perform(id, call) };
  }

  follow(event: TraceEvent): void {
    if (event.type === 'decision') this.#decision = event.decision;
  }

  #refusedCap() {
    const cap = this.#end?.cap;
    return cap === undefined || cap === 'seconds' ? 'calls' : cap;
  }

  async #perform(id: ActionId, call: Call): Promise<Result> {
    const { promise, resolve } = Promise.withResolvers<Result>();
    this.#waiting.set(id, { call, resolve });
    queueMicrotask(() => this.#play());
    call.signal.addEventListener('abort', () => this.#play(), { once: true });
    return await promise;
  }

  /** Plays the next recorded outcomes for as long as their actions are waiting. */
  #play(): void {
    while (true) {
      const next = this.#ended[this.#played];
      const waiting = next && this.#waiting.get(next.id);
      if (!next || !waiting) return;
      if (next.result.type === 'cancelled' && !waiting.call.signal.aborted) {
        this.#endFromOutside();
        return;
      }
      this.#played += 1;
      this.#waiting.delete(next.id);
      waiting.call.charge(next.cost);
      waiting.resolve(next.result);
    }
  }

  #endFromOutside(): void {
    if (this.#end?.cap === 'seconds') this.#timeUp();
    else if (this.#end?.stop === 'cancelled') this.#stop.abort();
  }
}
