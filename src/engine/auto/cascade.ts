import type { Action, ActionId, Outcome } from '../action.ts';
import type { Candidate } from '../candidate.ts';
import { zeroCost } from '../cost.ts';
import { type EscalationCharges, type EscalationStep, escalationPlan, stepOf } from '../escalation.ts';
import { groupByBehaviour } from '../groups.ts';
import type { Arm, Considered, Decision, Leader, Policy, PolicySetup, Rationale } from '../policy.ts';
import { Pool } from '../pool.ts';
import { chargeOf } from '../price.ts';
import { CascadeJudges, canAskJudges } from './cascadeJudges.ts';
import { consideredSteps } from './consideredSteps.ts';

/** Arms that draft, in turn, and the one whose answer counts for more than their votes; missing where none is dearer. */
export type CascadeArms = { readonly cheap: readonly Arm[]; readonly dear: Arm | undefined };

/** At most so many drafts. */
const mostDrafts = 12;
/** Alternatives, and answers, told with a decision where judges can be asked. */
const mostShown = 8;

/**
 * Cheap arms vote, and the dear one is asked when what the votes leave open is worth its price. Where judges can be asked,
 * what they say moves the same belief, and each verdict is bought that adds more than its charge to the best of these
 * steps; nothing else is bought while one is under way, for it may turn what is next.
 */
export class Cascade implements Policy {
  readonly #setup: PolicySetup;
  readonly #pool = new Pool();
  readonly #arms: CascadeArms;
  readonly #most: number;
  readonly #charges: EscalationCharges;
  readonly #plan: (counts: readonly number[]) => EscalationStep;
  /** Missing where no judge can be asked that tells anything. */
  readonly #judges: CascadeJudges | undefined;

  constructor(setup: PolicySetup, arms: CascadeArms) {
    const charge = (arm: Arm | undefined, none: number) =>
      arm ? chargeOf(arm.expectedCost, setup.price) : none;
    this.#setup = setup;
    this.#arms = arms;
    this.#most = Math.min(mostDrafts, setup.samples);
    this.#charges = { draw: charge(arms.cheap[0], 0), ask: charge(arms.dear, Number.POSITIVE_INFINITY) };
    this.#plan = escalationPlan(this.#charges, this.#most);
    if (canAskJudges(setup)) this.#judges = new CascadeJudges(setup, this.#pool, this.#charges, this.#most);
  }

  ask(slots: number): Decision {
    if (this.#pool.inFlight.some(isVerdict)) return { type: 'wait' };
    const { why, verdict } = this.#considered();
    if (this.#answer()) {
      const open = this.#judges?.haveSpoken
        ? 'votes and judges did not settle on an answer'
        : 'the cheap attempts did not agree enough';
      return { type: 'stop', kind: 'settled', reason: `${open}, and the dear one was asked`, why };
    }
    if (verdict) return { type: 'act', actions: [verdict.action], why };
    const step = this.#step();
    const actions = step === 'draw' ? this.#drafts(slots) : step === 'ask' ? this.#asking() : [];
    if (actions.length > 0) return { type: 'act', actions, why };
    if (step !== 'stop' && this.#pool.inFlight.length > 0) return { type: 'wait' };
    return { type: 'stop', ...this.#stopReason(), why };
  }

  started(actions: readonly { readonly id: ActionId; readonly action: Action }[]): void {
    this.#pool.started(actions);
  }

  tell(outcome: Outcome): void {
    if (this.#pool.tell(outcome)) this.#judges?.tell(outcome);
  }

  /** The answer of the dear arm when it was asked; its vote weighs like all the drafts that it overrules. */
  best(): Leader | undefined {
    const answer = this.#answer();
    if (!answer) return this.#judgedLeader() ?? this.#pool.leader(false);
    const drafts = this.#pool.candidates.filter(
      ({ arm, error }) => arm !== answer.arm && error === undefined,
    );
    const votes = drafts.filter(candidate => candidate.behaviour === answer.behaviour).length;
    const weight = Math.max(1, drafts.length);
    return { id: answer.id, quality: (votes + weight) / (drafts.length + weight + 1) };
  }

  #judgedLeader(): Leader | undefined {
    const leader = this.#judges?.standings()[0];
    return leader && { id: leader.candidate, quality: leader.chance };
  }

  /** The verdict to buy, if any, and where judges can be asked everything that was thought of, what is bought first. */
  #considered(): { readonly why: Rationale; readonly verdict?: Considered } {
    const quality = this.best()?.quality ?? 0;
    if (!this.#judges || this.#answer()) return { why: { quality, considered: [] } };
    const { cheap, dear } = this.#arms;
    const sample = this.#pool.expectedSampleCost(cheap[0]?.expectedCost ?? zeroCost);
    const verdicts = this.#isAsking ? [] : this.#judges.considered(this.#pool.inFlight, sample);
    const steps = consideredSteps(this.#judges.course(), {
      cheap: this.#made < this.#most ? cheap : [],
      dear: this.#isAsking ? undefined : dear,
      votes: this.#counts(),
      charges: this.#charges,
      price: this.#setup.price,
    });
    const verdict = byReservation(verdicts).find(({ value, charge }) => value > charge);
    const rest = byReservation([...verdicts, ...steps]).filter(one => one !== verdict);
    const considered = [...(verdict ? [verdict] : []), ...rest].slice(0, mostShown);
    const standings = this.#judges.standings().slice(0, mostShown);
    return { why: { quality, considered, standings }, ...(verdict && { verdict }) };
  }

  /** What votes and verdicts say is next; with all drafts made, the dear arm when they do not make it needless. */
  #step(): EscalationStep {
    const step = this.#wanted();
    if (step !== 'draw' || this.#made < this.#most) return step;
    return this.#arms.dear ? 'ask' : 'stop';
  }

  #wanted(): EscalationStep {
    return this.#judges?.haveSpoken ? stepOf(this.#judges.course()) : this.#plan(this.#counts());
  }

  /** Votes by answer, in falling order. */
  #counts(): readonly number[] {
    return groupByBehaviour(this.#pool.candidates).map(group => group.members.length);
  }

  /** Drafts made and under way. */
  get #made(): number {
    return this.#pool.size + this.#pool.inFlight.length;
  }

  #drafts(slots: number): readonly Action[] {
    const { cheap } = this.#arms;
    const count = Math.max(0, Math.min(slots, this.#most - this.#made));
    const arm = (i: number) => cheap[(this.#made + i) % cheap.length]?.id ?? '';
    return Array.from({ length: count }, (_, i) => ({ type: 'sample', arm: arm(i) }));
  }

  /** One sample of the dear arm, again while it holds no answer and samples are left. */
  #asking(): readonly Action[] {
    const arm = this.#arms.dear?.id;
    const left = this.#made <= this.#setup.samples + this.#most;
    return arm === undefined || this.#isAsking || !left ? [] : [{ type: 'sample', arm }];
  }

  get #isAsking(): boolean {
    const arm = this.#arms.dear?.id;
    return this.#pool.inFlight.some(action => action.type === 'sample' && action.arm === arm);
  }

  /** What the dear arm answered, if it was asked. */
  #answer(): Candidate | undefined {
    const dear = this.#arms.dear?.id;
    return this.#pool.candidates.find(({ arm, error }) => arm === dear && error === undefined);
  }

  #stopReason(): { readonly kind: 'settled' | 'no-gain' | 'completed'; readonly reason: string } {
    if (this.#pool.size === 0) return { kind: 'no-gain', reason: 'no attempt is worth its price' };
    if (this.#arms.dear && this.#wanted() !== 'stop')
      return { kind: 'completed', reason: 'the dear arm gave no answer' };
    if (this.#pool.groups.members === 0) return { kind: 'completed', reason: 'no attempt holds an answer' };
    if (this.#made >= this.#most)
      return { kind: 'completed', reason: `all ${this.#most} attempts were made` };
    const agreed = this.#judges?.haveSpoken
      ? 'by votes and judges one answer is ahead enough'
      : 'the attempts agree enough';
    return { kind: 'settled', reason: `${agreed}; another is not worth its price` };
  }
}

function isVerdict({ type }: Action): boolean {
  return type === 'judge' || type === 'compare';
}

function byReservation(considered: readonly Considered[]): readonly Considered[] {
  return considered.toSorted((left, right) => right.reservation - left.reservation);
}
