import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Diagnostics } from '../engine/diagnostics.ts';
import type { Diagnostic } from '../engine/reward.ts';
import type { CodeTask } from '../engine/task.ts';
import { untilAborted } from '../engine/untilAborted.ts';
import { compilerFile } from './compilerOf.ts';
import type { TypeProblem } from './typeDiagnosticsService.ts';
import type { TypesAnswer, TypesQuestion, TypesWorkerData } from './typeDiagnosticsWorker.ts';

export type TypeDiagnosticsSetup = {
  readonly workspace: string;
  readonly task: Pick<CodeTask, 'language' | 'file'>;
  /** The file as it stands, and where candidates go in it. */
  readonly text: string;
  readonly start: number;
  /** The file of the thread: typeDiagnosticsWorker, bundled or as it is. */
  readonly worker: string;
  /** TypeScript libraries that the editor brings. */
  readonly compilers?: readonly string[] | undefined;
};

/** The type checker of one run, in a thread of its own that ends with `dispose`. */
export interface TypeDiagnostics extends Diagnostics {
  /** Lets the thread read the workspace before the first question. */
  warm(): void;
  /** The problems of the file when it has this text; undefined where it is not checked or the checker broke. */
  check(fileText: string): Promise<readonly TypeProblem[] | undefined>;
  dispose(): Promise<void>;
}

/** Most problems of one candidate that are kept, and characters of each. */
const mostKept = 10;
const longestMessage = 400;
/** A workspace whose types take longer than this is not checked. Milliseconds. */
const longestCheck = 20_000;

/** Undefined where there is no TypeScript, or nobody asks for types. The thread starts with the first question. */
export function openTypeDiagnostics(setup: TypeDiagnosticsSetup): TypeDiagnostics | undefined {
  const { workspace, task, text, start, compilers } = setup;
  const compiler = isChecked(setup) ? compilerFile(workspace, compilers) : undefined;
  if (compiler === undefined) return undefined;
  const data: TypesWorkerData = { compilerFile: compiler, file: path.join(workspace, task.file), text };
  const thread = new TypesThread(setup.worker, data);
  return {
    warm: () => thread.start(),
    check: fileText => thread.ask(fileText),
    async problemsOf({ fileText, code }, signal) {
      const problems = await untilAborted(thread.ask(fileText), signal);
      return problems?.slice(0, mostKept).map(problem => shown(problem, fileText, start, code));
    },
    dispose: () => thread.end(),
  };
}

/** Whether it is worth a thread: JavaScript is, where the file or a configuration above it asks for it. */
function isChecked({ workspace, task, text }: TypeDiagnosticsSetup): boolean {
  if (task.language !== 'javascript') return task.language !== 'python';
  if (/^\s*\/\/\s*@ts-check\b/m.test(text)) return true;
  const folders = task.file.split('/').map((_, depth, parts) => parts.slice(0, depth).join('/'));
  return folders
    .flatMap(folder => ['tsconfig.json', 'jsconfig.json'].map(name => path.join(workspace, folder, name)))
    .some(file => /"checkJs"\s*:\s*true/.test(textOf(file)));
}

/** Empty for a file that is missing or cannot be read. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** A problem elsewhere in the file is told of the first line: the code is what it comes from. */
function shown({ message, start }: TypeProblem, fileText: string, from: number, code: string): Diagnostic {
  const isInside = start >= from && start < from + code.length;
  const lineOf = (text: string) => text.split('\n').length;
  const line = isInside ? lineOf(fileText.slice(from, start)) : 1;
  const place = isInside ? '' : `line ${lineOf(fileText.slice(0, start))} of the file: `;
  return { source: 'types', severity: 'error', line, message: `${place}${message}`.slice(0, longestMessage) };
}

/** Asks a thread one question after the other. One that broke or is too slow answers nothing more, and fails no run. */
class TypesThread {
  readonly #file: string;
  readonly #data: TypesWorkerData;
  readonly #waiting = new Map<number, (answer: TypesAnswer['problems']) => void>();
  #worker: Worker | undefined;
  #asked = 0;
  #over = false;

  constructor(file: string, data: TypesWorkerData) {
    this.#file = file;
    this.#data = data;
  }

  ask(text: string): Promise<TypesAnswer['problems']> {
    this.start();
    if (this.#over || !this.#worker) return Promise.resolve(undefined);
    const { promise, resolve } = Promise.withResolvers<TypesAnswer['problems']>();
    const question: TypesQuestion = { id: this.#asked++, text };
    this.#waiting.set(question.id, resolve);
    this.#worker.postMessage(question);
    const late = setTimeout(() => void this.end(), longestCheck);
    return promise.finally(() => clearTimeout(late));
  }

  start(): void {
    if (!this.#over) this.#worker ??= this.#opened();
  }

  async end(): Promise<void> {
    this.#leave();
    await this.#worker?.terminate();
  }

  #opened(): Worker {
    const worker = new Worker(this.#file, { workerData: this.#data });
    worker.on('message', ({ id, problems }: TypesAnswer) => {
      this.#waiting.get(id)?.(problems);
      this.#waiting.delete(id);
    });
    worker.once('error', () => this.#leave()).once('exit', () => this.#leave());
    return worker;
  }

  #leave(): void {
    this.#over = true;
    for (const answer of this.#waiting.values()) answer(undefined);
    this.#waiting.clear();
  }
}
