// biome-ignore-all lint/performance/useDomNodeTextContent: what a person reads is the text as it is drawn
import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { OpenPanel } from './panelBrowser.ts';

/** Opens a candidate and gives what is below its line. */
export async function opened(panel: OpenPanel, id: string): Promise<Locator> {
  const row = panel.page.getByRole('button', { name: new RegExp(`^Candidate ${id}[, ]`) });
  if ((await row.getAttribute('aria-expanded')) === 'false') await row.click();
  return panel.page.locator('.entry', { has: row }).locator('.detail');
}

/** What a person reads there, in one line. */
export async function words(place: Locator): Promise<string> {
  return (await place.innerText()).replace(/\s+/g, ' ');
}

/** The end of every test: nothing was refused by the content security policy, and no script failed. */
export async function close(panel: OpenPanel): Promise<void> {
  assert.deepEqual(await panel.problems(), []);
  await panel.close();
}
