// biome-ignore-all lint/performance/useDomNodeTextContent: what a person reads is the text as it is drawn
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { TraceEvent } from '../../src/engine/trace.ts';
import type { PanelContent, RunView } from '../../src/protocol.ts';
import { viewOf } from '../../src/view/runView.ts';
import { keptTrace } from '../support/scenarios.ts';
import { judgedTrace } from '../view/judgedRuns.ts';
import {
  extremeReports,
  extremeTrace,
  hebrew,
  longCritique,
  longName,
  markup,
  turning,
} from './extremeRuns.ts';
import { type OpenPanel, type PanelBrowser, startPanelBrowser } from './panelBrowser.ts';
import { close, opened, words } from './panelReading.ts';
import { snapshotOf } from './shots.ts';

let browser: PanelBrowser;
before(async () => {
  browser = await startPanelBrowser();
});
after(async () => {
  await browser?.close();
});

type Extra = Pick<PanelContent, 'askable' | 'judging' | 'judgeReports'>;

const everything: Extra = {
  askable: [{ name: longName, summary: 'It has a long name.' }],
  judgeReports: extremeReports,
};

async function showing(
  events: readonly TraceEvent[],
  extra: Extra = everything,
  width = 320,
): Promise<OpenPanel> {
  const panel = await browser.open({ width, savedState: { open: { judges: true } } });
  await panel.post({ ...snapshotOf(events), ...extra });
  await panel.page.locator('h1').waitFor();
  return panel;
}

describe('more than usual', () => {
  test('of votes is drawn when it is asked for, by keys, without losing the place', async () => {
    const panel = await showing(await extremeTrace());
    const votes = (await opened(panel, 'c1')).getByRole('region', { name: `Votes of judge ${longName}` });
    assert.match(
      await words(votes),
      /mean 0\.50 of 298 votes, \d+ for it, \d+ against, 1 could not be read, 1 dropped/,
    );
    const items = votes.locator('.votes > li');
    assert.equal(await items.count(), 8);
    await votes.getByRole('button', { name: 'Show all 300 votes' }).press('Enter');
    assert.equal(await items.count(), 300);
    await votes.locator('button:focus', { hasText: 'Show the first 8 votes' }).press('Enter');
    assert.equal(await items.count(), 8);
    await close(panel);
  });

  test('of a critique is cut, and whole on demand; a short one is never cut', async () => {
    const panel = await showing(await extremeTrace());
    const vote = (await opened(panel, 'c1')).locator('.votes').first().locator('li').nth(1);
    const [cut = ''] = await vote.locator('.said').allInnerTexts();
    assert.ok(cut.length < 500 && cut.endsWith('…') && longCritique.startsWith(cut.slice(0, -1)));
    await vote.getByRole('button', { name: 'Show all 5,000 characters' }).click();
    assert.equal(await vote.locator('.said').textContent(), longCritique);
    assert.equal(await vote.locator('xpath=../li[1]').getByRole('button').count(), 0);
    await close(panel);
  });

  test('of steps keeps their course and says which is the worst', async () => {
    const panel = await showing(await extremeTrace());
    const steps = (await opened(panel, 'c1')).getByRole('region', { name: 'Steps, by judge stepwise' });
    assert.match(
      await words(steps),
      /60 steps, the product of its steps counts, the worst is step 21, credit is what a step added worth from 0 to 1/,
    );
    const points = (await steps.locator('polyline').getAttribute('points'))?.split(' ') ?? [];
    assert.equal(points.length, 60);
    assert.deepEqual([points[20]?.split(',')[1], points[21]?.split(',')[1]], ['22.0', '2.0']);
    assert.equal(await steps.locator('.steps > li').count(), 8);
    await close(panel);
  });

  test('of judges is a line each for the dearest, whose tokens add up, and the words of all figures are told', async () => {
    const events = await extremeTrace();
    const panel = await showing(events);
    const rows = await panel.page.locator('.judge-spend tbody tr').allInnerTexts();
    const tokens = rows.map(row => Number(row.trim().split(/\s/).at(-1)?.replace(',', '')));
    const { judges } = viewOf(events) as RunView;
    assert.equal(rows.length, 9);
    assert.match(rows.at(-1) ?? '', /^31 others/);
    assert.equal(
      tokens.reduce((sum, one) => sum + one, 0),
      judges.reduce((sum, one) => sum + one.tokens, 0),
    );
    const section = panel.page.getByRole('region', { name: 'Judges', exact: true });
    assert.equal(await section.locator('.judges > li').count(), 6);
    assert.match(
      await words(section),
      /Its weight here is 6\.20, by 5,000 labels: a verdict changes the odds about 490 times\./,
    );
    await section.getByRole('button', { name: /^Show all \d+ judges$/ }).click();
    assert.match(
      await words(section),
      /It has no weight here, by 5,000 labels: by these alone it gets no say and no budget\./,
    );
    const explained = await section.locator('.figure-words dt').allTextContents();
    const drawn = await section.locator('.judge-figures dt').allTextContents();
    assert.ok(drawn.length > 100);
    assert.deepEqual(
      [...new Set(drawn)].filter(name => !explained.includes(name)),
      [],
    );
    const meaning = section.getByText('expected calibration error');
    assert.equal(await meaning.isVisible(), false);
    await section.getByText('What these figures mean').press('Enter');
    assert.equal(await meaning.isVisible(), true);
    await close(panel);
  });

  for (const width of [300, 400, 1000]) {
    test(`of everything fits into ${width} pixels, and no figure is none`, async () => {
      const panel = await showing(await extremeTrace(), everything, width);
      await opened(panel, 'c1');
      await opened(panel, 'c2');
      await panel.page.getByRole('tab', { name: 'Table' }).click();
      const more = panel.page.getByRole('button', { name: /^Show all/ });
      while ((await more.count()) > 0) await more.first().click();
      await panel.until('document.documentElement.scrollWidth <= document.documentElement.clientWidth');
      const text = await panel.page.locator('#panel').innerText();
      assert.doesNotMatch(text, /NaN|Infinity|undefined|null|e\+/);
      await close(panel);
    });
  }
});

describe('the text of a judge', () => {
  test('is never markup', async () => {
    const panel = await showing(await extremeTrace());
    const detail = await opened(panel, 'c1');
    assert.equal(await detail.locator('.votes').first().locator('.said').nth(3).textContent(), markup);
    assert.equal(await panel.page.locator('#panel img, #panel strong, #panel a').count(), 0);
    assert.equal(await panel.page.evaluate('window.hacked'), undefined);
    await close(panel);
  });

  test('runs in its own direction and turns nothing beside it', async () => {
    const panel = await showing(await extremeTrace());
    await opened(panel, 'c1');
    const styleOf = (text: string) =>
      panel.page.evaluate<readonly string[]>(`(() => {
        const said = [...document.querySelectorAll('.votes .said')].find(
          element => element.textContent.includes(${JSON.stringify(text)}));
        const { direction, unicodeBidi } = getComputedStyle(said);
        return [direction, unicodeBidi];
      })()`);
    assert.deepEqual(await styleOf(hebrew), ['rtl', 'isolate']);
    assert.deepEqual(await styleOf(turning), ['ltr', 'isolate']);
    await close(panel);
  });
});

describe('less than usual', () => {
  test('votes of which none could be read are no vote, with what was written on demand', async () => {
    const panel = await showing(await extremeTrace());
    const votes = (await opened(panel, 'c1')).getByRole('region', { name: 'Votes of judge pointwise' });
    assert.match(
      await words(votes),
      /^Votes of judge pointwise no vote counts, 3 could not be read no vote: could/,
    );
    await close(panel);
  });

  test('a run without judges has neither a list of them nor their accounts', async () => {
    const panel = await showing(await keptTrace('verified'), {});
    assert.equal(await panel.page.getByRole('region', { name: 'Judges' }).count(), 0);
    assert.equal(await panel.page.locator('.judge-spend, .judge-this').count(), 0);
    await close(panel);
  });

  test('judges without labels say so', async () => {
    const report = { ...extremeReports[1], judge: 'principles' } as (typeof extremeReports)[number];
    const panel = await showing(await judgedTrace(), { judgeReports: [report] });
    const section = panel.page.getByRole('region', { name: 'Judges', exact: true });
    assert.match(await words(section), /Nothing it said here could be compared with the truth yet\./);
    assert.equal(await section.locator('.figure-words, .judge-figures').count(), 0);
    await close(panel);
  });
});

describe('where the compute went', () => {
  test('is told by purpose and by judge, and a verdict that could not be read is waste with that reason', async () => {
    const panel = await showing(await judgedTrace(), {}, 1000);
    const compute = panel.page.locator('.compute');
    assert.match(
      await words(compute),
      /1,170 tokens: 120 on attempts \(10%\), 960 on judging \(82%\), 90 wasted \(8%\)\./,
    );
    assert.deepEqual((await compute.locator('.chart-name').allInnerTexts()).slice(2, 6), [
      'principles on c1',
      'stepwise on c1',
      'pointwise on c2',
      'c1 against c2',
    ]);
    await panel.page.getByRole('tab', { name: 'Table' }).click();
    assert.match(
      await words(compute),
      /pointwise on c2 70 prompt tokens 20 completion tokens 0\.00 s sandbox wasted: no verdict could be read/,
    );
    const spent = await panel.page.locator('.judge-spend tr').allInnerTexts();
    assert.deepEqual(
      spent.map(row => row.replace(/\s+/g, ' ').trim()),
      ['judge verdicts unread tokens', 'principles 6 2 750', 'stepwise 3 1 210', 'pointwise 1 1 90'],
    );
    const decisions = panel.page.getByRole('list', { name: 'Decisions' });
    assert.match(
      await words(decisions),
      /3 Buy 4 votes of principles on c1 .* 6 Buy c1 against c2 by principles/,
    );
    await close(panel);
  });

  test('has its words told where worth and price are shown', async () => {
    const panel = await showing(await keptTrace('verified'), {});
    const why = panel.page.getByRole('region', { name: 'Why' });
    assert.match(
      await words(why),
      /quality q\*: the chance that it is right .* Worth: .* An action pays while it is worth more\./,
    );
    await panel.page.getByRole('button', { name: /^Decision 2:/ }).click();
    assert.match(await words(why), /z, the reservation value/);
    await close(panel);
  });
});

describe('the focus', () => {
  test('stays on the button of a judge while it judges, and after', async () => {
    const events = await judgedTrace();
    const askable = [{ name: 'principles', summary: 'Writes principles, then scores by them.' }];
    const panel = await showing(events, { askable });
    await (await opened(panel, 'c2')).getByRole('button', { name: 'Judge c2 by principles' }).focus();
    const focused = () => panel.page.evaluate("document.activeElement.getAttribute('aria-label')");
    await panel.post({ ...snapshotOf(events, 1), askable, judging: 'c2' });
    await panel.page.getByText('Judging c2').waitFor();
    assert.equal(await focused(), 'Wait for the judge');
    await panel.post({ ...snapshotOf(events, 2), askable });
    await panel.until("!document.body.innerText.includes('Judging c2')");
    assert.equal(await focused(), 'Judge c2 by principles');
    await close(panel);
  });

  test('goes from the question that was answered to what was said', async () => {
    const events = await keptTrace('unverified');
    const panel = await showing(events, {});
    await panel.page.getByRole('button', { name: 'clamp(6, 6, 1) gives 1' }).press('Enter');
    const body = {
      type: 'expectation',
      call: 'clamp(6, 6, 1)',
      expected: '1',
      ran: ['c1'],
      passes: ['c1'],
    } as const;
    await panel.post(snapshotOf([...events, { ...body, seq: events.length, at: 9000 }], 1));
    await panel.until("document.activeElement.getAttribute('aria-label') === 'What you expect'");
    await close(panel);
  });
});

test('a prompt tells in the line how many votes a candidate has', async () => {
  const panel = await showing(await judgedTrace(), {});
  const row = panel.page.getByRole('button', { name: /^Candidate c1, .*2 votes of judges/ });
  assert.match(await words(row), /c1 9 2 votes/);
  await close(panel);
  const many = await showing(await extremeTrace());
  const all = many.page.getByRole('button', { name: /^Candidate c2, .*38 votes of judges/ });
  assert.match(await words(all), /38 votes$/);
  await close(many);
});

test('a question of long calls and outputs fits, and says what the answer is for', async () => {
  const panel = await browser.open({ width: 300 });
  const snapshot = snapshotOf(await keptTrace('unverified'));
  assert.ok(snapshot.type === 'snapshot' && snapshot.view);
  const outputs = ['x', 'y', 'z'].map(letter => letter.repeat(80));
  const question = { call: `clamp(${'9'.repeat(73)})`, outputs };
  await panel.post({ ...snapshot, view: { ...snapshot.view, questions: [question] } });
  const asked = panel.page.getByRole('region', { name: 'Which output is right?' });
  assert.match(await words(asked), /What you say picks among the attempts and can become a test\./);
  await asked.getByRole('button', { name: 'None of these outputs is right' }).click();
  await panel.until('document.documentElement.scrollWidth <= document.documentElement.clientWidth');
  for (const button of await asked.getByRole('button').all()) {
    const [box, around] = [await button.boundingBox(), await asked.boundingBox()];
    assert.ok(box && around && box.x + box.width <= around.x + around.width);
  }
  const shots = process.env.PONDER_SHOTS;
  if (shots !== undefined) await asked.screenshot({ path: `${shots}/question-long.png` });
  await close(panel);
});
