// A test of what a person sees: a real VS Code in a real browser with the built extension. To add one: write
// test/e2e/NAME.test.ts on node:test, `await using window = await openWorkbench({ folder })`, and act through
// `window.workbench` (src/dev/vscode/workbench.ts). One window takes about ten seconds, so one test may hold a whole story.
// Build first (`npm run build`); `npm run test:e2e` does.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { copyPlayground } from '../../src/dev/playground.ts';
import { openWorkbench } from '../../src/dev/vscode/openWorkbench.ts';

test('the Ponder view opens and its commands are in the palette', async () => {
  const folder = copyPlayground(
    path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'ponder-window-')), 'playground'),
  );
  await using window = await openWorkbench({ folder });
  const { workbench } = window;
  await workbench.openView('Ponder');
  await workbench.webview().locator('#panel').waitFor();
  await workbench.runCommand('Ponder: Show Panel');
  assert.deepEqual(await workbench.notifications(), []);
});
