import { untilAborted } from '../engine/untilAborted.ts';

type Tell = (text: string) => void;

/** Something that several wait for while it is built, each of whom may turn away. */
export class SharedBuild<Built extends { dispose(): Promise<void> }> {
  readonly #abort = new AbortController();
  readonly #waiting = new Set<Tell>();
  readonly #built: Promise<Built>;
  #hasFailed = false;
  #ready: Built | undefined;

  /** Starts building. What is told of it goes to all that wait. */
  constructor(build: (progress: Tell, signal: AbortSignal) => Promise<Built>) {
    const progress = (text: string) => {
      for (const tell of this.#waiting) tell(text);
    };
    this.#built = build(progress, this.#abort.signal);
    this.#built.then(
      built => {
        this.#ready = built;
      },
      () => {
        this.#hasFailed = true;
      },
    );
  }

  /** What was built; missing until then. */
  get ready(): Built | undefined {
    return this.#ready;
  }

  /** False once it could not be built, and while it is built for nobody. */
  get isOfUse(): boolean {
    return !this.#hasFailed && (this.#ready !== undefined || this.#waiting.size > 0);
  }

  /** Waits until it is built. Rejects with what kept it from being built, or with the signal's reason. */
  async wait(progress: Tell, signal: AbortSignal): Promise<Built> {
    const tell = (text: string) => progress(text);
    this.#waiting.add(tell);
    try {
      return await untilAborted(this.#built, signal);
    } finally {
      this.#waiting.delete(tell);
    }
  }

  /** Ends it, or stops building it; resolves when nothing is left of it. */
  async end(): Promise<void> {
    this.#abort.abort();
    const built = await this.#built.catch(() => undefined);
    await built?.dispose();
  }
}
