import type { Action, ActionId, Outcome } from '../action.ts';
import { describeStepJudge, type StepJudge } from '../bellman.ts';
import type { Candidate, CandidateId } from '../candidate.ts';
import { addCosts, type Cost, scaledCost, zeroCost } from '../cost.ts';
import { obstacleTo } from '../ledger.ts';
import { heaviestAnswer, type Particle } from '../particles.ts';
import type { Decision, Leader, Policy, PolicySetup } from '../policy.ts';
import { RoundPolicy } from '../roundPolicy.ts';
import { type Swept, WatchedSweep } from '../watchedSweep.ts';

type Sweeping = { readonly plan: WatchedSweep; readonly rounds: RoundPolicy };

/**
 * `auto` where no verifier tells and attempts can grow step by step: sequential Monte Carlo while the measured Bellman
 * error says that the step judge is good enough, or nothing yet; otherwise whole attempts. Finished attempts are votes for
 * the policy of whole attempts, which says whether more are worth their price.
 */
export class AutoStepVotes implements Policy {
  readonly #setup: PolicySetup;
  readonly #whole: Policy;
  readonly #steps = new Map<CandidateId, Step>();
  readonly #inFlight = new Map<ActionId, RoundPolicy>();
  #particles: readonly Particle[] = [];
  #swept: Swept = { families: [] };
  #judge: StepJudge | undefined;
  #sweeping: Sweeping | undefined;
  /** False from the first sweep on whose judge was not good enough, that was cut short, or that finished nothing. */
  #stepsPay = true;
  #wholeBought = false;
  #earlier: Leader | undefined;
  readonly #known = new Set<ActionId>();
  #spent: Cost = zeroCost;
  #ofSweep: Cost = zeroCost;

  constructor(setup: PolicySetup, whole: Policy) {
    this.#setup = setup;
    this.#whole = whole;
    this.#sweeping = this.#sweep();
  }

  ask(slots: number): Decision {
    const going = this.#sweeping && this.#told(this.#sweeping.rounds.ask(slots));
    if (going && going.type !== 'stop') return going;
    if (this.#sweeping) this.#end(this.#sweeping);
    const decision = this.#whole.ask(slots);
    const more = decision.type === 'act' && decision.actions.some(action => action.type === 'sample');
    if (!more || !this.#stepsPay) return this.#told(decision);
    this.#sweeping = this.#sweep();
    return this.#told(this.#sweeping.rounds.ask(slots));
  }

  started(actions: readonly { readonly id: ActionId; readonly action: Action }[]): void {
    const rounds = this.#sweeping?.rounds;
    if (rounds) for (const { id } of actions) this.#inFlight.set(id, rounds);
    else this.#wholeBought = true;
    (rounds ?? this.#whole).started(actions);
  }

  tell(outcome: Outcome): void {
    if (this.#known.has(outcome.id)) return;
    this.#known.add(outcome.id);
    this.#spent = addCosts(this.#spent, outcome.cost);
    this.#ofSweep = addCosts(this.#ofSweep, outcome.cost);
    const rounds = this.#inFlight.get(outcome.id);
    if (rounds && outcome.result.type === 'candidate') this.#remember(outcome, outcome.result.candidate);
    (rounds ?? this.#whole).tell(outcome);
  }

  /** Shares of the weight while there is nothing but sweeps; the other policy's choice when it has bought something. */
  best(): Leader | undefined {
    const { plan, rounds } = this.#sweeping ?? {};
    const shares = this.#choosesByWeight
      ? heaviestAnswer([...this.#particles, ...(plan?.finished ?? [])])
      : undefined;
    return shares ?? this.#whole.best() ?? rounds?.best() ?? this.#earlier;
  }

  #sweep(): Sweeping {
    this.#ofSweep = zeroCost;
    const plan = new WatchedSweep(this.#setup, this.#swept, steps => this.#isShort(steps));
    return { plan, rounds: new RoundPolicy(this.#setup, plan) };
  }

  /** Hands the attempts that were finished on as votes. */
  #end({ plan, rounds }: Sweeping): void {
    this.#judge = plan.judge;
    this.#earlier = rounds.best() ?? this.#earlier;
    this.#particles = [...this.#particles, ...plan.finished];
    this.#swept = {
      families: plan.families,
      ...(plan.finished.length > 0 && { steps: plan.steps }),
    };
    this.#sweeping = undefined;
    this.#stepsPay = plan.judgeIsGood && !plan.isCutShort && plan.votes.length > 0;
    for (const candidate of plan.votes) this.#vote(candidate);
  }

  #vote(candidate: Candidate): void {
    const step = this.#steps.get(candidate.id);
    if (!step) return;
    const action: Action = { type: 'sample', arm: candidate.arm };
    this.#whole.started([{ id: step.id, action }]);
    this.#whole.tell({ id: step.id, action, cost: step.whole, result: { type: 'candidate', candidate } });
  }

  #remember({ id, action, cost }: Outcome, candidate: Candidate): void {
    const before = action.type === 'extend' ? this.#steps.get(action.candidate)?.whole : undefined;
    this.#steps.set(candidate.id, { id, whole: addCosts(before ?? zeroCost, cost) });
  }

  /** Half of a cap is spent, or one more look at each attempt would leave too little to write them to their ends. */
  #isShort(steps: number): boolean {
    const { budget } = this.#setup;
    const lacks = (more: Cost) =>
      obstacleTo(addCosts(this.#spent, more), cap => budget[cap] ?? Number.POSITIVE_INFINITY) !== undefined;
    return lacks(this.#spent) || lacks(scaledCost(this.#ofSweep, 2 / steps));
  }

  get #choosesByWeight(): boolean {
    return this.#stepsPay && !this.#wholeBought;
  }

  /** What the other policy makes of the answers is left out while it does not choose. */
  #told(decision: Decision): Decision {
    if (decision.type === 'wait') return decision;
    const judge = this.#sweeping?.plan.judge ?? this.#judge;
    const { standings, ...rest } = decision.why;
    const why = {
      ...rest,
      ...(standings && !this.#choosesByWeight && { standings }),
      ...(judge && { stepJudge: judge }),
    };
    if (!judge || decision.type === 'act') return { ...decision, why };
    return { ...decision, why, reason: `${decision.reason}; ${describeStepJudge(judge)}` };
  }
}

/** The action that gave a candidate, and the cost of all steps to it. */
type Step = { readonly id: ActionId; readonly whole: Cost };
