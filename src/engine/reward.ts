import type { CandidateId } from './candidate.ts';
import type { Ballot } from './judgeModel.ts';
import type { JudgeName } from './judging/judge.ts';
import type { TestReport } from './testRunner.ts';

/** A probe and what a candidate made of it, as a person reads them; each at most 80 characters. */
export type WrittenProbe = { readonly call: string; readonly output: string };

/** A call that the documentation shows with its result, and what a candidate gave; each at most 80 characters. */
export type RunExample = WrittenProbe & { readonly expected: string; readonly passed: boolean };

/** A call with what it should give, written by the model: evidence, never a verifier. */
export type GeneratedTest = {
  readonly call: string;
  /** Empty where nothing is expected: the call was written to tell candidates apart, and is a probe alone. */
  readonly expected: string;
  /** All tests of one sample weigh 1 together; one that compares nothing weighs 0. */
  readonly weight: number;
  /** What candidates gave, as numbers of the same kind as those of probes; the call is one more probe. */
  readonly outputs: Readonly<Record<CandidateId, number>>;
  /** The same as a person reads it, at most 80 characters each; only where nothing is expected. */
  readonly written?: Readonly<Record<CandidateId, string>>;
  /** Those that gave what was expected. */
  readonly passes: readonly CandidateId[];
};

/** What a judge wrote down to judge by, and what it said of the candidate by it. */
export type Principle = {
  readonly name: string;
  /** As the judge weighed it, above 0; missing where it gave none. */
  readonly weight?: number;
  /** On [0, 1]. */
  readonly value?: number;
  readonly critique?: string;
};

/** What a judge said once; without a value it could not be read, and then it is no vote. */
export type Vote = {
  /** On [0, 1]; above the middle it approves. */
  readonly value?: number;
  readonly critique?: string;
  readonly principles?: readonly Principle[];
  /** What the meta reward makes of it, on [0, 1]; missing where none was asked. */
  readonly validity?: number;
  /** Why a vote that could be read does not count: the meta reward was against it. It is shown struck through. */
  readonly dropped?: string;
};

/** A step of a candidate as a stepwise judge saw it. */
export type JudgedStep = {
  /** As the candidate wrote it; the steps together are its whole text. */
  readonly text: string;
  /** V of the prefix that ends with it, on [0, 1]; missing where the verdict could not be read. */
  readonly value?: number;
  /** What it added to the reward of the whole: the credits sum to the last value less that of nothing. */
  readonly credit?: number;
  readonly critique?: string;
  /** The judge's own program, and what it printed when it was run. */
  readonly check?: { readonly code: string; readonly output: string };
};

/** What an editor's parser, type checker or linter says of a candidate's code. */
export type Diagnostic = {
  readonly source: 'parser' | 'types' | 'linter';
  readonly severity: 'error' | 'warning';
  /** In the candidate's code, from 1. */
  readonly line: number;
  /** It stands elsewhere in the file, and so is the line. */
  readonly elsewhere?: true;
  readonly message: string;
};

/** What a reward rests on; one component of the panel each. */
export type Evidence =
  | {
      readonly type: 'tests';
      readonly report: TestReport;
      readonly passed: number;
      readonly failed: number;
      readonly total: number;
      /** The report of an earlier candidate with the same code was used; nothing was run again. */
      readonly reused: boolean;
    }
  | {
      readonly type: 'agreement';
      /** Samples with this answer, and samples that hold an answer at all. */
      readonly votes: number;
      readonly of: number;
    }
  /** All votes of one judge on the candidate; values on [0, 1]. */
  | { readonly type: 'votes'; readonly by?: JudgeName; readonly votes: readonly Vote[] }
  | {
      readonly type: 'steps';
      readonly by: JudgeName;
      /** How the values of the steps make the reward. */
      readonly aggregate: 'min' | 'product' | 'last';
      readonly steps: readonly JudgedStep[];
    }
  | {
      readonly type: 'confidence';
      /** Mean token confidence in nats, 0 and up (DeepConf): of all, of the least sure tenth of windows, of the tail. */
      readonly mean: number;
      readonly bottom: number;
      readonly tail: number;
      /** Mean divergence of the next token's law from the even one, in nats (self-certainty). */
      readonly selfCertainty: number;
      /** Only the likeliest tokens were told, so that the figures stand for the whole law. */
      readonly proxy: boolean;
      /** Confidence along the text, at most 40 values. */
      readonly windows: readonly number[];
    }
  /** What was wrong with the code before this candidate is left out. */
  | { readonly type: 'diagnostics'; readonly problems: readonly Diagnostic[] }
  | {
      readonly type: 'probes';
      /** Words and signs of its code, comments left out. */
      readonly codeTokens: number;
      /** As agreement compares them: one a probe, equal where two candidates of the run gave equal values. */
      readonly outputs: readonly number[];
      /** The same probes in the same order. */
      readonly written: readonly WrittenProbe[];
    }
  /** The examples of the function's documentation: the author's word, and so the first to decide, but never a verifier. */
  | { readonly type: 'examples'; readonly examples: readonly RunExample[] }
  /**
   * In what a vote gave: the tests it wrote, with all candidates run on them. In a candidate that was drawn later: all tests
   * so far, with that candidate alone.
   */
  | { readonly type: 'generated-tests'; readonly tests: readonly GeneratedTest[] }
  /** It could not be run on probes; it is compared with others by its text. */
  | { readonly type: 'not-probed'; readonly reason: string };

export type Reward = {
  /** On [0, 1]; orders candidates for a person (share of tests passed, share of votes). */
  readonly value: number;
  /** Calibrated probability that the candidate is correct. 1 only when a verifier said so. */
  readonly quality: number;
  /** True when every test of the workspace for this task was executed and passed. */
  readonly verified: boolean;
  readonly evidence: readonly Evidence[];
};

/** False where its evidence says nothing of how good a candidate is, so that value and quality stand in the middle. */
export function isVerdict({ evidence }: Reward): boolean {
  return (
    evidence.length === 0 || evidence.some(({ type }) => type !== 'confidence' && type !== 'diagnostics')
  );
}

/** How a candidate with this reward compares: its value, 0 without a verdict. */
export function standingOf(reward: Reward | undefined): number {
  return reward && isVerdict(reward) ? reward.value : 0;
}

/** Of a candidate that nothing has been said of. */
export const noReward: Reward = { value: 0.5, quality: 0.5, verified: false, evidence: [] };

/** The values of the votes that count: those that could be read and were not dropped. */
export function countedValues(votes: readonly Pick<Vote, 'value' | 'dropped'>[]): readonly number[] {
  return votes.flatMap(({ value, dropped }) => (dropped === undefined ? (value ?? []) : []));
}

/** Votes for and against: the values above and below the middle. */
export function ballotOfValues(values: readonly number[]): Ballot {
  const approving = values.filter(value => value > 0.5).length;
  return { approving, votes: approving + values.filter(value => value < 0.5).length };
}

/** The ballot of the votes of one judge, or of all, that count. A reward without votes is one vote itself. */
export function ballotOf({ value, evidence }: Reward, by?: JudgeName): Ballot {
  const all = evidence.filter(one => one.type === 'votes');
  const votes = all.filter(one => by === undefined || one.by === by).flatMap(one => one.votes);
  return ballotOfValues(all.length > 0 ? countedValues(votes) : [value]);
}
