import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as vscode from 'vscode';
import { attachPanel } from '../../src/editor/attachPanel.ts';
import { PanelHost } from '../../src/editor/panelHost.ts';
import { RunDesk } from '../../src/editor/runDesk.ts';
import type { PanelMessage } from '../../src/protocol.ts';
import { type MadeUpEnd, MadeUpPonder, madeUpCandidate, madeUpDiscovery } from '../support/fakePonder.ts';
import { newFile, openFile, solveAt, stage, until } from './extensionParts.ts';
import { Page } from './page.ts';

const old = 'function f(n) {\n  return n;\n}';
const fresh = 'function f(n) {\n  return 2 * n;\n}';
const extension = vscode.Uri.file('/extension');

function runOf(end: () => MadeUpEnd | Promise<MadeUpEnd>) {
  const ponder = new MadeUpPonder(request => madeUpDiscovery(request, old), end);
  return ponder.solve(
    madeUpDiscovery({ workspace: '/w', file: '/w/f.js', text: old, at: { type: 'line', line: 1 } }, old),
  );
}

test('a page is told nothing before it is ready, then it gets everything at once', async () => {
  const desk = new RunDesk();
  const host = new PanelHost(desk, extension, () => {});
  const page = new Page();
  host.attach(page.asView());
  await desk.follow(
    runOf(() => ({ candidates: [madeUpCandidate('c1', fresh, { passed: 4, total: 4 })] })),
    'f',
  );
  assert.equal(page.posted.length, 0);
  page.say({ type: 'ready' });
  const [snapshot] = page.posted;
  assert.equal(snapshot?.type, 'snapshot');
  assert.ok(snapshot.type === 'snapshot');
  assert.equal(snapshot.view?.candidates[0]?.verified, true);
  assert.equal(snapshot.view?.state.type, 'ended');
  assert.match(snapshot.runs[0]?.label ?? '', /^f, /);
  host.dispose();
});

test('a page that asks again, as it does after being hidden, gets everything again', async () => {
  const desk = new RunDesk();
  const host = new PanelHost(desk, extension, () => {});
  const page = new Page();
  host.attach(page.asView());
  page.say({ type: 'ready' });
  page.say({ type: 'ready' });
  await until('two snapshots', () => page.posted.filter(({ type }) => type === 'snapshot').length === 2);
  assert.deepEqual(
    page.posted.map(({ seq }) => seq),
    [0, 1],
  );
  host.dispose();
});

test('an earlier run can be chosen again, and a new run takes its place', async () => {
  const desk = new RunDesk();
  const host = new PanelHost(desk, extension, () => {});
  const ponder = new MadeUpPonder(
    request => madeUpDiscovery(request, old),
    () => ({ candidates: [] }),
  );
  for (const text of ['one', 'two']) await desk.follow(ponder.answer(text), text);
  const [one, two] = desk.records.map(({ run }) => run.id);
  assert.equal(host.content.view?.run, two);
  const page = new Page();
  host.attach(page.asView());
  page.say({ type: 'chooseRun', run: one });
  assert.equal(host.content.view?.run, one);
  page.say({ type: 'chooseRun', run: 'no such run' });
  assert.equal(host.content.view?.run, one);
  await desk.follow(ponder.answer('three'), 'three');
  assert.equal(host.content.view?.run, desk.records[2]?.run.id);
  host.dispose();
});

test('what is no message of the protocol is not handled', () => {
  const page = new Page();
  const handled: PanelMessage[] = [];
  attachPanel(page.asView(), extension, message => handled.push(message));
  for (const data of [
    null,
    'solve',
    { type: 'solve', run: 'x' },
    { type: 'eval', code: '1' },
    { type: 'stop' },
  ]) {
    page.say(data);
  }
  page.say({ type: 'stop', run: 'run-1' });
  assert.deepEqual(handled, [{ type: 'stop', run: 'run-1' }]);
});

test('the page may run its own script alone', () => {
  const page = new Page();
  attachPanel(page.asView(), extension, () => {});
  assert.match(page.webview.html, /default-src 'none'; script-src 'nonce-[\w-]{22}';/);
  assert.deepEqual(page.webview.options.localResourceRoots?.map(String), ['file:///extension/dist']);
});

test('"use this one" puts that candidate before the person', async () => {
  const second = 'function f() {}';
  const ponder = new MadeUpPonder(
    request => madeUpDiscovery(request, old),
    () => ({ candidates: [fresh, second].map((code, index) => madeUpCandidate(`c${index + 1}`, code)) }),
  );
  const staged = await stage(ponder);
  const uri = newFile(old);
  await openFile(uri);
  const record = await solveAt(staged, uri);
  await vscode.commands.executeCommand('ponder.reject');
  const page = new Page();
  staged.panel.attach(page.asView());
  page.say({ type: 'accept', run: record?.run.id, candidate: 'c2' });
  const { proposals } = staged.parts;
  await until(
    'c2 is offered',
    () => proposals.current?.offered[proposals.current.index]?.candidate.id === 'c2',
  );
  const shown = () =>
    vscode.window.visibleTextEditors.some(({ document }) => document.getText().endsWith(second));
  await until('c2 is shown', shown);
});

test('a candidate of a run that goes on can be compared', async () => {
  const desk = new RunDesk();
  const ponder = new MadeUpPonder(
    request => madeUpDiscovery(request, old),
    () => ({ candidates: [madeUpCandidate('c1', fresh, { passed: 4, total: 4 })] }),
  );
  const staged = await stage(ponder);
  const uri = newFile(`a();\n${old}\n`);
  await openFile(uri);
  const record = await solveAt(staged, uri);
  const page = new Page();
  staged.panel.attach(page.asView());
  page.say({ type: 'showDiff', run: record?.run.id, candidate: 'c1' });
  const shown = () => vscode.window.tabGroups.activeTabGroup.activeTab;
  await until('the diff is shown', () => shown()?.input instanceof vscode.TabInputTextDiff);
  assert.match(shown()?.label ?? '', /c1, Verified: 4 of 4 tests passed/);
  const input = shown()?.input as vscode.TabInputTextDiff;
  assert.equal(input.original.toString(), uri.toString());
  const right = await vscode.workspace.openTextDocument(input.modified);
  assert.equal(right.getText(), `a();\n${fresh}\n`);
  assert.equal(right.languageId, 'javascript');
  desk.dispose();
});

test('the panel opens in an editor tab, once', async () => {
  await stage(
    new MadeUpPonder(
      request => madeUpDiscovery(request, old),
      () => ({ candidates: [] }),
    ),
  );
  await vscode.commands.executeCommand('ponder.openPanel');
  await vscode.commands.executeCommand('ponder.openPanel');
  const tabs = () =>
    vscode.window.tabGroups.all.flatMap(group => group.tabs).filter(({ label }) => label === 'Ponder');
  await until('the tab is there', () => tabs().length > 0);
  assert.equal(tabs().length, 1);
});
