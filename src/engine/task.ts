import type { TestCommand } from './testRunner.ts';

export type Language = 'javascript' | 'typescript' | 'tsx' | 'python';

/** A function to write or repair. Plain data: it is stored in the trace. */
export type CodeTask = {
  readonly type: 'code';
  readonly language: Language;
  /** Relative to the workspace, with forward slashes. */
  readonly file: string;
  /** As a person would say it: `clamp`, `Stack.push`. */
  readonly functionName: string;
  /** The text of the function that a candidate replaces, without its doc comment when that stands before it. */
  readonly original: string;
  /** The first line or lines of the function, up to its body. */
  readonly signature: string;
  /** Doc comment or docstring as plain text, without comment markers. */
  readonly documentation: string;
  /** Other parts of the file a prompt may show: imports, constants, types, signatures of siblings. */
  readonly context: string;
  /** What the person asked for in words, if anything. */
  readonly instruction?: string;
  /** Missing when no test was found and none was named; then nothing can be verified. */
  readonly tests?: TestCommand;
};

/** A question whose answer is text. */
export type PromptTask = { readonly type: 'prompt'; readonly text: string };

export type Task = CodeTask | PromptTask;

/** A verifier can say that a candidate is right. */
export function isVerifiable(task: Task): boolean {
  return task.type === 'code' && task.tests !== undefined;
}

/** What became of a model's text: code in its place in the file, or why there is none. */
export type Assembled =
  | {
      readonly type: 'assembled';
      /** The new text of the function, indented as it will stand in the file. */
      readonly code: string;
      /** The whole file with the function replaced. */
      readonly fileText: string;
      /** The code without comments and layout; equal for candidates that differ in nothing else. */
      readonly normalized: string;
    }
  | { readonly type: 'unusable'; readonly error: string };

/** Turns a model's text into the function's new code; knows the file. Pure and synchronous. */
export interface CodeAssembler {
  assemble(text: string): Assembled;
}
