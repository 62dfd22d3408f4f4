import type { Ponder } from '../ponder.ts';
import type { ApiKeys } from './apiKeys.ts';
import type { Services } from './services.ts';
import { readServiceSettings } from './settings.ts';

/** The service of this window: built when it is first needed, and again when its settings or its key have changed. */
export class PonderHolder {
  readonly #build: Services['build'];
  readonly #keys: ApiKeys;
  #held: { readonly made: string; readonly ponder: Promise<Ponder> } | undefined;

  constructor(build: Services['build'], keys: ApiKeys) {
    this.#build = build;
    this.#keys = keys;
  }

  /** Rejects with what kept the service from being built, or with the signal's reason. */
  async get(progress: (text: string) => void, signal: AbortSignal): Promise<Ponder> {
    const settings = readServiceSettings();
    const apiKey = settings.provider === 'openai' ? await this.#keys.get(settings.baseUrl) : undefined;
    const made = JSON.stringify([settings, apiKey]);
    if (this.#held?.made === made) return await this.#held.ponder;
    const old = this.#held;
    const ponder = disposed(old?.ponder).then(() => this.#build({ settings, apiKey, progress, signal }));
    const held = { made, ponder };
    this.#held = held;
    try {
      return await ponder;
    } catch (error) {
      if (this.#held === held) this.#held = undefined;
      throw error;
    }
  }

  async dispose(): Promise<void> {
    const held = this.#held;
    this.#held = undefined;
    await disposed(held?.ponder);
  }
}

/** Ends a service, or waits until it could not be built. */
async function disposed(ponder: Promise<Ponder> | undefined): Promise<void> {
  const built = await ponder?.catch(() => undefined);
  await built?.dispose();
}
