// biome-ignore-all lint/performance/useDomNodeTextContent: what a person reads is the text as it is drawn
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Evidence } from '../../src/engine/reward.ts';
import type { TraceEvent } from '../../src/engine/trace.ts';
import { keptTrace } from '../support/scenarios.ts';
import { type PanelBrowser, startPanelBrowser } from './panelBrowser.ts';
import { snapshotOf } from './shots.ts';

let browser: PanelBrowser;
before(async () => {
  browser = await startPanelBrowser();
});
after(async () => {
  await browser?.close();
});

/** No candidate passes f(2); what they give is a model's text. */
const examples: Evidence = {
  type: 'examples',
  examples: [
    { call: 'f(1)', expected: '1', output: '1', passed: true },
    { call: 'f(2)', expected: '2', output: '"<b>3</b>"', passed: false },
  ],
};

test('a candidate shows what it gives on each example, and which may be wrong', async () => {
  const events = (await keptTrace('unverified')).map((event): TraceEvent => {
    if (event.type !== 'action-ended' || event.result.type !== 'candidate') return event;
    const { candidate } = event.result;
    if (!candidate.reward) return event;
    const reward = { ...candidate.reward, evidence: [...candidate.reward.evidence, examples] };
    return { ...event, result: { type: 'candidate', candidate: { ...candidate, reward } } };
  });
  const panel = await browser.open({});
  await panel.post(snapshotOf(events));
  const row = panel.page.getByRole('button', { name: /^Candidate c2[, ]/ });
  await row.waitFor();
  if ((await row.getAttribute('aria-expanded')) === 'false') await row.click();
  const shown = panel.page.getByRole('region', { name: 'Examples of its documentation' });
  assert.deepEqual(
    (await shown.getByRole('listitem').allInnerTexts()).map(text => text.replace(/\s+/g, ' ').trim()),
    [
      'passed: f(1) gives 1',
      'failed: f(2) gives "<b>3</b>", expected 2 doubtful: no attempt gives that, so it does not decide',
    ],
  );
  assert.match(await shown.innerText(), /1 of 2 passed/);
  assert.deepEqual(await panel.problems(), []);
  await panel.close();
});
