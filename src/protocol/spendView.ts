import type { Action, ActionId, Failure } from '../engine/action.ts';
import type { CandidateId } from '../engine/candidate.ts';
import type { Cost } from '../engine/cost.ts';

/** Why what an action used was of no use. */
export type Waste = 'failed' | 'cancelled' | 'unusable' | 'duplicate';

/** An action that was bought, with what it came to. */
export type ActionView = {
  readonly id: ActionId;
  /** 0 for the baseline, which no decision bought. */
  readonly decision: number;
  readonly action: Action;
  /** The worst case held while it is in flight. */
  readonly reserved: Cost;
  /** Missing while it is in flight. */
  readonly ended?: {
    readonly cost: Cost;
    readonly candidate?: CandidateId;
    readonly failure?: Failure;
    readonly waste?: Waste;
    /** Change of the leader's quality q* that came with it. */
    readonly gain: number;
  };
};

/** One measure of the ledger, in its own unit; `microDollars` are millionths of a dollar. */
export type LedgerRow = {
  readonly name:
    | 'tokens'
    | 'promptTokens'
    | 'completionTokens'
    | 'calls'
    | 'testRuns'
    | 'sandboxSeconds'
    | 'microDollars'
    | 'seconds';
  readonly spent: number;
  /** Reserved for actions in flight. */
  readonly held: number;
  readonly limit?: number;
};

/** What was spent, what is held, and under which limits. */
export type LedgerView = {
  /** Sum of what the ended actions used. */
  readonly spent: Cost;
  readonly rows: readonly LedgerRow[];
  /** Tokens among those spent that no provider reported. */
  readonly estimatedTokens: number;
  /** What the person had judged after the run, beside its budget; missing where nothing was. */
  readonly byHand?: Cost;
};

/** `attempts` were of use: they told something new. */
export type SpendPart = {
  readonly purpose: 'baseline' | 'attempts' | 'judging' | Waste;
  readonly actions: number;
  readonly cost: Cost;
};
