// A function without tests in the real editor: the person has a candidate judged by hand, says which output is right, and
// makes a test of it. A server on the loopback plays the model; all else is real. Build first.
// PONDER_SHOTS names a folder for screenshots in three themes.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { copyPlayground } from '../../src/dev/playground.ts';
import { openWorkbench } from '../../src/dev/vscode/openWorkbench.ts';
import type { Workbench } from '../../src/dev/vscode/workbench.ts';
import { seededRandom } from '../../src/engine/random.ts';
import { workspaceKey } from '../../src/store/history.ts';
import { addJudgeLabel, judgeLabelsFileOf } from '../../src/store/judgeLabels.ts';
import { readTrace } from '../../src/store/traceFile.ts';
import { viewOf } from '../../src/view/runView.ts';
import { type FakeAnswer, type SeenRequest, startFakeOpenAi } from '../support/fakeOpenAi.ts';
import { drawnLabels } from '../support/judgeLabels.ts';
import { chooseServer } from './chooseServer.ts';

const source = `/**
 * The middle one of some numbers when they stand in order; of an even count the lower of the two.
 *
 * @param {number[]} numbers
 * @returns {number}
 */
export function middle(numbers) {
  return 0;
}
`;
const unsorted =
  'export function middle(numbers) {\n  return numbers[Math.floor((numbers.length - 1) / 2)];\n}';
const sorted = `export function middle(numbers) {
  const ordered = [...numbers].sort((left, right) => left - right);
  return ordered[Math.floor((ordered.length - 1) / 2)];
}`;

/** What the model says: candidates in turn, and verdicts of which one is unreadable. */
function played() {
  const [codes, verdicts] = [
    [unsorted, sorted, unsorted],
    ['good', 'bad', 'unread', 'good'],
  ];
  const asked = { codes: 0, verdicts: 0 };
  return ({ body }: SeenRequest): FakeAnswer => {
    if (!JSON.stringify(body.messages).includes('Score: N')) {
      const code = codes[asked.codes % codes.length];
      asked.codes += 1;
      return { text: `\`\`\`js\n${code}\n\`\`\``, delayMs: 100 };
    }
    const verdict = verdicts[asked.verdicts % verdicts.length];
    asked.verdicts += 1;
    if (verdict === 'unread') return { text: 'It rather depends on what is meant by the middle.' };
    return verdict === 'good'
      ? { text: 'It takes the place between the two ends, and rounds down for an even count.\nScore: 8' }
      : { text: 'The numbers need not stand in order, and it never puts them in order.\nScore: 2' };
  };
}

/** A playground with a function that has no test, where a judge is known from earlier runs. */
async function setUp() {
  const stack = new AsyncDisposableStack();
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'ponder-judged-'));
  stack.defer(() => fs.rmSync(scratch, { recursive: true, force: true, maxRetries: 5 }));
  const server = await startFakeOpenAi({ answers: played() });
  stack.defer(() => server.close());
  const folder = copyPlayground(path.join(scratch, 'playground'));
  fs.writeFileSync(path.join(folder, 'javascript/src/middle.js'), source);
  const data = path.join(scratch, 'data');
  fs.mkdirSync(data);
  for (const label of drawnLabels(60, { right: 0.8, wrong: 0.35 }, seededRandom('earlier')))
    addJudgeLabel(judgeLabelsFileOf(data), {
      workspace: workspaceKey(folder),
      label: { ...label, judge: 'pointwise', model: 'played' },
    });
  const settings = {
    'files.autoSave': 'off',
    'ponder.rewards': ['pointwise'],
    'ponder.effort': 'quick',
    'ponder.concurrency': 1,
    'ponder.budget.maxCalls': 14,
  };
  const { workbench } = stack.use(await openWorkbench({ folder, settings, env: { PONDER_DATA_DIR: data } }));
  const trace = () => {
    const [file] = fs.readdirSync(path.join(data, 'traces'));
    return readTrace(fs.readFileSync(path.join(data, 'traces', file ?? ''), 'utf8')).events;
  };
  return { workbench, server, trace, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

async function shots(workbench: Workbench, name: string): Promise<void> {
  const target = process.env.PONDER_SHOTS;
  if (!target) return;
  await workbench.runCommand('Notifications: Clear All Notifications');
  for (const [theme, shown] of [
    ['Light Modern', 'light'],
    ['Dark High Contrast', 'contrast'],
    ['Dark Modern', 'dark'],
  ] as const) {
    await workbench.useTheme(theme);
    await workbench.page.waitForTimeout(500);
    await workbench.screenshot(path.join(target, `${name}-${shown}.png`));
  }
}

test('code without tests is judged by hand; the person says what is right, and that becomes a test', async () => {
  await using scene = await setUp();
  const { workbench, trace } = scene;
  await chooseServer(workbench, scene.server.baseUrl);
  await workbench.openView('Ponder');
  await workbench.openFile('javascript/src/middle.js');
  await workbench.goToLine(8);
  await workbench.runCommand('Ponder: Solve Code Task');
  await workbench.notificationButton('Go On Unverified').click();
  const panel = workbench.webview();
  await panel.getByText('Not verified: no test could be run').first().waitFor();
  const candidate = panel.locator('.entry-leader');
  await candidate.getByRole('button', { name: /^Judge c\d+ by pointwise$/ }).click();
  const votes = candidate.getByRole('region', { name: 'Votes of judge pointwise' });
  await votes.waitFor();
  await votes.scrollIntoViewIfNeeded();
  await shots(workbench, 'judged');
  await panel.getByRole('region', { name: 'Judges' }).getByRole('button').first().click();
  await panel.getByRole('img', { name: /^Reliability\./ }).waitFor();
  await panel.getByRole('img', { name: /^Reliability\./ }).scrollIntoViewIfNeeded();
  await shots(workbench, 'judges');

  const question = panel.getByRole('region', { name: 'Which output is right?' });
  await question.scrollIntoViewIfNeeded();
  await shots(workbench, 'question');
  const call = await question.locator('code').first().textContent();
  await question
    .getByRole('button', { name: / gives / })
    .last()
    .click();
  await panel.getByRole('button', { name: `Create a test of ${call ?? ''}` }).click();
  await workbench.tab('middle.test.js').waitFor();
  assert.match(await workbench.editorText(), /import \{ middle \} from/);
  await shots(workbench, 'test');
  await panel.getByRole('button', { name: 'Open trace' }).click();
  await workbench.tab('.trace.jsonl').waitFor();
  const opened = workbench.webview(1);
  await opened.getByText('Not verified: no test could be run').first().waitFor();
  assert.equal(
    await opened.getByRole('button', { name: /^Judge c\d+ by/ }).count(),
    0,
    'it is only looked at',
  );

  const view = viewOf(trace());
  assert.ok(view?.ledger.byHand && view.ledger.byHand.calls > 0);
  assert.deepEqual(view.warnings, []);
  assert.equal(view.expectations[0]?.call, call);
  const [best] = view.meeting;
  assert.ok(best !== undefined && best !== view.chosen, 'another candidate does what the person expects');
});
