// biome-ignore-all lint/performance/useDomNodeTextContent: what a person reads is the text as it is drawn
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { TraceEvent } from '../../src/engine/trace.ts';
import type { HostMessage, JudgeReport, PanelContent } from '../../src/protocol.ts';
import { growing } from '../view/growingRun.ts';
import { byHand, judgedTrace, untestedTrace, withAfterwards } from '../view/judgedRuns.ts';
import { faintTexts } from './faintTexts.ts';
import { type OpenPanel, type PanelBrowser, startPanelBrowser, type Theme } from './panelBrowser.ts';
import { close, opened, words } from './panelReading.ts';
import { snapshotOf } from './shots.ts';

let browser: PanelBrowser;
before(async () => {
  browser = await startPanelBrowser();
});
after(async () => {
  await browser?.close();
});

const askable = [
  { name: 'principles', summary: 'Writes principles, then scores by them.' },
  { name: 'pointwise', summary: 'Reasons, then gives a score.' },
];

type Extra = Pick<PanelContent, 'askable' | 'judging' | 'judgeReports'>;
type Options = Parameters<PanelBrowser['open']>[0];

async function showing(
  events: readonly TraceEvent[],
  extra: Extra = {},
  options: Options = {},
): Promise<OpenPanel> {
  const panel = await browser.open(options);
  await panel.post({ ...snapshotOf(events), ...extra });
  await panel.page.locator('h1').waitFor();
  return panel;
}

describe('what judges say of a candidate', () => {
  test('is every vote with its reasons: unread ones are no vote, dropped ones are struck through and say why', async () => {
    const panel = await showing(await judgedTrace());
    const votes = (await opened(panel, 'c1')).getByRole('region', { name: 'Votes of judge principles' });
    assert.match(
      await words(votes),
      /^Votes of judge principles mean 0\.75 of 2 votes, 2 for it, 0 against, 1 could not be read, 1 dropped 0\.80 for it The answer follows/,
    );
    const items = votes.locator('.votes > li');
    assert.equal(await items.count(), 4);
    assert.match(await words(items.nth(1)), /^no vote: could not be read What the judge wrote$/);
    await items.nth(1).getByText('What the judge wrote').click();
    assert.match(await words(items.nth(1)), /I would say that this depends on the farmer$/);
    const dropped = items.nth(2);
    assert.match(
      await words(dropped),
      /0\.10 does not count: it is far from what .* \(meta reward 0\.20 of 1\) Sheep are/,
    );
    const struck = await dropped.locator('s').allInnerTexts();
    assert.deepEqual(
      struck.map(text => text.replace(/\s+/g, ' ').trim()),
      ['Struck out: 0.10', 'Sheep are animals.'],
    );
    assert.equal(await items.first().locator('s').count(), 0);
    await close(panel);
  });

  test('is a critique by principle with weight and score, as text and never as markup', async () => {
    const panel = await showing(await judgedTrace());
    const list = (await opened(panel, 'c1')).getByRole('list', { name: 'Critique by principle' }).first();
    assert.match(
      await words(list),
      /^Reads the question as it is put weight 3 0\.90 It takes .* Says how it comes to its answer weight 1\.5 0\.60 <b>One line<\/b>/,
    );
    assert.equal(await list.locator('b').count(), 0);
    const written = (await opened(panel, 'c1')).getByText('{"principles": []}');
    assert.equal(await written.isVisible(), false, 'what is no prose is shown on demand');
    await close(panel);
  });

  test('is step by step with what each is worth and added, and the program that checked one on demand', async () => {
    const panel = await showing(await judgedTrace());
    const steps = (await opened(panel, 'c1')).getByRole('region', { name: 'Steps, by judge stepwise' });
    assert.match(
      await words(steps),
      /3 steps, its worst step counts, the worst is step 2, 1 could not be read, credit is what a step added 1 worth so far 0\.90 credit/,
    );
    assert.match(
      await words(steps.locator('.steps > li').nth(1)),
      /^2 worth so far 0\.15 credit −0\.75 Step 2 So 17 - 9 = 9 ran away\. The sum is wrong\./,
    );
    const [back, forth] = [steps.locator('.diverging-against'), steps.locator('.diverging-for')];
    const middle = await steps.locator('.diverging').nth(1).boundingBox();
    const bar = await back.boundingBox();
    assert.ok(middle && bar && bar.width > 15 && bar.x + bar.width <= middle.x + middle.width / 2 + 1);
    assert.equal(await forth.count(), 1);
    assert.equal(await steps.getByText('print(17 - 9)').isVisible(), false);
    await steps.getByText('The judge checked this').focus();
    await panel.page.keyboard.press('Enter');
    assert.match(await words(steps.locator('.check')), /print\(17 - 9\) What it printed 8$/);
    await close(panel);
  });

  test('is against whom it was compared, in which order, and where the order decided', async () => {
    const panel = await showing(await judgedTrace());
    const compared = (await opened(panel, 'c1')).getByRole('region', { name: 'Compared with others' });
    const items = compared.locator('.comparisons > li');
    assert.match(
      await words(items.first()),
      /^against c2, by principles no difference The verdict changed with the order they were shown in, so it tells little\. c1 shown first: prefers c1 .* c2 shown first: prefers c2/,
    );
    assert.match(
      await words(items.nth(1)),
      /^against c2, by principles c1 is better c2 shown first: prefers c1 c1 shown first: no vote: could not be read$/,
    );
    await close(panel);
  });

  test('comes after how sure the model was, which is called a proxy where it is one', async () => {
    const panel = await showing(await judgedTrace());
    const sure = (await opened(panel, 'c1')).getByRole('region', { name: "The model's confidence" });
    assert.match(
      await words(sure),
      /not whether they are right; in nats, higher is surer \(a proxy: .* between 4\.30 and 13\.00 mean 11\.20 least sure tenth 4\.31 end 9\.87 self-certainty 3\.50$/,
    );
    assert.equal(await sure.locator('svg polyline').count(), 1);
    await close(panel);
  });

  test("comes with the editor's diagnostics where there are any", async () => {
    const panel = await showing(await untestedTrace());
    const found = (await opened(panel, 'c2')).getByRole('region', { name: 'Diagnostics' });
    assert.match(
      await words(found),
      /^Diagnostics 2 new problems error: Property 'mid' does not exist on type 'Math'\. \(line 2, type checker\) warning: This branch/,
    );
    await close(panel);
  });
});

describe('attempts and answers', () => {
  test('an attempt that grew by steps is one line, with what it grew from in its detail', async () => {
    const panel = await showing(await judgedTrace(growing));
    const rows = panel.page.getByRole('button', { name: /^Candidate c/ });
    assert.deepEqual(
      (await rows.allInnerTexts()).map(text => text.trim().split(/\s+/)[0]),
      ['c4', 'c5', 'c6', 'c7'],
    );
    assert.match((await rows.first().getAttribute('aria-label')) ?? '', /2 steps, not finished.*240 tokens/);
    assert.match(
      await words(await opened(panel, 'c5')),
      /after c1, c3, which it goes on from; 360 tokens together/,
    );
    const answers = panel.page.getByRole('region', { name: 'Answers' });
    assert.match(await words(answers), /6 2 of 3 5 1 of 3 1 attempt went no further than some steps\./);
    assert.doesNotMatch(await words(answers), /gave no answer/);
    await close(panel);
  });

  test('each answer has what judges said of it and the chance the run gave it', async () => {
    const standings = [{ candidate: 'c1', chance: 0.62 }];
    const events = (await judgedTrace()).map(event =>
      event.type === 'decision' ? { ...event, why: { ...event.why, standings } } : event,
    );
    const panel = await showing(events);
    const answers = await words(panel.page.getByRole('region', { name: 'Answers' }));
    assert.match(answers, /Samples alone left it open; with what judges said it is 9\./);
    assert.match(answers, /9 1 of 2 62% right principles: 2 for it, 0 against principles: better than 8/);
    await close(panel);
  });
});

describe('judging by hand', () => {
  test('asks the judge that was chosen, once the run has ended', async () => {
    const panel = await showing(await judgedTrace(), { askable });
    const detail = await opened(panel, 'c2');
    await detail.getByRole('button', { name: 'Judge c2 by principles' }).click();
    await detail.getByRole('combobox', { name: 'Judge' }).click();
    await panel.page.getByRole('option', { name: 'pointwise' }).click();
    assert.match(await words(detail.locator('.judge-this')), /Reasons, then gives a score\./);
    await detail.getByRole('button', { name: 'Judge c2 by pointwise' }).click();
    assert.deepEqual((await panel.posted()).slice(1), [
      { type: 'judge', run: 'judged', candidate: 'c2', by: 'principles' },
      { type: 'judge', run: 'judged', candidate: 'c2', by: 'pointwise' },
    ]);
    await close(panel);
  });

  test('says what is being judged and cannot be asked again meanwhile; a trace and a run under way never offer it', async () => {
    const events = await judgedTrace();
    const panel = await showing(events, { askable, judging: 'c2' });
    const detail = await opened(panel, 'c2');
    assert.equal(await words(detail.getByRole('status')), 'Judging c2');
    await detail.getByRole('button', { name: 'Wait for the judge', disabled: true }).click({ force: true });
    assert.equal((await panel.posted()).length, 1);
    assert.equal(await words((await opened(panel, 'c1')).getByRole('status')), 'c2 is being judged');
    assert.equal(await panel.page.getByRole('button', { name: /^Judge c/ }).count(), 0);
    for (const [at, snapshot] of [
      { ...snapshotOf(events) },
      { ...snapshotOf(events.slice(0, -1)), askable },
    ].entries()) {
      await panel.post({ ...snapshot, seq: at + 1 } satisfies HostMessage);
      await panel.until('!document.querySelector(".judge-this")');
    }
    await close(panel);
  });

  test('has a line of its own in the ledger, beside the limits', async () => {
    const panel = await showing(withAfterwards(await judgedTrace(), byHand('c2')));
    const ledger = panel.page.getByRole('region', { name: 'Ledger' });
    assert.match(
      await words(ledger),
      /judge verdicts unread tokens principles 6 2 750 .*Judged by you, after the run and beside its limits \(counted with the judges above, not in the run's figures\): 150 tokens in 2 calls\./,
    );
    assert.equal(await panel.page.locator('header .notice').count(), 0);
    await close(panel);
  });
});

describe('the question which output is right', () => {
  const ran = ['c1', 'c2', 'c3', 'c5', 'c6'];
  const run = '2026-11-23T06-00-00-code';

  test('is answered with a press', async () => {
    const panel = await showing(await untestedTrace());
    const question = panel.page.getByRole('region', { name: 'Which output is right?' });
    assert.match(await words(question), /no test tells which is right\. What should clamp\(6, 6, 1\) give\?/);
    await question.getByRole('button', { name: 'clamp(6, 6, 1) gives 1' }).click();
    assert.deepEqual((await panel.posted()).at(-1), {
      type: 'expect',
      run,
      call: 'clamp(6, 6, 1)',
      expected: '1',
    });
    await close(panel);
  });

  test('is answered with another value by keys, and an empty one is none', async () => {
    const panel = await showing(await untestedTrace());
    const question = panel.page.getByRole('region', { name: 'Which output is right?' });
    await question.getByRole('button', { name: 'None of these outputs is right' }).press('Enter');
    const field = question.getByRole('textbox', { name: 'clamp(6, 6, 1) gives' });
    await field.press('Enter');
    await field.fill(' 7 ');
    await field.press('Enter');
    const sent = (await panel.posted()).filter(({ type }) => type === 'expect');
    assert.deepEqual(sent, [{ type: 'expect', run, call: 'clamp(6, 6, 1)', expected: '7' }]);
    await close(panel);
  });

  test('goes away for good when the person does not want it, and is never put to a trace', async () => {
    const panel = await showing(await untestedTrace());
    await panel.page.getByRole('button', { name: "Don't ask" }).click();
    assert.equal(await panel.page.getByRole('region', { name: 'Which output is right?' }).count(), 0);
    const saved = await panel.page.evaluate('saved');
    await close(panel);
    const again = await showing(await untestedTrace(), {}, { savedState: saved });
    assert.equal(await again.page.getByRole('region', { name: 'Which output is right?' }).count(), 0);
    await close(again);
    const traced = await browser.open({});
    await traced.post({ ...snapshotOf(await untestedTrace()), readOnly: true });
    await traced.page.locator('h1').waitFor();
    assert.equal(await traced.page.getByRole('region', { name: 'Which output is right?' }).count(), 0);
    await close(traced);
  });

  test('leaves what was said: who does it, a test of it, and the best attempt that does', async () => {
    const expectation = {
      type: 'expectation',
      call: 'clamp(6, 6, 1)',
      expected: '1',
      ran,
      passes: ['c1'],
    } as const;
    const panel = await showing(withAfterwards(await untestedTrace(), expectation));
    const said = panel.page.getByRole('region', { name: 'What you expect' });
    assert.match(
      await words(said),
      /^You said clamp\(6, 6, 1\) gives 1: 1 of 5 attempts does\. Create test Use c1, which does$/,
    );
    await said.getByRole('button', { name: 'Create a test of clamp(6, 6, 1)' }).click();
    await said.getByRole('button', { name: 'Use c1' }).click();
    assert.deepEqual((await panel.posted()).slice(1), [
      { type: 'createTest', run, call: 'clamp(6, 6, 1)' },
      { type: 'accept', run, candidate: 'c1' },
    ]);
    assert.match(
      await words(await opened(panel, 'c2')),
      /clamp\(6, 6, 1\) does not give 1, as you said it should/,
    );
    assert.equal(
      await panel.page.getByRole('button', { name: /^Candidate c1, Does what you expect/ }).count(),
      1,
    );
    assert.equal(
      await panel.page
        .getByRole('button', { name: /^Candidate c2, Not what you expect of clamp\(6, 6, 1\)/ })
        .count(),
      1,
    );
    await close(panel);
  });
});

describe('the judges of a workspace', () => {
  const report: JudgeReport = {
    judge: 'principles',
    model: 'SmolLM2-135M-Instruct Q4_1',
    asked: 120,
    parsed: 0.85,
    dropped: 9,
    labels: 50,
    reliability: [
      { stated: 0.2, right: 0.4, number: 10 },
      { stated: 0.6, right: 0.5, number: 20 },
      { stated: 0.9, right: 0.55, number: 20 },
    ],
    stated: { ece: 0.221, brier: 0.297 },
    calibrated: { ece: 0.041, brier: 0.246 },
    orderConsistency: 0.62,
    positionBias: 0.81,
    lengthBias: 0.12,
    weight: 0.31,
    weights: [
      { labels: 1, weight: 0 },
      { labels: 10, weight: 0.2 },
      { labels: 50, weight: 0.31 },
    ],
  };
  const other = {
    ...report,
    judge: 'pointwise',
    model: 'another',
    labels: 0,
    weight: 0,
    weights: [],
    reliability: [],
  };
  const shown = { askable, judgeReports: [report, other] };

  test('start closed; each says what it was asked, what that cost, and how far it can be trusted', async () => {
    const panel = await showing(await judgedTrace(), shown);
    const section = panel.page.getByRole('region', { name: 'Judges', exact: true });
    assert.equal(await section.getByRole('img').count(), 0);
    await section.getByRole('button', { name: /Judges/ }).click();
    const cards = section.locator('.judges > li');
    assert.match(
      await words(cards.first()),
      /^principles Writes principles, then scores by them\. In this run: asked for 4 votes and 2 comparisons, 2 could not be read, 1 dropped, 750 tokens\. The run took it to approve of 75% of right attempts and 38% of wrong ones\. Its weight here is 0\.31, by 50 labels: a verdict changes the odds about 1\.4 times\. .* weight: from 0\.00 after 1 label to 0\.31 after 50 labels, at most 0\.31 ECE 0\.221 after calibration 0\.041 Brier 0\.297 same in both orders 62% for the first shown 81% for the longer \+0\.12 could be read 85%$/,
    );
    assert.equal(
      await cards.first().getByRole('img').getAttribute('aria-label'),
      'Reliability. score 0.20: 40% of 10 verdicts right; score 0.60: 50% of 20 verdicts right; score 0.90: 55% of 20 verdicts right',
    );
    assert.match(
      await words(cards.nth(2)),
      /^rubric Not asked: no weight: 50 labels show that its votes tell too little to pay\./,
    );
    assert.match(
      await words(cards.last()),
      /^pointwise by another, not in this run Reasons, then gives a score\. Nothing it said here could be compared/,
    );
    await close(panel);
  });

  for (const theme of ['dark', 'light', 'hcDark', 'hcLight'] satisfies Theme[]) {
    for (const width of [300, 1000]) {
      test(`and all evidence fit into the panel, ${theme} at ${width} pixels`, async () => {
        const shots = process.env.PONDER_SHOTS;
        const expectation = {
          type: 'expectation',
          call: 'clamp(6, 6, 1)',
          expected: '7',
          ran: ['c1'],
          passes: [],
        } as const;
        for (const [name, events] of Object.entries({
          judged: await judgedTrace(),
          untested: await untestedTrace(),
          expected: withAfterwards(await untestedTrace(), expectation, byHand('c2')),
        })) {
          const panel = await showing(events, shown, {
            theme,
            width,
            height: 700,
            savedState: { open: { judges: true } },
          });
          await opened(panel, 'c1');
          await opened(panel, 'c2');
          if (name === 'untested')
            await panel.page.getByRole('button', { name: 'None of these outputs is right' }).click();
          if (shots !== undefined)
            await panel.page.screenshot({
              path: `${shots}/evidence-${name}-${theme}-${width}.png`,
              fullPage: true,
            });
          await panel.until('document.documentElement.scrollWidth <= document.documentElement.clientWidth');
          assert.deepEqual(await panel.page.evaluate(`(${faintTexts})()`), []);
          await close(panel);
        }
      });
    }
  }
});
