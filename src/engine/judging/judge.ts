import type { JudgeModel } from '../judgeModel.ts';
import type { Capabilities, Message } from '../languageModel.ts';
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

/** Asks for one vote on one candidate. `read` never throws: what it cannot read has no value. */
export type PointProtocol = {
  prompt(question: Question, exhibit: Exhibit): readonly Message[];
  read(text: string): Vote;
};

/** Asks which of two candidates is better. `read` never throws. */
export type PairProtocol = {
  prompt(question: Question, first: Exhibit, second: Exhibit): readonly Message[];
  read(text: string): Preference;
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
  /** Present where it votes on one candidate (`judge`). */
  readonly point?: PointProtocol;
  /** Present where it prefers one of two (`compare`). */
  readonly pair?: PairProtocol;
};

/** A judge of a run, with how it votes by the labels it was compared with. */
export type JudgeOfRun = {
  readonly name: JudgeName;
  readonly performs: readonly ('judge' | 'compare')[];
  readonly model: JudgeModel;
};
