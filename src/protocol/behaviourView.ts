import type { CandidateId } from '../engine/candidate.ts';

/** An input, and who made what of it; what most candidates gave first. */
export type ProbeRow = {
  readonly call: string;
  readonly outputs: readonly { readonly output: string; readonly members: readonly CandidateId[] }[];
};

/** Candidates that do the same on every input. */
export type ProbeGroup = {
  readonly members: readonly CandidateId[];
  /** How far the others agree with each of them, as the rest of a sentence: "does the same as ...". */
  readonly text: string;
};

/** What the candidates of a run without tests do on inputs whose right output nobody knows. */
export type ProbesView = {
  /** Candidates that gave more than errors; those that do the same everywhere together, the largest group first. */
  readonly groups: readonly ProbeGroup[];
  /** Candidates that gave nothing but errors. */
  readonly failing: readonly CandidateId[];
  /** The few that tell most: on which the leader and the others differ. */
  readonly rows: readonly ProbeRow[];
};

/** A test that the model wrote: a call and what it should give, as code. */
export type GeneratedTestView = {
  readonly call: string;
  readonly expected: string;
  /** The candidates that were run on it, and those of them that gave what it expects. */
  readonly ran: readonly CandidateId[];
  readonly passes: readonly CandidateId[];
  /** The chance that it is right, if one of the attempts is. */
  readonly valid: number;
};

/** The tests that the model wrote for code without any; evidence that verifies nothing. */
export type GeneratedTestsView = {
  /** Replies that were paid, and those of them without a test that can be run. */
  readonly votes: number;
  readonly unread: number;
  /** The same in words: "3 replies, 1 without a test that can be run". */
  readonly said: string;
  /** The likeliest first. */
  readonly tests: readonly GeneratedTestView[];
};

/** A call that the model wrote to tell candidates apart, and what they gave, as numbers to compare by and as texts. */
export type ApartCall = {
  readonly call: string;
  readonly outputs: Readonly<Record<CandidateId, number>>;
  readonly written: Readonly<Record<CandidateId, string>>;
};

/** What the person said a call gives, and the candidates that were run on it and gave that. */
export type ExpectationView = {
  readonly call: string;
  readonly expected: string;
  readonly ran: readonly CandidateId[];
  readonly passes: readonly CandidateId[];
};

/** A call on which the leaders of a run without tests differ; the person may know which output is right. */
export type QuestionView = { readonly call: string; readonly outputs: readonly string[] };
