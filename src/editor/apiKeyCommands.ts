import type { ApiKeys } from './apiKeys.ts';
import type { Person } from './person.ts';
import { readServiceSettings } from './settings.ts';

type Parts = { readonly person: Person; readonly keys: ApiKeys };

/** Ponder: Set API Key. The key is for the address in the settings and goes to no other. */
export async function setApiKey({ person, keys }: Parts): Promise<void> {
  const { baseUrl } = readServiceSettings();
  const key = await person.ask({
    title: `API key for ${baseUrl}`,
    prompt: 'Kept by the operating system, for this address only. It is in no setting and in no trace.',
    password: true,
    validateInput: text => (text.trim() === '' ? 'Paste the key.' : undefined),
  });
  if (!key?.trim()) return;
  await keys.set(baseUrl, key.trim());
  void person.tell('information', `The API key for ${baseUrl} is kept.`, []);
}

/** Ponder: Clear API Key. */
export async function clearApiKey({ person, keys }: Parts): Promise<void> {
  const { baseUrl } = readServiceSettings();
  const known = (await keys.get(baseUrl)) !== undefined;
  await keys.clear(baseUrl);
  const message = known ? `The API key for ${baseUrl} is deleted.` : `There is no API key for ${baseUrl}.`;
  void person.tell('information', message, []);
}
