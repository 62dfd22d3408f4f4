import type { CodeAssembler, CodeTask } from '../engine/task.ts';

export type DiscoverRequest = {
  /** Absolute path of the workspace folder. */
  readonly workspace: string;
  /** Absolute path of the file; its text may differ from what is on disk. */
  readonly file: string;
  readonly text: string;
  /** A 1-based line inside the function, or the function's name. */
  readonly at:
    | { readonly type: 'line'; readonly line: number }
    | { readonly type: 'name'; readonly name: string };
  readonly instruction?: string;
  /** A shell command line to use instead of the tests that would be found. */
  readonly testCommand?: string;
};

export type Discovery =
  | {
      readonly type: 'found';
      readonly task: CodeTask;
      readonly assembler: CodeAssembler;
      readonly workspace: string;
      /** The text the task was made from. */
      readonly text: string;
      /** Character offsets in `text` of what a candidate replaces. */
      readonly range: { readonly start: number; readonly end: number };
      /** What the person should know about the search for tests; most often nothing. */
      readonly notes?: readonly string[];
    }
  | {
      readonly type: 'refused';
      readonly code: 'unknown-language' | 'syntax-error' | 'no-function' | 'outside-workspace';
      readonly message: string;
      /** What the person can do. */
      readonly action: string;
    };
