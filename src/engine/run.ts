import type { Action, ActionId, Outcome, Result } from './action.ts';
import type { Candidate } from './candidate.ts';
import type { Clock } from './clock.ts';
import { baselineEnding, budgetEnding, type Ending, failedEnding, statusOf } from './ending.ts';
import type { Executor, Offer } from './executor.ts';
import { failureOf, isFatal, resultOfRejection } from './failure.ts';
import { type Cap, type Hold, Ledger } from './ledger.ts';
import type { Policy } from './policy.ts';
import type { Task } from './task.ts';
import type { RunConfig, TraceBody, TraceEvent } from './trace.ts';

export type RunSetup = {
  readonly run: string;
  /** ISO 8601; recorded, never used. */
  readonly date: string;
  readonly task: Task;
  readonly config: RunConfig;
  readonly policy: Policy;
  readonly executor: Executor;
  readonly clock: Clock;
  /** Fires when the person stops the run. */
  readonly signal: AbortSignal;
  /** Must not throw. */
  readonly emit: (event: TraceEvent) => void;
};

export type RunEnded = Extract<TraceEvent, { type: 'run-ended' }>;

type Flight = { readonly id: ActionId; readonly action: Action; readonly hold: Hold };
type Launch = Flight & { readonly offer: Extract<Offer, { type: 'offer' }> };

/** This many failures one after the other end a run: whatever is broken will not mend itself. */
const mostFailures = 3;

/**
 * Runs a task to its end: asks the policy whenever a slot is free, reserves each action's worst case, delivers one
 * outcome at a time and asks again, so that a run is a function of the order of outcomes. Resolves with the last
 * event; rejects only for a policy that breaks its contract.
 */
export async function run(setup: RunSetup): Promise<RunEnded> {
  return await new RunLoop(setup).run();
}

class RunLoop {
  readonly #setup: RunSetup;
  readonly #ledger: Ledger;
  readonly #began: number;
  readonly #flights = new Map<ActionId, Flight>();
  readonly #arrived: { readonly flight: Flight; readonly result: Result }[] = [];
  readonly #candidates = new Map<string, Candidate>();
  readonly #abort = new AbortController();
  #wake: () => void = () => {};
  #ending: Ending | undefined;
  #seq = 0;
  #decisions = 0;
  #actions = 0;
  #failuresInARow = 0;

  constructor(setup: RunSetup) {
    this.#setup = setup;
    this.#ledger = new Ledger(setup.config.budget);
    this.#began = setup.clock.now();
  }

  async run(): Promise<RunEnded> {
    const { run, date, task, config, executor } = this.#setup;
    this.#emit({ type: 'run-started', version: 1, run, date, task, config });
    const release = this.#watch();
    try {
      await this.#prepare();
      if (executor.needsBaseline && !this.#ending) this.#buy(0, [{ type: 'baseline' }]);
      while (true) {
        this.#decide();
        if (this.#flights.size === 0) break;
        await this.#arrival();
        this.#deliver();
      }
    } finally {
      release();
      this.#abort.abort();
    }
    return this.#end();
  }

  /** Ends the run when the person stops it or its time is up. */
  #watch(): () => void {
    const { signal, clock, config } = this.#setup;
    const cancel = () => this.#finish({ kind: 'cancelled', reason: 'stopped by you' });
    signal.addEventListener('abort', cancel, { once: true });
    if (signal.aborted) cancel();
    const seconds = config.budget.seconds;
    const reason = `the time budget of ${seconds} s is used up`;
    const late = () => this.#finish({ kind: 'budget', reason, cap: 'seconds' });
    const stopTimer = seconds === undefined ? () => {} : clock.after(seconds * 1000, late);
    return () => {
      signal.removeEventListener('abort', cancel);
      stopTimer();
    };
  }

  /** The first ending counts. What is in flight is cancelled, and still settled and recorded. */
  #finish(ending: Ending): void {
    if (this.#ending) return;
    this.#ending = ending;
    this.#abort.abort(new DOMException(ending.reason, 'AbortError'));
  }

  async #prepare(): Promise<void> {
    if (this.#ending) return;
    try {
      await this.#setup.executor.prepare(this.#abort.signal);
    } catch (error) {
      if (this.#abort.signal.aborted) return;
      this.#finish(failedEnding(failureOf(error)));
    }
  }

  #decide(): void {
    const { policy, config } = this.#setup;
    const slots = config.concurrency - this.#flights.size;
    const checking = [...this.#flights.values()].some(flight => flight.action.type === 'baseline');
    if (this.#ending || checking || slots <= 0) return;
    const decision = policy.ask(slots);
    if (decision.type === 'wait') {
      if (this.#flights.size > 0) return;
      throw new Error(`The policy ${config.policy} waits although nothing is in flight.`);
    }
    if (decision.type === 'stop') {
      this.#decisions += 1;
      const { kind, reason, why } = decision;
      this.#emit({
        type: 'decision',
        decision: this.#decisions,
        slots,
        actions: [],
        why,
        stop: { kind, reason },
      });
      this.#finish({ kind, reason });
      return;
    }
    if (decision.actions.length === 0 || decision.actions.length > slots) {
      throw new Error(
        `The policy ${config.policy} chose ${decision.actions.length} actions for ${slots} slots.`,
      );
    }
    this.#buy(this.#decisions + 1, decision.actions, launches => {
      this.#decisions += 1;
      const actions = launches.map(({ id, action }) => ({ id, action }));
      this.#emit({ type: 'decision', decision: this.#decisions, slots, actions, why: decision.why });
      policy.started(actions);
    });
  }

  /**
   * Starts as many of the actions as the budget holds. Where it holds none and nothing is in flight that could give
   * back some of its reserve, the run ends.
   */
  #buy(
    decision: number,
    actions: readonly Action[],
    bought: (launches: readonly Launch[]) => void = () => {},
  ): void {
    const launches: Launch[] = [];
    let refused: Cap | undefined;
    for (const action of actions) {
      const offer = this.#setup.executor.offer(action, cap => this.#ledger.available(cap));
      const hold = offer.type === 'offer' ? this.#ledger.reserve(offer.worst) : undefined;
      if (offer.type === 'refused' || !hold) {
        refused = offer.type === 'refused' ? offer.cap : this.#ledger.obstacle(offer.worst);
        break;
      }
      this.#actions += 1;
      launches.push({ id: `a${this.#actions}`, action, hold, offer });
    }
    if (launches.length > 0) {
      bought(launches);
      for (const launch of launches) this.#launch(decision, launch);
    } else if (refused && this.#flights.size === 0) {
      this.#finish(budgetEnding(this.#setup.config.budget, refused, this.#ledger.available(refused)));
    }
  }

  #launch(decision: number, { id, action, hold, offer }: Launch): void {
    const flight: Flight = { id, action, hold };
    const signal = this.#abort.signal;
    this.#flights.set(id, flight);
    this.#emit({ type: 'action-started', id, decision, action, reserved: hold.reserved });
    const call = { signal, charge: hold.charge.bind(hold), extend: hold.extend.bind(hold) };
    offer
      .perform(id, call)
      .catch((error: unknown) => resultOfRejection(error, signal))
      .then(result => {
        this.#arrived.push({ flight, result });
        this.#wake();
      });
  }

  async #arrival(): Promise<void> {
    if (this.#arrived.length > 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    await promise;
  }

  #deliver(): void {
    const arrival = this.#arrived.shift();
    if (!arrival) return;
    const { flight, result } = arrival;
    const outcome: Outcome = { id: flight.id, action: flight.action, result, cost: flight.hold.settle() };
    this.#flights.delete(flight.id);
    if (result.type === 'candidate') this.#candidates.set(result.candidate.id, result.candidate);
    if (flight.action.type !== 'baseline') this.#setup.policy.tell(outcome);
    const leader = this.#setup.policy.best();
    this.#emit({
      type: 'action-ended',
      id: flight.id,
      result,
      cost: outcome.cost,
      quality: leader?.quality ?? 0,
      ...(leader && { leader: leader.id }),
      ...(leader?.score !== undefined && { score: leader.score }),
    });
    this.#heed(outcome);
  }

  /** Ends the run for what this outcome says about the surroundings or the code as it stands. */
  #heed({ action, result }: Outcome): void {
    this.#failuresInARow = result.type === 'failed' ? this.#failuresInARow + 1 : 0;
    if (result.type === 'failed') {
      const hopeless =
        isFatal(result.failure) || action.type === 'baseline' || this.#failuresInARow >= mostFailures;
      if (hopeless) this.#finish(failedEnding(result.failure));
    }
    if (result.type === 'baseline') {
      const ending = baselineEnding(result, this.#setup.task);
      if (ending) this.#finish(ending);
    }
  }

  #end(): RunEnded {
    const { task } = this.#setup;
    const ending = this.#ending ?? { kind: 'completed', reason: 'nothing was left to do' };
    const best = this.#setup.policy.best();
    const chosen = best && this.#candidates.get(best.id);
    return this.#emit({
      type: 'run-ended',
      status: statusOf(ending.kind, task, chosen),
      stop: ending.kind,
      reason: ending.reason,
      ...(ending.cap && { cap: ending.cap }),
      ...(ending.failure && { failure: ending.failure }),
      spent: this.#ledger.spent,
      seconds: (this.#setup.clock.now() - this.#began) / 1000,
      ...(chosen && { chosen: chosen.id }),
    });
  }

  #emit<Body extends TraceBody>(body: Body): Body & { seq: number; at: number } {
    const event = { seq: this.#seq, at: Math.round(this.#setup.clock.now() - this.#began), ...body };
    this.#seq += 1;
    this.#setup.emit(event);
    return event;
  }
}
