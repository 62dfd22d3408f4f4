import type { SecretStorage } from 'vscode';

/** Keys of model servers, one per address, kept by the operating system and never in a setting. */
export class ApiKeys {
  readonly #secrets: SecretStorage;

  constructor(secrets: SecretStorage) {
    this.#secrets = secrets;
  }

  async get(baseUrl: string): Promise<string | undefined> {
    return await this.#secrets.get(secretName(baseUrl));
  }

  async set(baseUrl: string, key: string): Promise<void> {
    await this.#secrets.store(secretName(baseUrl), key);
  }

  async clear(baseUrl: string): Promise<void> {
    await this.#secrets.delete(secretName(baseUrl));
  }
}

/** The name a key is kept under; the same for addresses that differ in trailing slashes only. */
function secretName(baseUrl: string): string {
  return `ponder.apiKey:${baseUrl.trim().replace(/\/+$/, '')}`;
}
