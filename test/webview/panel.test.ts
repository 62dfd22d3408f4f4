// biome-ignore-all lint/performance/useDomNodeTextContent: what a person reads is the text as it is drawn
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Locator } from 'playwright-core';
import type { HostMessage, RunView } from '../../src/protocol.ts';
import { patchBetween } from '../../src/view/runPatch.ts';
import { viewOf } from '../../src/view/runView.ts';
import { keptTrace, longRun } from '../support/scenarios.ts';
import { searching } from '../support/searching.ts';
import { codeTask, type Draw, promptTask, traceOf } from '../support/traces.ts';
import { configOf, codeTask as madeUp, runIn, type World } from '../support/worlds.ts';
import { faintTexts } from './faintTexts.ts';
import { type OpenPanel, type PanelBrowser, startPanelBrowser, type Theme } from './panelBrowser.ts';
import { close } from './panelReading.ts';
import { shownStates, snapshotOf } from './shots.ts';

let browser: PanelBrowser;
const opened: OpenPanel[] = [];

before(async () => {
  browser = await startPanelBrowser();
});
after(async () => {
  await browser?.close();
});

async function open(options: Parameters<PanelBrowser['open']>[0] = {}): Promise<OpenPanel> {
  const panel = await browser.open(options);
  opened.push(panel);
  return panel;
}

async function showing(
  snapshot: HostMessage,
  options: Parameters<PanelBrowser['open']>[0] = {},
): Promise<OpenPanel> {
  const panel = await open(options);
  await panel.post(snapshot);
  await panel.page.locator('h1, .empty').first().waitFor();
  return panel;
}

const row = (panel: OpenPanel, name: RegExp): Locator => panel.page.getByRole('button', { name });

describe('a newcomer', () => {
  test('reads what was asked, how it ended and why, and what it cost', async () => {
    const panel = await showing(snapshotOf(await keptTrace('verified')));
    const header = (await panel.page.locator('header').innerText()).replace(/\s+/g, ' ');
    assert.match(
      header,
      /^clamp src\/math\/clamp\.js Verified: 4 of 4 tests passed, executed in the sandbox Stopped: a candidate passed every test/,
    );
    assert.match(header, /1,535 of 8,000 tokens 6\.5 s of 120 s$/);
    await close(panel);
  });

  test('finds the verified candidate open, with its tests, its code and what can be done with it', async () => {
    const panel = await showing(snapshotOf(await keptTrace('verified')));
    const chosen = row(panel, /^Candidate c6, Verified, reward 1\.00, 4 of 4 tests passed, 243 tokens$/);
    assert.equal(await chosen.getAttribute('aria-expanded'), 'true');
    const entry = panel.page.locator('.entry-leader');
    assert.equal(await entry.locator('.test-name').count(), 4);
    assert.match(await entry.locator('.text-code').innerText(), /Math\.min\(Math\.max\(value, from\), to\)/);
    await entry.getByRole('button', { name: 'Use c6' }).click();
    await entry.getByRole('button', { name: 'Show c6 as a diff' }).click();
    const { run } = (await keptTrace('verified'))[0] as { run: string };
    assert.deepEqual((await panel.posted()).slice(1), [
      { type: 'accept', run, candidate: 'c6' },
      { type: 'showDiff', run, candidate: 'c6' },
    ]);
    await close(panel);
  });

  test('sees of a run without tests what the chosen candidate does and how many do the same', async () => {
    const panel = await showing(snapshotOf(await keptTrace('unverified')));
    const chosen = row(panel, /^Candidate c2, Best attempt, alike 4 of 5, 227 tokens$/);
    assert.equal(await chosen.getAttribute('aria-expanded'), 'true');
    const table = panel.page.getByRole('region', { name: 'What c2 does' });
    const rows = await table.getByRole('row').allInnerTexts();
    assert.deepEqual(
      rows.slice(0, 3).map(text => text.replace(/\s+/g, ' ')),
      ['Call Gives Alike', 'clamp(6, 6, 1) 6 4 of 5', 'c1: 1'],
    );
    await table.focus();
    assert.equal(await panel.page.locator('.deeds-scroll:focus').count(), 1);
    const other = row(panel, /^Candidate c1, Not tested, alike 1 of 5/);
    await other.click();
    const differing = panel.page.getByRole('region', { name: 'What c1 does' }).getByRole('row');
    assert.match(await differing.nth(1).innerText(), /clamp\(6, 6, 1\)\s+1\s+1 of 5/);
    assert.match(await differing.nth(2).innerText(), /4 others: 6/);
    await close(panel);
  });

  test('sees of a failed run the best attempt and the assertion that failed', async () => {
    const panel = await showing(snapshotOf(await keptTrace('failed')));
    assert.match(
      await panel.page.locator('header').innerText(),
      /Not solved: the best attempt passes 2 of 4 tests/,
    );
    const leader = panel.page.locator('.entry-leader');
    assert.match(
      await leader.locator('.test-name').nth(1).innerText(),
      /^failed:\s+clamp > raises a value below/,
    );
    assert.match(await leader.locator('.text-message').first().innerText(), /7 !== 4/);
    await close(panel);
  });

  test('is told before the first run what this is, and can start from there', async () => {
    const panel = await showing({ type: 'snapshot', seq: 0, runs: [], readOnly: false });
    for (const name of ['Solve Function at Cursor', 'Open Playground', 'Choose Model']) {
      await panel.page.getByRole('button', { name }).click();
    }
    assert.deepEqual(
      (await panel.posted()).map(({ type }) => type),
      ['ready', 'solve', 'openPlayground', 'chooseModel'],
    );
    assert.match(await panel.page.locator('.empty').innerText(), /fails at most\s+others/);
    await close(panel);
  });

  test('stops a running run, and sees what it holds in flight', async () => {
    const { running } = await shownStates();
    assert.ok(running);
    const panel = await showing(running);
    assert.match(await panel.page.locator('header').innerText(), /880 held/);
    assert.equal(await panel.page.locator('.row-plain').count(), 2);
    await panel.page.getByRole('button', { name: 'Stop' }).click();
    assert.equal((await panel.posted()).at(-1)?.type, 'stop');
    await close(panel);
  });

  test('reads an answer with its votes', async () => {
    const panel = await showing(snapshotOf(await keptTrace('answered')));
    const answers = await panel.page.locator('.answers li').allInnerTexts();
    assert.deepEqual(
      answers.map(text => text.replace(/\s+/g, ' ').trim()),
      ['9 5 of 7', '8 2 of 7'],
    );
    assert.match(await panel.page.locator('.answers .text-prose').innerText(), /All but 9 ran away/);
    await close(panel);
  });

  test('can neither apply nor stop anything in a trace that is only looked at', async () => {
    const snapshot = snapshotOf(await keptTrace('verified'));
    const panel = await showing({ ...snapshot, readOnly: true } as HostMessage);
    assert.equal(await panel.page.getByRole('button', { name: 'Use c6' }).count(), 0);
    assert.equal(await panel.page.getByRole('button', { name: 'Show c6 as a diff' }).count(), 1);
    await close(panel);
  });

  test('chooses another run from the list', async () => {
    const snapshot = snapshotOf(await keptTrace('verified'));
    assert.ok(snapshot.type === 'snapshot' && snapshot.view);
    const runs = [
      { run: snapshot.view.run, label: 'clamp' },
      { run: 'earlier', label: 'unique, an hour ago' },
    ];
    const panel = await showing({ ...snapshot, runs });
    await panel.page.locator('vscode-dropdown').click();
    await panel.page.getByRole('option', { name: 'unique, an hour ago' }).click();
    assert.deepEqual((await panel.posted()).at(-1), { type: 'chooseRun', run: 'earlier' });
    await close(panel);
  });
});

describe('the figures', () => {
  test('of the chart, the table, the ledger and the trace are the same', async () => {
    const events = await keptTrace('verified');
    const last = events.at(-1);
    assert.equal(last?.type, 'run-ended');
    const panel = await showing(snapshotOf(events), { width: 1000 });
    const figures = async (name: string) =>
      Number((await panel.page.locator(`.ledger-${name} td`).first().innerText()).replace(',', ''));
    assert.equal(await figures('promptTokens'), last.spent.promptTokens);
    assert.equal(await figures('completionTokens'), last.spent.completionTokens);
    assert.equal(await figures('tokens'), last.spent.promptTokens + last.spent.completionTokens);
    await panel.page.getByRole('tab', { name: 'Table' }).click();
    const cells = await panel.page.locator('.figures .rows .figures-row').allInnerTexts();
    const numbers = cells.map(text =>
      [...text.matchAll(/(\d+)\s+(prompt|completion)/g)].map(match => Number(match[1])),
    );
    const tokens = numbers.flat().reduce((sum, value) => sum + value, 0);
    assert.equal(tokens, last.spent.promptTokens + last.spent.completionTokens);
    await close(panel);
  });

  test('of a chart bar are in proportion, and waste has a pattern', async () => {
    const events = await keptTrace('verified');
    const view = viewOf(events) as RunView;
    const panel = await showing(snapshotOf(events), { width: 1000 });
    const drawn = await panel.page.locator('.chart-row').evaluateAll(rows =>
      rows.map(element => {
        const [prompt, completion] = [...element.querySelectorAll('.chart-part')].map(
          part => part.getBoundingClientRect().width,
        );
        return [prompt ?? 0, completion ?? 0];
      }),
    );
    const perToken = (drawn[1]?.[0] ?? 0) / 184;
    for (const [place, { ended }] of view.actions.entries()) {
      assert.ok(Math.abs((drawn[place]?.[0] ?? 0) - perToken * (ended?.cost.promptTokens ?? 0)) < 0.5);
      assert.ok(Math.abs((drawn[place]?.[1] ?? 0) - perToken * (ended?.cost.completionTokens ?? 0)) < 0.5);
    }
    const wasted = view.actions.filter(action => action.ended?.waste).length;
    assert.equal(await panel.page.locator('.chart-row:has(.chart-wasted)').count(), wasted);
    const image = await panel.page.evaluate<string>(
      "getComputedStyle(document.querySelector('.chart-row .chart-wasted')).backgroundImage",
    );
    assert.match(image, /repeating-linear-gradient/);
    await close(panel);
  });

  test('that do not add up are called out', async () => {
    const events = (await keptTrace('verified')).map(event =>
      event.type === 'run-ended' ? { ...event, spent: { ...event.spent, calls: 99 } } : event,
    );
    const panel = await showing(snapshotOf(events));
    assert.match(
      await panel.page.locator('.notice').innerText(),
      /totals of this trace disagree: 7 calls .* 99 by the run/,
    );
    await close(panel);
  });
});

describe('a search of the workspace', () => {
  test('is told with what it found and why, and marks the candidates that were shown it', async () => {
    const world: World = {
      task: madeUp,
      seed: 3,
      right: 0.001,
      behaviours: 9,
      failing: 0,
      actions: ['search'],
    };
    const ran = await runIn(world, configOf({ concurrency: 1 }), new AbortController().signal, searching(2));
    const panel = await showing(snapshotOf(ran.events));
    const found = panel.page.getByRole('region', { name: 'Searches' });
    const text = (await found.innerText()).replace(/\s+/g, ' ');
    assert.match(text, /x1, shown to later samples \(decision 3, for what c1 failed at\) b\.js:1 defines g/);
    assert.equal(await row(panel, /^Candidate c3, .*shown what search x1 found/).count(), 1);
    assert.equal(await row(panel, /^Candidate c[12], .*shown what/).count(), 0);
    assert.equal(await row(panel, /^Decision 3: Buy a search$/).count(), 1);
    await close(panel);
  });

  test('that never took place takes no room', async () => {
    const panel = await showing(snapshotOf(await keptTrace('verified')));
    assert.equal(await panel.page.getByRole('region', { name: 'Searches' }).count(), 0);
    await close(panel);
  });
});

describe('hostile text', () => {
  const evil =
    '</pre><img src=x onerror="window.hacked=1"><script>window.hacked=1</script><style>*{display:none}</style>';

  test('of a model or a test stays text', async () => {
    const draws: readonly Draw[] = [
      { type: 'unusable', text: evil, error: evil },
      { type: 'code', code: evil, passes: [true, false, false, false] },
    ];
    const events = await traceOf({
      task: { ...codeTask, functionName: evil, file: evil, instruction: evil },
      policy: 'uniform',
      samples: 2,
      draw: sample => draws[sample] ?? { type: 'unusable', text: evil, error: evil },
    });
    const panel = await showing(snapshotOf(events));
    for (const candidate of ['c1', 'c2']) {
      const head = row(panel, new RegExp(`^Candidate ${candidate}`));
      if ((await head.getAttribute('aria-expanded')) === 'false') await head.click();
    }
    assert.equal(await panel.page.locator('#panel img, #panel script, #panel style').count(), 0);
    assert.equal(await panel.page.evaluate('window.hacked'), undefined);
    assert.equal(await panel.page.locator('.text-code pre').innerText(), evil);
    assert.equal(await panel.page.locator('.text-prose pre').innerText(), evil);
    await close(panel);
  });

  test('of an answer stays text', async () => {
    const events = await traceOf({
      task: { ...promptTask, text: evil } as typeof promptTask,
      draw: () => ({ type: 'answer', answer: evil, text: evil }),
    });
    const panel = await showing(snapshotOf(events));
    assert.equal(await panel.page.locator('#panel img, #panel script').count(), 0);
    assert.equal(await panel.page.locator('.answer').innerText(), evil);
    await close(panel);
  });

  test('in a message of another kind is not taken', async () => {
    const panel = await showing(snapshotOf(await keptTrace('verified')));
    for (const message of [null, 'x', { type: 'snapshot' }, { type: 'delta', seq: 1, patch: null }]) {
      await panel.post(message);
    }
    assert.match(await panel.page.locator('header').innerText(), /Verified/);
    await close(panel);
  });
});

describe('the keyboard', () => {
  test('moves through the candidates with one tab stop, and opens and closes them', async () => {
    const events = await keptTrace('failed');
    const last = new RegExp(`^Candidate ${viewOf(events)?.candidates.at(-1)?.id},`);
    const panel = await showing(snapshotOf(events));
    const { page } = panel;
    const focused = () => page.evaluate("document.activeElement?.getAttribute('aria-label')");
    assert.equal(await page.locator('.candidates .row[tabindex="0"]').count(), 1);
    await page.locator('.candidates .row[tabindex="0"]').focus();
    assert.match(String(await focused()), /^Before/);
    await page.keyboard.press('ArrowDown');
    assert.match(String(await focused()), /^Candidate c1/);
    await page.keyboard.press('ArrowRight');
    assert.equal(await row(panel, /^Candidate c1/).getAttribute('aria-expanded'), 'true');
    await page.keyboard.press('Enter');
    assert.equal(await row(panel, /^Candidate c1/).getAttribute('aria-expanded'), 'false');
    await page.keyboard.press('End');
    assert.match(String(await focused()), last);
    await page.keyboard.press('ArrowDown');
    assert.match(String(await focused()), last);
    await page.keyboard.press('Home');
    assert.match(String(await focused()), /^Before/);
    assert.equal(await page.locator('.candidates .row[tabindex="0"]').count(), 1);
    await close(panel);
  });

  test('reaches everything that can be pressed, and shows where it is', async () => {
    const panel = await showing(snapshotOf(await keptTrace('verified')));
    const seen = new Set<string>();
    for (let presses = 0; presses < 40; presses++) {
      await panel.page.keyboard.press('Tab');
      const at = await panel.page.evaluate(`(() => {
        const element = document.activeElement;
        if (!element || element === document.body) return '';
        const own = getComputedStyle(element);
        const inner = element.shadowRoot?.activeElement;
        const outlined = [own, ...(inner ? [getComputedStyle(inner)] : [])].some(
          style => style.outlineStyle !== 'none' || style.borderColor !== 'rgba(0, 0, 0, 0)' || style.boxShadow !== 'none');
        return (element.getAttribute('aria-label') ?? element.textContent) + (outlined ? '' : ' NOT OUTLINED');
      })()`);
      if (at === '') break;
      seen.add(String(at));
    }
    const reached = [...seen].join('\n');
    for (const name of [
      /^Candidates/m,
      /^Use c6$/m,
      /^Show c6 as a diff$/m,
      /^decision 5$/m,
      /^Chart$/m,
      /^Decision 1:/m,
      /^Open trace$/m,
    ]) {
      assert.match(reached, name);
    }
    assert.doesNotMatch(reached, /NOT OUTLINED/);
    await close(panel);
  });

  test('follows "decision 5" to why a candidate was bought, and back is not lost', async () => {
    const events = await keptTrace('verified');
    const bought = events.find(event => event.type === 'decision' && event.decision === 5);
    const [choice] = bought?.type === 'decision' ? bought.why.considered : [];
    const panel = await showing(snapshotOf(events));
    await panel.page.getByRole('button', { name: 'decision 5', exact: true }).click();
    const decision = row(panel, /^Decision 5: Buy c6/);
    assert.equal(await decision.getAttribute('aria-expanded'), 'true');
    await panel.until("document.activeElement?.getAttribute('aria-label')?.startsWith('Decision 5')");
    const detail = await panel.page.locator('.decisions .detail').innerText();
    assert.match(detail, new RegExp(`predicted\\s+228\\s+0\\.4 s\\s+${choice?.value.toFixed(3)}`));
    assert.match(detail, /actual\s+243\s+0\.6 s\s+1\.000/);
    await close(panel);
  });
});

describe('messages of the host', () => {
  test('a delta changes what is drawn', async () => {
    const events = await keptTrace('verified');
    const early = viewOf(events.slice(0, 9)) as RunView;
    const panel = await showing(snapshotOf(events.slice(0, 9), 3));
    await panel.post({ type: 'delta', seq: 4, patch: patchBetween(early, viewOf(events) as RunView) });
    await panel.page.getByText('Verified: 4 of 4 tests passed').first().waitFor();
    assert.equal(await panel.page.locator('.candidates .entry').count(), 7);
    assert.equal((await panel.posted()).length, 1);
    await close(panel);
  });

  test('a gap makes the panel ask for everything, once, and show it', async () => {
    const events = await keptTrace('verified');
    const patch = patchBetween(viewOf(events.slice(0, 9)) as RunView, viewOf(events) as RunView);
    const panel = await showing(snapshotOf(events.slice(0, 9), 3));
    for (const seq of [6, 7, 8]) await panel.post({ type: 'delta', seq, patch });
    await panel.until('posted.length === 2');
    assert.deepEqual((await panel.posted()).at(-1), { type: 'ready' });
    assert.equal(await panel.page.getByText('Verified: 4 of 4').count(), 0);
    await panel.post(snapshotOf(events, 9));
    await panel.page.getByText('Verified: 4 of 4 tests passed').first().waitFor();
    assert.equal((await panel.posted()).length, 2);
    await close(panel);
  });

  test('a reveal opens the decision that bought the candidate', async () => {
    const panel = await showing(snapshotOf(await keptTrace('verified')));
    await panel.page.getByRole('button', { name: /^Why/ }).click();
    assert.equal(await panel.page.locator('.decisions').count(), 0);
    await panel.post({ type: 'reveal', seq: 1, candidate: 'c4' });
    await panel.until("document.activeElement?.getAttribute('aria-label')?.startsWith('Decision 3: Buy c4')");
    await close(panel);
  });

  test('the state is announced politely, and not faster than it can be heard', async () => {
    const events = await keptTrace('verified');
    const panel = await showing(snapshotOf(events.slice(0, 4), 0));
    const status = panel.page.getByRole('status');
    assert.equal(await status.getAttribute('aria-live'), 'polite');
    const first = await status.innerText();
    for (let end = 5; end < 12; end++) await panel.post(snapshotOf(events.slice(0, end), end));
    assert.equal(await status.innerText(), first);
    await panel.post(snapshotOf(events, 12));
    await panel.until("document.querySelector('[role=status]').textContent.startsWith('Verified')");
    await close(panel);
  });
});

test('what a person opened stays open when the panel is made again', async () => {
  const snapshot = snapshotOf(await keptTrace('failed'));
  const panel = await showing(snapshot);
  await row(panel, /^Candidate c3/).click();
  await panel.page.getByRole('button', { name: /^Ledger/ }).click();
  const saved = await panel.page.evaluate('saved');
  await close(panel);
  const again = await showing(snapshot, { savedState: saved });
  assert.equal(await row(again, /^Candidate c3/).getAttribute('aria-expanded'), 'true');
  assert.equal(await again.page.locator('.ledger').count(), 0);
  await close(again);
});

test('a saved state of another kind does no harm', async () => {
  for (const savedState of [null, 7, { open: 'yes' }, { open: { a: 1 }, computeAs: {} }]) {
    const panel = await showing(snapshotOf(await keptTrace('failed')), { savedState });
    assert.match(await panel.page.locator('header').innerText(), /Not solved/);
    await close(panel);
  }
});

describe('the layout', () => {
  for (const width of [300, 600, 1200]) {
    test(`has nothing wider than the page at ${width} px, with everything open and very long words`, async () => {
      const long = 'x'.repeat(3000);
      const events = await traceOf({
        task: { ...codeTask, file: `src/${long}.js`, functionName: long },
        policy: 'auto',
        draw: sample =>
          sample === 1
            ? { type: 'unusable', text: long, error: long }
            : { type: 'code', code: `${long}\n`.repeat(80), passes: [true, false, false, false] },
      });
      const answered = await traceOf({
        task: { type: 'prompt', text: long },
        draw: () => ({ type: 'answer', answer: long, text: long }),
      });
      for (const trace of [events, answered, await keptTrace('unreachable')]) {
        const panel = await showing(snapshotOf(trace), { width });
        const closed = panel.page.locator('button.row[aria-expanded="false"]');
        while ((await closed.count()) > 0) await closed.first().click();
        const size = await panel.page.evaluate(
          '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
        );
        const [content = 0, page = 0] = size as number[];
        assert.ok(content <= page, `${content} px in ${page} px`);
        await close(panel);
      }
    });
  }

  test('has one column in a side bar and two in an editor tab', async () => {
    const snapshot = snapshotOf(await keptTrace('verified'));
    for (const [width, columns] of [
      [340, 1],
      [1000, 2],
    ] as const) {
      const panel = await showing(snapshot, { width });
      const lefts = await panel.page
        .locator('.column')
        .evaluateAll(all => all.map(one => one.getBoundingClientRect().left));
      assert.equal(new Set(lefts).size, columns);
      await close(panel);
    }
  });

  test('stands still for a person who asked for no motion', async () => {
    const { running } = await shownStates();
    assert.ok(running);
    const name =
      'document.querySelector(".codicon-modifier-spin") && getComputedStyle(document.querySelector(".codicon-modifier-spin")).animationName';
    const moving = await showing(running);
    assert.notEqual(await moving.page.evaluate(name), 'none');
    await close(moving);
    const still = await showing(running, { reducedMotion: true });
    assert.equal(await still.page.evaluate(name), 'none');
    await close(still);
  });
});

describe('a thousand candidates', () => {
  test('are drawn where they are seen, follow a scroll at once, and are reached with End', async () => {
    const events = await traceOf(longRun(1000));
    const panel = await showing(snapshotOf(events));
    const { page } = panel;
    assert.equal(
      await page
        .locator('.section-head')
        .first()
        .innerText()
        .then(text => /1000/.test(text)),
      true,
    );
    assert.ok((await page.locator('.candidates .entry').count()) < 120);
    const height = await page.evaluate<number>(
      'document.querySelector(".candidates .rows").getBoundingClientRect().height',
    );
    assert.ok(height >= 1001 * 22, `${height} px`);
    const frames = await page.evaluate<number[]>(`new Promise(done => {
      const times = [];
      let last = performance.now();
      const step = () => {
        const now = performance.now();
        times.push(now - last);
        last = now;
        window.scrollBy(0, 400);
        if (times.length < 41) requestAnimationFrame(step); else done(times.sort((a, b) => a - b));
      };
      requestAnimationFrame(step);
    })`);
    const median = frames[20] ?? Number.POSITIVE_INFINITY;
    assert.ok(median < 60, `${median} ms a frame`);
    await page.waitForTimeout(100);
    const seen = await page.evaluate<string>(
      'document.elementFromPoint(100, 450).closest(".entry, .rows")?.className',
    );
    assert.match(seen, /entry/);
    await page.locator('.candidates .row[tabindex="0"]').focus();
    await page.keyboard.press('End');
    await panel.until("document.activeElement?.getAttribute('aria-label')?.startsWith('Candidate c1000')");
    assert.ok((await page.locator('.candidates .entry').count()) < 160);
    await close(panel);
  });
});

for (const theme of ['dark', 'light', 'hcDark', 'hcLight'] satisfies Theme[]) {
  test(`every text can be read in ${theme}`, async () => {
    const panel = await showing(snapshotOf(await keptTrace('verified')), { theme, width: 1000 });
    const faint = await panel.page.evaluate<string[]>(`(${faintTexts})()`);
    assert.deepEqual(faint, []);
    await close(panel);
  });
}
