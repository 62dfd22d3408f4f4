// biome-ignore-all lint/performance/useDomNodeTextContent: what a person reads is the text as it is drawn
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { zeroCost } from '../../src/engine/cost.ts';
import type { GeneratedTest } from '../../src/engine/reward.ts';
import type { TraceBody, TraceEvent } from '../../src/engine/trace.ts';
import { keptTrace } from '../support/scenarios.ts';
import { type PanelBrowser, startPanelBrowser, type Theme } from './panelBrowser.ts';
import { snapshotOf } from './shots.ts';

let browser: PanelBrowser;
before(async () => {
  browser = await startPanelBrowser();
});
after(async () => {
  await browser?.close();
});

/** The kept run without tests, with a vote before its end that wrote these tests. */
async function withVotes(...votes: readonly (readonly GeneratedTest[])[]): Promise<readonly TraceEvent[]> {
  const events = await keptTrace('unverified');
  const bodies = votes.flatMap((tests, at): TraceBody[] => {
    const id = `j${at}`;
    const action = { type: 'judge', candidate: 'c2', votes: 1 } as const;
    const evidence = [{ type: 'generated-tests', tests }] as const;
    const reward = { value: 0, quality: 0, verified: false, evidence };
    return [
      { type: 'action-started', id, decision: 1, action, reserved: zeroCost },
      {
        type: 'action-ended',
        id,
        result: { type: 'judged', candidate: 'c2', reward },
        cost: zeroCost,
        leader: 'c2',
        quality: 0.5,
      },
    ];
  });
  const last = events.at(-1);
  assert.ok(last);
  const added = bodies.map(body => ({ ...body, seq: 0, at: last.at }));
  return [...events.slice(0, -1), ...added, last].map((event, seq): TraceEvent => ({ ...event, seq }));
}

const written = (call: string, expected: string, passes: readonly string[]): GeneratedTest => ({
  call,
  expected,
  weight: 0.5,
  outputs: { c1: 0, c2: 1, c3: 1, c4: 1 },
  passes,
});
const voted = () =>
  withVotes(
    [written('clamp(6, 6, 1)', '6', ['c2', 'c3', 'c4']), written('clamp(<b>, 1)', '"</td>"', ['c1'])],
    [],
  );

describe('tests that the model wrote', () => {
  test('stand in a table with who passes them, as evidence alone, reachable by keys, and as text', async () => {
    const panel = await browser.open({});
    await panel.post(snapshotOf(await voted()));
    const region = panel.page.getByRole('region', { name: 'Tests written by the model' });
    const rows = (await region.getByRole('row').allInnerTexts()).map(text => text.replace(/\s+/g, ' '));
    assert.equal(rows[0], 'Call Should give Passed by Likely right');
    assert.match(rows[1] ?? '', /^clamp\(6, 6, 1\) 6 3 of 4 ([6-9]\d|100)%$/);
    assert.match(rows[2] ?? '', /^clamp\(<b>, 1\) "<\/td>" 1 of 4 [1-3]?\d%$/);
    const section = panel.page.getByRole('region', { name: 'Generated tests', exact: true });
    assert.match(
      await section.innerText(),
      /Written by the model, only evidence: 2 replies, 1 without a test that can be run\./,
    );
    await region.focus();
    assert.equal(await panel.page.locator('.generated-tests .deeds-scroll:focus').count(), 1);
    assert.match(await panel.page.locator('header').innerText(), /not verified|unverified|no tests/i);
    assert.deepEqual(await panel.problems(), []);
    await panel.close();
  });

  test('are not there when none were asked for, and are no table when no reply held one', async () => {
    const panel = await browser.open({});
    await panel.post(snapshotOf(await keptTrace('unverified')));
    await panel.page.locator('h1').waitFor();
    assert.equal(await panel.page.getByRole('region', { name: 'Generated tests' }).count(), 0);
    await panel.post(snapshotOf(await withVotes([]), 1));
    const section = panel.page.getByRole('region', { name: 'Generated tests', exact: true });
    assert.match(await section.innerText(), /1 reply, 1 without a test/);
    assert.equal(await section.getByRole('table').count(), 0);
    await panel.close();
  });

  for (const theme of ['dark', 'light', 'hcDark', 'hcLight'] satisfies Theme[]) {
    test(`fit into a narrow panel, ${theme}`, async () => {
      const panel = await browser.open({ theme, width: 340, height: 700 });
      await panel.post(snapshotOf(await voted()));
      const section = panel.page.locator('.section-generated-tests');
      await section.waitFor();
      const shots = process.env.PONDER_SHOTS;
      if (shots !== undefined) await section.screenshot({ path: `${shots}/generated-tests-${theme}.png` });
      await panel.until('document.documentElement.scrollWidth <= document.documentElement.clientWidth');
      await panel.close();
    });
  }
});
