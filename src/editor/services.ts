import type { Uri } from 'vscode';
import type { JudgeReport } from '../engine/judging/trust/judgeReport.ts';
import type { Language } from '../engine/task.ts';
import type { Framework } from '../engine/testRunner.ts';
import type { Ponder } from '../ponder.ts';
import type { ServiceSettings } from './settings.ts';

/** A function of a file that can be solved. */
export type FunctionPlace = {
  readonly name: string;
  /** 1-based. */
  readonly line: number;
};

/** An embedded model a person may choose. */
export type ModelChoice = {
  readonly id: string;
  readonly displayName: string;
  readonly bytes: number;
  readonly licence: string;
  readonly purpose: 'demonstration' | 'coding';
};

/** Whether model-written code can be isolated here; else what is missing and what to do. */
export type SandboxState =
  | { readonly type: 'available'; readonly kind: string }
  | { readonly type: 'missing'; readonly missing: readonly string[]; readonly action: string };

/** What a service is built from. */
export type BuildRequest = {
  readonly settings: ServiceSettings;
  readonly apiKey: string | undefined;
  /** What is being prepared, for the person who waits. */
  readonly progress: (text: string) => void;
  readonly signal: AbortSignal;
};

/** What the editor needs from the rest of the product; handed in by the composition root. */
export interface Services {
  build(request: BuildRequest): Promise<Ponder>;
  /** The named functions of a text, in their order; empty for an unknown language. */
  functionsOf(fileName: string, text: string): Promise<readonly FunctionPlace[]>;
  models(): Promise<readonly ModelChoice[]>;
  /** Installs what embedded models run on. Rejects with what went wrong. */
  installRuntime(line: (text: string) => void, signal: AbortSignal): Promise<void>;
  probeSandbox(): Promise<SandboxState>;
  /** What the tests of a file's language are written with in its workspace; for languages without any, what is built in. */
  testFramework(file: string, workspace: string, language: Language): Promise<Framework>;
  /** What judges turned out to be worth in a workspace; without one, in all. */
  judgeReports(workspace: string | undefined): Promise<readonly JudgeReport[]>;
  /** Deletes what earlier runs taught. Rejects with what kept it. */
  forgetLearnt(): Promise<void>;
  /** The folder of the playground that comes with the extension. */
  readonly playground: Uri;
  /** Where runs leave their traces. */
  readonly traces: Uri;
}
