import type { Action, ActionId, Outcome } from './action.ts';
import type { StepJudge } from './bellman.ts';
import type { ArmId, CandidateId } from './candidate.ts';
import type { Cost } from './cost.ts';
import type { JudgeOfRun } from './judging/judge.ts';
import type { Budget } from './ledger.ts';
import type { Price } from './price.ts';
import type { Prior } from './prior.ts';
import type { Random } from './random.ts';

/** An action that was thought about in a decision, taken or not. */
export type Considered = {
  readonly action: Action;
  /** Expected gain in P(correct) from buying it now. */
  readonly value: number;
  /** Reservation value z on the quality scale; the action is worth buying while z exceeds the leader's quality. */
  readonly reservation: number;
  readonly expectedCost: Cost;
  /** The price of the expected cost, in P(correct). */
  readonly charge: number;
  /** The forecast behind the value, in a few words a person can read. */
  readonly forecast: string;
};

/** What a decision rested on. */
export type Rationale = {
  /** The leader's calibrated quality q*, 0 when there is no candidate. */
  readonly quality: number;
  readonly considered: readonly Considered[];
  /** Where attempts grow step by step and their judge's error could be measured. */
  readonly stepJudge?: StepJudge;
  /**
   * Where a run chooses among answers: P(right) of each by votes and judges, the likeliest first, by the first candidate that
   * gave it; before people's verdicts calibrate it.
   */
  readonly standings?: readonly { readonly candidate: CandidateId; readonly chance: number }[];
};

/**
 * verified: a candidate passed every test. no-gain: nothing is worth its price. no-headroom: new samples only repeat
 * what is known. settled: the answer can hardly change. completed: the policy's plan is carried out.
 */
export type PolicyStop = 'verified' | 'no-gain' | 'no-headroom' | 'settled' | 'completed';

export type Decision =
  | { readonly type: 'act'; readonly actions: readonly Action[]; readonly why: Rationale }
  /** Nothing to add until something in flight ends. An error when nothing is in flight. */
  | { readonly type: 'wait' }
  | { readonly type: 'stop'; readonly kind: PolicyStop; readonly reason: string; readonly why: Rationale };

/** A way of sampling that a policy may choose. */
export type Arm = {
  readonly id: ArmId;
  readonly temperature: number;
  /** Expected cost of one sample with its evaluation, before anything was observed. */
  readonly expectedCost: Cost;
};

/** The temperature of an arm; throws for an arm that is not there. */
export function temperatureOf(arms: readonly Arm[], id: ArmId): number {
  const arm = arms.find(one => one.id === id);
  if (!arm) throw new RangeError(`There is no arm "${id}"; there are ${arms.map(one => one.id).join(', ')}.`);
  return arm.temperature;
}

export type PolicySetup = {
  readonly task: 'code' | 'prompt';
  /** A verifier can say that a candidate is right. */
  readonly verifiable: boolean;
  /** At least one. */
  readonly arms: readonly Arm[];
  /** The kinds of action this run can perform; `sample` always. A policy chooses among these alone. */
  readonly actions: readonly Action['type'][];
  readonly price: Price;
  /** Without it the flat one. */
  readonly prior?: Prior;
  /** The judges that can be asked; missing where there are none. */
  readonly judges?: readonly JudgeOfRun[];
  /** For code without tests: `judge` without a judge writes tests. Missing: it does where the run can judge. */
  readonly generatesTests?: boolean;
  readonly budget: Budget;
  /** How many samples a policy of fixed size draws. */
  readonly samples: number;
  readonly random: Random;
};

/**
 * Decides what to buy. Synchronous and deterministic: its decisions are a function of the setup and the order of
 * the outcomes it was told.
 */
export interface Policy {
  /** Called with at least one free slot; at most that many actions may be returned. */
  ask(slots: number): Decision;
  /** The actions of the last decision that were started, in order; the budget may have refused the rest. */
  started(actions: readonly { readonly id: ActionId; readonly action: Action }[]): void;
  /** Outcomes come in any order; the same outcome twice counts once. */
  tell(outcome: Outcome): void;
  /** The best candidate so far with its calibrated quality on [0, 1]; defined as soon as one was drawn. */
  best(): Leader | undefined;
}

export type Leader = {
  readonly id: CandidateId;
  readonly quality: number;
  /** What the quality was before it was calibrated by what earlier runs taught. */
  readonly score?: number;
};

export type PolicyFactory = {
  readonly name: string;
  /** A sentence for the settings and the documentation. */
  readonly summary: string;
  create(setup: PolicySetup): Policy;
};
