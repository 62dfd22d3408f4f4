import type { Ponder } from '../ponder.ts';
import type { ApiKeys } from './apiKeys.ts';
import type { Services } from './services.ts';
import { readServiceSettings } from './settings.ts';

/** The service of this window: built when it is first needed, and again when its settings or its key have changed. */
export class PonderHolder {
  readonly #build: Services['build'];
  readonly #keys: ApiKeys;
  #held: { readonly made: string; readonly ponder: Ponder } | undefined;

  constructor(build: Services['build'], keys: ApiKeys) {
    this.#build = build;
    this.#keys = keys;
  }

  /** Rejects with what kept the service from being built, or with the signal's reason. */
  async get(progress: (text: string) => void, signal: AbortSignal): Promise<Ponder> {
    const settings = readServiceSettings();
    const apiKey = settings.provider === 'openai' ? await this.#keys.get(settings.baseUrl) : undefined;
    const made = JSON.stringify([settings, apiKey]);
    if (this.#held?.made === made) return this.#held.ponder;
    await this.dispose();
    const ponder = await this.#build({ settings, apiKey, progress, signal });
    this.#held = { made, ponder };
    return ponder;
  }

  async dispose(): Promise<void> {
    const held = this.#held;
    this.#held = undefined;
    await held?.ponder.dispose();
  }
}
