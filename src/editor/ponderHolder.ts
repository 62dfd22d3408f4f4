import type { Ponder } from '../ponder.ts';
import type { ApiKeys } from './apiKeys.ts';
import type { BuildRequest, Services } from './services.ts';
import { readServiceSettings } from './settings.ts';
import { SharedBuild } from './sharedBuild.ts';

type Wanted = Pick<BuildRequest, 'settings' | 'apiKey'>;
type Held = { readonly made: string; readonly service: SharedBuild<Ponder> };

/** The service of this window: built when it is first needed, and again when its settings or its key have changed. */
export class PonderHolder {
  readonly #build: Services['build'];
  readonly #keys: ApiKeys;
  #held: Held | undefined;
  /** Settles when nothing is left of the services that were let go. */
  #gone: Promise<unknown> = Promise.resolve();

  constructor(build: Services['build'], keys: ApiKeys) {
    this.#build = build;
    this.#keys = keys;
  }

  /** The service when it is built; it may be replaced as soon as anybody waits for anything. */
  get ready(): Ponder | undefined {
    return this.#held?.service.ready;
  }

  /**
   * Those who need it at once share one, which is given up when all of them turn away. Rejects with what kept the service
   * from being built, or with the signal's reason.
   */
  async get(progress: (text: string) => void, signal: AbortSignal): Promise<Ponder> {
    const held = this.#heldFor(await this.#wanted());
    try {
      const service = await held.service.wait(progress, signal);
      if (this.#held === undefined || this.#held === held) return service;
    } catch (error) {
      if (this.#held === held && !held.service.isOfUse) this.#letGo();
      const isReplaced = this.#held !== undefined && this.#held !== held && !signal.aborted;
      if (!isReplaced) throw error;
    }
    return await this.get(progress, signal);
  }

  /** Lets the service go, also one that is being built. */
  async dispose(): Promise<void> {
    this.#letGo();
    await this.#gone;
  }

  async #wanted(): Promise<Wanted> {
    const settings = readServiceSettings();
    const apiKey = settings.provider === 'openai' ? await this.#keys.get(settings.baseUrl) : undefined;
    return { settings, apiKey };
  }

  /** The one that is held where it is made of the same; else a new one, which is built when those before it have ended. */
  #heldFor(wanted: Wanted): Held {
    const made = JSON.stringify(wanted);
    if (this.#held?.made === made) return this.#held;
    this.#letGo();
    const service = new SharedBuild<Ponder>(async (progress, signal) => {
      await this.#gone;
      return await this.#build({ ...wanted, progress, signal });
    });
    this.#held = { made, service };
    return this.#held;
  }

  #letGo(): void {
    const held = this.#held;
    this.#held = undefined;
    if (held) this.#gone = Promise.allSettled([this.#gone, held.service.end()]);
  }
}
