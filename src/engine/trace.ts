import type { Action, ActionId, Failure, Result } from './action.ts';
import type { Labels } from './calibration.ts';
import type { CandidateId } from './candidate.ts';
import type { Cost } from './cost.ts';
import type { JudgeName, JudgeOfRun } from './judging/judge.ts';
import type { Budget } from './ledger.ts';
import type { Arm, PolicyStop, Rationale } from './policy.ts';
import type { Effort, Price } from './price.ts';
import type { Prior } from './prior.ts';
import type { Diagnostic, Reward } from './reward.ts';
import type { Task } from './task.ts';

/** Everything a run was started with; no secrets. */
export type RunConfig = {
  readonly policy: string;
  readonly rewards: readonly string[];
  readonly provider: string;
  /** As the provider names it. */
  readonly model: string;
  /** Or what a correct answer is worth, in tokens. */
  readonly effort: Effort | number;
  readonly price: Price;
  /** What earlier runs taught; missing where nothing was learnt yet. */
  readonly prior?: Prior;
  /** The judges that can be asked, with how they vote by the labels they were compared with. */
  readonly judges?: readonly JudgeOfRun[];
  /** What people's verdicts on earlier runs taught about the rewards of this one; missing before the first. */
  readonly calibration?: Labels;
  readonly budget: Budget;
  readonly arms: readonly Arm[];
  /** The kinds of action the run could perform. */
  readonly actions: readonly Action['type'][];
  /** Most actions at once. */
  readonly concurrency: number;
  readonly seed: number;
  /** Most completion tokens of one sample. */
  readonly maxSampleTokens: number;
  /** Where code was executed; `none` after the person's explicit choice. */
  readonly isolation: 'sandbox' | 'none';
};

/** already-passing: the code passes its tests as it stands and nothing else was asked for. */
export type StopKind = PolicyStop | 'budget' | 'cancelled' | 'failed' | 'already-passing';

/**
 * verified: a candidate passed every test that was run. unverified: there is a candidate and no test could be run.
 * answered: a prompt has an answer. failed: nothing usable, or no candidate passed. cancelled: the person stopped it.
 */
export type RunStatus = 'verified' | 'unverified' | 'answered' | 'failed' | 'cancelled';

export type TraceBody =
  | {
      readonly type: 'run-started';
      readonly version: 1;
      readonly run: string;
      /** ISO 8601. */
      readonly date: string;
      readonly task: Task;
      readonly config: RunConfig;
    }
  | {
      readonly type: 'decision';
      /** From 1. */
      readonly decision: number;
      readonly slots: number;
      readonly actions: readonly { readonly id: ActionId; readonly action: Action }[];
      readonly why: Rationale;
      /** Present when the decision is to stop. */
      readonly stop?: { readonly kind: PolicyStop; readonly reason: string };
    }
  | {
      readonly type: 'action-started';
      readonly id: ActionId;
      /** The decision that bought it; 0 for the baseline, which the run itself starts. */
      readonly decision: number;
      readonly action: Action;
      /** The worst case held in the ledger. */
      readonly reserved: Cost;
    }
  | {
      readonly type: 'action-ended';
      readonly id: ActionId;
      readonly result: Result;
      readonly cost: Cost;
      /** The leader and its quality after this outcome. */
      readonly leader?: CandidateId;
      readonly quality: number;
      /** Of the leader, before calibration; missing where nothing was calibrated. */
      readonly score?: number;
    }
  | {
      readonly type: 'run-ended';
      readonly status: RunStatus;
      readonly stop: StopKind;
      readonly reason: string;
      /** With stop `failed`: what was broken outside the task. */
      readonly failure?: Failure;
      /** With stop `budget`: the cap that was reached. */
      readonly cap?: keyof Budget;
      readonly chosen?: CandidateId;
      readonly spent: Cost;
      readonly seconds: number;
    }
  /** The person's verdict; appended after the run. */
  | {
      readonly type: 'choice';
      readonly candidate: CandidateId;
      readonly verdict: 'accepted' | 'rejected';
    }
  /** Votes that the person asked for; appended after the run, and paid beside its budget. */
  | {
      readonly type: 'judged-by-hand';
      readonly candidate: CandidateId;
      readonly by: JudgeName;
      /** All votes on the candidate, with these. */
      readonly reward: Reward;
      readonly cost: Cost;
    }
  /** What the editor's own tools say of a candidate in its file and did not say before; appended once it was accepted. */
  | {
      readonly type: 'diagnosed';
      readonly candidate: CandidateId;
      /** Never empty. */
      readonly problems: readonly Diagnostic[];
    }
  /** What the person said a call of the function gives; appended after the run. */
  | {
      readonly type: 'expectation';
      /** As code, as probes are written. */
      readonly call: string;
      readonly expected: string;
      /** The candidates that were run on it, and those of them that gave what is expected. */
      readonly ran: readonly CandidateId[];
      readonly passes: readonly CandidateId[];
    };

/** An event of a run. A trace file is one event a line, in the order of `seq` (from 0, no gaps). */
export type TraceEvent = TraceBody & {
  readonly seq: number;
  /** Milliseconds since the run started. */
  readonly at: number;
};
