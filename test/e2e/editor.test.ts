// From a failing function to a verified fix with mouse and keys. A server on the loopback plays the model; discovery,
// engine, sandbox and panel are the real ones. Build first. PONDER_SHOTS names a folder for screenshots.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { copyPlayground } from '../../src/dev/playground.ts';
import { openWorkbench } from '../../src/dev/vscode/openWorkbench.ts';
import type { Workbench } from '../../src/dev/vscode/workbench.ts';
import { startFakeOpenAi } from '../support/fakeOpenAi.ts';
import { chooseServer } from './chooseServer.ts';

const wrong = 'function clamp(value, low, high) {\n  return Math.min(value, high);\n}';
const right = 'function clamp(value, low, high) {\n  return Math.min(Math.max(value, low), high);\n}';
const file = 'javascript/src/numbers.js';

/** A copy of the playground, and a server that gives these codes one after the other, the last one again and again. */
async function setUp(...codes: string[]) {
  const stack = new AsyncDisposableStack();
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'ponder-editor-'));
  stack.defer(() => fs.rmSync(scratch, { recursive: true, force: true }));
  const answers = codes.map(code => ({ text: `\`\`\`js\n${code}\n\`\`\``, delayMs: 700 }));
  const server = await startFakeOpenAi({ answers });
  stack.defer(() => server.close());
  const folder = copyPlayground(path.join(scratch, 'playground'));
  const env = { PONDER_DATA_DIR: path.join(scratch, 'data') };
  const settings = { 'files.autoSave': 'off', 'ponder.concurrency': 1, 'ponder.budget.maxCalls': 6 };
  const { workbench } = stack.use(await openWorkbench({ folder, settings, env }));
  const onDisk = () => fs.readFileSync(path.join(folder, file), 'utf8');
  return { workbench, server, onDisk, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

/** Presses the lens above the function whose line holds a text. */
async function pressLensAbove(workbench: Workbench, text: string): Promise<void> {
  const line = workbench.page.locator('.view-line', { hasText: text }).first();
  const lenses = workbench.page.locator('.codelens-decoration a', { hasText: 'Solve with Ponder' });
  await lenses.first().waitFor();
  const bottom = (await line.boundingBox())?.y ?? 0;
  const tops = await lenses.evaluateAll(all => all.map(lens => lens.getBoundingClientRect().top));
  const nearest = tops.findLastIndex(top => top < bottom);
  await lenses.nth(nearest).click();
}

async function shot(workbench: Workbench, name: string): Promise<void> {
  const folder = process.env.PONDER_SHOTS;
  if (folder) await workbench.screenshot(path.join(folder, `editor-${name}.png`));
}

test('a function is solved by its lens, shown as an inline change, accepted, and undone in one step', async () => {
  await using scene = await setUp(wrong, right);
  const { workbench, onDisk } = scene;
  const before = onDisk();
  await chooseServer(workbench, scene.server.baseUrl);
  await workbench.openFile(file);
  await pressLensAbove(workbench, 'function clamp');
  await workbench.codeLens('Accept').waitFor();
  await workbench.codeLens('Verified: 4 of 4 tests passed').waitFor();
  await shot(workbench, 'verified');
  const shown = await workbench.editorText();
  assert.match(
    shown,
    /if \(value < low\) return high;[\s\S]*return Math\.min\(Math\.max\(value, low\), high\);/,
  );
  assert.equal(onDisk(), before, 'nothing is written before the person accepts');
  await workbench.codeLens('Why').click();
  const panel = workbench.webview();
  await panel.getByText('Verified: 4 of 4 tests passed').first().waitFor();
  const revealed = panel.locator('[aria-label^="Decision"][aria-expanded="true"]').first();
  await revealed.waitFor();
  await shot(workbench, 'why');
  await revealed.click();
  await revealed.waitFor({ state: 'detached' });
  await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
  await workbench.page.locator('iframe.webview.ready:visible').waitFor({ state: 'detached' });
  await workbench.codeLens('Why').click();
  await revealed.waitFor();
  await workbench.codeLens('Accept').click();
  await workbench.tab('Proposal for').waitFor({ state: 'detached' });
  assert.match(await workbench.editorText(), /Math\.max\(value, low\), high\)/);
  assert.doesNotMatch(await workbench.editorText(), /return low;/);
  await workbench.page.keyboard.press('Control+Z');
  await workbench.page.keyboard.press('Control+S');
  await workbench.page.locator('.tab.active:not(.dirty)').waitFor();
  assert.equal(onDisk(), before);
});

test('when nothing passes, it says so; another candidate can be looked at and all of them rejected by key', async () => {
  const second = wrong.replace('Math.min(value, high)', 'high');
  await using scene = await setUp(wrong, second);
  const { workbench, onDisk } = scene;
  const before = onDisk();
  await chooseServer(workbench, scene.server.baseUrl);
  await workbench.openFile(file);
  await workbench.goToLine(22);
  await workbench.page.keyboard.press('Control+K');
  await workbench.page.keyboard.press('Control+;');
  await workbench.codeLens('Not verified').waitFor();
  const told = await workbench.notification(/no candidate passed/);
  assert.match(told, /It is shown for you to judge; it is not verified\. Stopped: /);
  for (const [theme, name] of [
    ['Dark Modern', 'vs-dark'],
    ['Light Modern', 'vs'],
    ['Dark High Contrast', 'hc-black'],
  ] as const) {
    await workbench.useTheme(theme);
    await workbench.page.locator(`.monaco-workbench.${name}`).waitFor();
    await shot(workbench, `failed-${name}`);
  }
  await workbench.codeLens('Next candidate (1 of 2)').click();
  await workbench.codeLens('Next candidate (2 of 2)').waitFor();
  await workbench.page.locator('.view-line', { hasText: 'function clamp' }).first().click();
  await workbench.page.keyboard.press('Control+Shift+Backspace');
  await workbench.tab('Proposal for').waitFor({ state: 'detached' });
  assert.equal(await workbench.page.locator('.tab.active.dirty').count(), 0);
  assert.equal(onDisk(), before);
});
