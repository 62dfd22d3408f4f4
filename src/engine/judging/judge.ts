import type { JudgeModel } from '../judgeModel.ts';
import type { Capabilities, GenerationRequest, Message } from '../languageModel.ts';
import type { Principle, Vote } from '../reward.ts';
import type { Task } from '../task.ts';

/** A judge as settings, actions and traces name it. */
export type JudgeName = string;

/** What is judged. */
export type Question = {
  readonly task: Task;
  /** What prompts the model takes. */
  readonly style: Capabilities['promptStyle'];
};

/**
 * One candidate as a judge is shown it: its words to the judge are taken out (see exhibitOf), so that nothing in it can
 * pass for an instruction or a verdict.
 */
export type Exhibit = {
  readonly text: string;
  /** For code: what running it has shown, in words. */
  readonly findings?: string;
};

/** What a judge said of two candidates, in the order they were shown; nothing preferred: it could not be read. */
export type Preference = {
  readonly preferred?: 'first' | 'second' | 'tie';
  readonly critique?: string;
  readonly principles?: readonly Principle[];
};

/** One side of a comparison as it is kept. */
export type PairVote = {
  /** Which of the two was shown first. */
  readonly first: 'left' | 'right';
  /** Missing where it could not be read; then it is no vote. */
  readonly preferred?: 'left' | 'right' | 'tie';
  readonly critique?: string;
  readonly principles?: readonly Principle[];
};

/** What a reply may be held to, where the model keeps to a schema; `read` takes it as well as free text. */
export type ReplySchema = NonNullable<GenerationRequest['schema']>;

/** Asks for one vote on one candidate. `read` never throws: what it cannot read has no value. */
export type PointProtocol = {
  readonly schema?: ReplySchema;
  prompt(question: Question, exhibit: Exhibit): readonly Message[];
  read(text: string): Vote;
};

/** Asks which of two candidates is better. `read` never throws. */
export type PairProtocol = {
  readonly schema?: ReplySchema;
  prompt(question: Question, first: Exhibit, second: Exhibit): readonly Message[];
  read(text: string): Preference;
};

/**
 * Asks for one vote on the last of these steps of an attempt; those before it are taken as they stand. With `checks` the
 * judge may write a program and is told what it printed (see scriptIn). `read` never throws.
 */
export type StepProtocol = {
  prompt(question: Question, steps: readonly string[], checks: boolean): readonly Message[];
  read(text: string): Vote;
};

/** A reward model that reasons before its verdict: prompt and parser in one file (src/engine/judges). */
export type Judge = {
  readonly name: JudgeName;
  /** A sentence for the options and the documentation. */
  readonly summary: string;
  /** Of its votes. */
  readonly temperature: number;
  /** Most completion tokens of one vote, by what prompts the model takes. */
  readonly maxTokens: Readonly<Record<Capabilities['promptStyle'], number>>;
  /** Says which of all its votes on a candidate count, anew with each; without it all that could be read do. */
  readonly metaReward?: (votes: readonly Vote[]) => readonly Vote[];
  /** Present where it votes on one candidate (`judge`). */
  readonly point?: PointProtocol;
  /** Present where it prefers one of two (`compare`). */
  readonly pair?: PairProtocol;
  /** Present where it votes on a candidate step by step (`judge`, and on every prefix that a run draws). */
  readonly step?: StepProtocol;
};

/** A judge of a run, with how it votes by the labels it was compared with. */
export type JudgeOfRun = {
  readonly name: JudgeName;
  readonly performs: readonly ('judge' | 'compare')[];
  readonly model: JudgeModel;
  /** How many labels the model rests on; missing where none were seen. */
  readonly labels?: number;
  /**
   * The part of what it says, in log odds, that counts beside the other judges of the run, from 0 to 1 (see besideOthers);
   * missing where all does.
   */
  readonly share?: number;
};
