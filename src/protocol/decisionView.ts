import type { ActionId } from '../engine/action.ts';
import type { StepJudge } from '../engine/bellman.ts';
import type { CandidateId } from '../engine/candidate.ts';
import type { Considered, PolicyStop } from '../engine/policy.ts';

/** Expected of all actions of a decision together; `gain` is the first action's, further ones add less. */
export type Prediction = { readonly tokens: number; readonly sandboxSeconds: number; readonly gain: number };

/** What the actions of a decision that have ended cost, and how q* changed. */
export type Actual = Prediction & { readonly ended: number };

/** An action that was thought about, with its name and how often the decision bought it. */
export type ConsideredView = Considered & { readonly name: string; readonly bought: number };

/** What the policy thought of and bought, and what came of it. */
export type DecisionView = {
  readonly decision: number;
  /** Seconds since the run started. */
  readonly seconds: number;
  /** The leader's quality q* it was made with. */
  readonly quality: number;
  readonly considered: readonly ConsideredView[];
  /** What the judge of steps was measured to be worth, where steps were judged. */
  readonly stepJudge?: StepJudge;
  /** P(right) of the answers it chose among, by a candidate that gave each. */
  readonly standings?: readonly { readonly candidate: CandidateId; readonly chance: number }[];
  readonly actions: readonly ActionId[];
  readonly stop?: { readonly kind: PolicyStop; readonly reason: string };
  /** Missing for a policy that does not forecast. */
  readonly predicted?: Prediction;
  readonly actual: Actual;
};
