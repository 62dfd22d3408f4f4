import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as vscode from 'vscode';

function ponder(): vscode.Extension<unknown> {
  const found = vscode.extensions.all.find(one => one.packageJSON.name === 'ponder');
  assert.ok(found, 'the extension is not loaded');
  return found;
}

before(async () => {
  await ponder().activate();
});

test('the extension activates', () => {
  assert.equal(ponder().isActive, true);
});

test('every contributed command is registered', async () => {
  const registered = new Set(await vscode.commands.getCommands(true));
  const contributed: { command: string }[] = ponder().packageJSON.contributes?.commands ?? [];
  assert.ok(contributed.length > 0, 'no command is contributed');
  const missing = contributed.filter(({ command }) => !registered.has(command));
  assert.deepEqual(missing, []);
});
