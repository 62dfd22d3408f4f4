import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { root } from '../../src/dev/checkout.ts';
import { treeOf } from '../../src/dev/processTree.ts';
import { launchChromium } from '../../src/dev/vscode/chromium.ts';
import { Workbench } from '../../src/dev/vscode/workbench.ts';

/** `npm start` as a person types it, where there is no display; in a process group of its own. */
function npmStart(): ChildProcess {
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...env } = process.env;
  return spawn('npm', ['start', '--silent'], {
    cwd: root,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** Resolves with the address once it is printed; everything that was printed is in the failure. */
function address(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout?.on('data', chunk => {
      output += chunk;
      const url = /^Ponder is ready: open (\S+) in a browser$/m.exec(output)?.[1];
      if (url) resolve(url);
    });
    child.once('exit', code => reject(new Error(`npm start ended (${code}):\n${output}`)));
  });
}

/** Ends it as Ctrl+C would, or in the way a person who lost patience does; gives what is left after six seconds. */
async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<number> {
  assert.ok(child.pid);
  const tree = treeOf(child.pid);
  assert.ok(tree.length >= 4, `npm, the script, the server and its host: ${tree.length}`);
  const exit = once(child, 'exit');
  process.kill(child.pid, signal);
  await exit;
  const deadline = Date.now() + 6000;
  const left = () => tree.filter(one => treeOf(one.pid).some(now => now.started === one.started));
  while (left().length > 0 && Date.now() < deadline) await new Promise(resolve => setTimeout(resolve, 100));
  return left().length;
}

test('npm start serves a usable editor, and Ctrl+C leaves no process behind', async () => {
  const child = npmStart();
  await using cleaning = new AsyncDisposableStack();
  cleaning.defer(async () => {
    if (child.exitCode === null && child.pid) process.kill(-child.pid, 'SIGKILL');
  });
  const url = await address(child);

  const refused = await fetch(new URL(url).origin);
  assert.equal(refused.status, 403, 'whoever has no token gets nothing');

  const browser = await launchChromium();
  cleaning.defer(() => browser.close());
  const workbench = new Workbench(await browser.newPage({ viewport: { width: 1400, height: 900 } }));
  await workbench.page.goto(url);
  await workbench.ready();
  await workbench.tab('README').first().waitFor();
  await workbench.openFile('javascript/src/numbers.js');
  assert.match(await workbench.editorText(), /function/);
  await workbench.openView('Ponder');
  await workbench.webview().locator('#panel').waitFor();

  assert.equal(await stop(child, 'SIGINT'), 0);
});

test('npm start that is killed leaves no process behind either', async () => {
  const child = npmStart();
  await address(child);
  assert.equal(await stop(child, 'SIGTERM'), 0);
});
