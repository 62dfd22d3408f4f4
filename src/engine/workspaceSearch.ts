import type { Call } from './call.ts';
import type { CodeTask } from './task.ts';

/** A piece of the workspace that a prompt may show. */
export type Snippet = {
  /** Relative to the workspace, with forward slashes. */
  readonly file: string;
  /** Of its first line, from 1. */
  readonly line: number;
  readonly text: string;
  /** Why it was taken, in a few words a person can read: "defines parseRange", "calls clamp". */
  readonly because: string;
  /** The statement that brings it into the task's file; missing where that has it already or cannot have it. */
  readonly import?: string;
};

export type SearchRequest = {
  readonly task: CodeTask;
  /** Names and words to look for beside those of the task itself; from a failure's messages. */
  readonly terms: readonly string[];
  /** Most characters of all snippets together. */
  readonly most: number;
};

/** Reads the workspace as it is; never runs anything. */
export interface WorkspaceSearch {
  /** The most useful first. Rejects with the signal's reason when aborted. */
  search(request: SearchRequest, call: Call): Promise<readonly Snippet[]>;
}
