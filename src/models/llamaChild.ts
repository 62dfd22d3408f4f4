import { type ChildProcess, fork } from 'node:child_process';
import { GenerationError } from '../engine/languageModel.ts';
import type { FromLlama, LlamaSetup, ToLlama } from './llamaMessages.ts';
import { makePromptStateDir, removePromptStateDir } from './promptStateDir.ts';

export type LlamaChildOptions = Omit<LlamaSetup, 'stateDir'> & {
  /** The file of the child process, llamaWorker. */
  readonly worker: string;
  /** Told once when the process has ended by itself. */
  onCrash(): void;
};

type Answer = Exclude<FromLlama, { type: 'ready' | 'unloadable' }>;
type Listener = { answer(message: Answer): void; crashed(error: GenerationError): void };

const install = 'Install it with "Ponder: Install Embedded Runtime", or choose another provider.';
const otherModel = 'Choose another model file, or a smaller model.';

/** The child process of an embedded model, from its start to its end. */
export class LlamaChild {
  readonly #process: ChildProcess;
  readonly #stateDir: string;
  readonly #listeners = new Map<number, Listener>();
  readonly #options: LlamaChildOptions;
  readonly #exited: Promise<void>;
  #nextId = 0;
  #stderr = '';
  #ended = false;
  /** Why nothing can be asked any more. */
  #gone: GenerationError | undefined;
  /** Resolves when the model is loaded; rejects with GenerationError when it cannot be. */
  readonly ready: Promise<void>;

  constructor(options: LlamaChildOptions) {
    this.#options = options;
    this.#stateDir = makePromptStateDir();
    const { NODE_OPTIONS: _, ...env } = process.env;
    this.#process = fork(options.worker, [this.#stateDir], {
      execArgv: [],
      env: process.versions.electron ? { ...env, ELECTRON_RUN_AS_NODE: '1' } : env,
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#process.stderr?.setEncoding('utf8').on('data', text => {
      this.#stderr = `${this.#stderr}${text}`.slice(-20_000);
    });
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.ready = promise;
    promise.catch(() => {});
    this.#process.on('message', (message: FromLlama) => {
      if (message.type === 'ready') resolve();
      else if (message.type === 'unloadable') reject(this.#unloadable(message));
      else this.#listeners.get(message.id)?.answer(message);
    });
    this.#exited = new Promise(done => {
      this.#process.on('error', error => this.#close(String(error), reject, done));
      this.#process.once('close', (code, signal) => this.#close(describe(code, signal), reject, done));
    });
    const { modelFile, runtime, sequences, contextTokens, threads } = options;
    const stateDir = this.#stateDir;
    this.#send({ type: 'load', setup: { modelFile, runtime, sequences, contextTokens, threads, stateDir } });
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** Sends a request under a new id; answers come to the listener until `forget`. */
  ask(message: (id: number) => ToLlama, listener: Listener): number {
    const id = this.#nextId++;
    if (this.#gone) listener.crashed(this.#gone);
    this.#listeners.set(id, listener);
    this.#send(message(id));
    return id;
  }

  abort(id: number): void {
    this.#send({ type: 'abort', id });
  }

  forget(id: number): void {
    this.#listeners.delete(id);
  }

  /** Kills the process; resolves when it is gone. There is nothing in it to save. */
  async end(): Promise<void> {
    this.#ended = true;
    this.#process.kill('SIGKILL');
    await this.#exited;
  }

  #send(message: ToLlama): void {
    if (this.#process.connected) this.#process.send(message, () => {});
  }

  #close(how: string, rejectReady: (error: GenerationError) => void, done: () => void): void {
    if (this.#gone) return;
    const crash = !this.#ended;
    removePromptStateDir(this.#stateDir);
    const error = new GenerationError(
      'crashed',
      crash
        ? `The process of the embedded model ended ${how}.${lastWords(this.#stderr)}`
        : 'The embedded model was stopped.',
      'Try again; the next request starts it anew.',
    );
    this.#gone = error;
    rejectReady(error);
    for (const listener of this.#listeners.values()) listener.crashed(error);
    this.#listeners.clear();
    if (crash) this.#options.onCrash();
    done();
  }

  #unloadable({ what, message }: Extract<FromLlama, { type: 'unloadable' }>): GenerationError {
    return what === 'runtime'
      ? new GenerationError('crashed', `node-llama-cpp cannot be loaded: ${message}`, install)
      : new GenerationError('crashed', `${this.#options.modelFile} cannot be loaded: ${message}`, otherModel);
  }
}

function describe(code: number | null, signal: string | null): string {
  return signal ? `by ${signal}` : `with code ${code}`;
}

/** The first line of stderr that tells of an error, else the last one; a stack trace follows it. */
function lastWords(stderr: string): string {
  const lines = stderr.split('\n').filter(line => line.trim() !== '');
  const line = lines.find(text => /assert|error|fail|fatal|crash/i.test(text)) ?? lines.at(-1);
  return line === undefined ? '' : ` Last it said: ${line.trim().slice(0, 200)}`;
}
