import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as vscode from 'vscode';
import { traceContent } from '../../src/editor/traceEditor.ts';
import type { TraceEvent } from '../../src/engine/trace.ts';
import { MadeUpPonder, madeUpCandidate, madeUpDiscovery } from '../support/fakePonder.ts';
import { newFile, stage, until } from './extensionParts.ts';

const old = 'function f(n) {\n  return n;\n}';
const service = () =>
  new MadeUpPonder(
    request => madeUpDiscovery(request, old),
    () => ({ candidates: [madeUpCandidate('c1', 'function f() {}', { passed: 4, total: 4 })] }),
  );

/** The lines of the trace of a made-up run. */
async function traceLines(): Promise<string[]> {
  const events: TraceEvent[] = [];
  const at = { type: 'line', line: 1 } as const;
  const run = service().solve(madeUpDiscovery({ workspace: '/w', file: '/w/f.js', text: old, at }, old));
  run.subscribe(event => events.push(event));
  await run.result;
  return events.map(event => JSON.stringify(event));
}

test('a trace opens in the panel, not as text', async () => {
  await stage(service());
  const uri = newFile(`${(await traceLines()).join('\n')}\n`, 'trace.jsonl');
  await vscode.commands.executeCommand('ponder.openTrace', uri);
  const input = () => vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  await until('the trace is shown', () => input() instanceof vscode.TabInputCustom);
  assert.equal((input() as vscode.TabInputCustom).viewType, 'ponder.trace');
});

test('a broken line is told with its number and the rest is shown', async () => {
  const { person } = await stage(service());
  const lines = (await traceLines()).with(1, '{"seq": 1, "type":');
  await vscode.commands.executeCommand('ponder.openTrace', newFile(lines.join('\n'), 'trace.jsonl'));
  await until('the line is told', () => person.told.length > 0);
  assert.match(person.told[0]?.message ?? '', /Line 2 is not JSON/);
  const { content } = traceContent(lines.join('\n'), false);
  assert.equal(content.view?.candidates.length, 1);
  assert.match(content.view?.warnings[0] ?? '', /Line 2/);
});

test('a whole trace shows its run and nothing to complain of', async () => {
  const { content, problems } = traceContent((await traceLines()).join('\n'), false);
  assert.deepEqual(problems, []);
  assert.equal(content.view?.headline.text, 'Verified: 4 of 4 tests passed, executed in the sandbox');
  assert.equal(content.readOnly, true);
});

test('a trace without an end was interrupted, but for one that is being written', async () => {
  const text = (await traceLines()).slice(0, 3).join('\n');
  assert.equal(traceContent(text, false).content.view?.state.type, 'interrupted');
  assert.equal(traceContent(text, true).content.view?.state.type, 'running');
});

for (const text of ['', 'not a trace', '[]\n{"seq":1}', '{"seq":0,"type":"run-ended"}']) {
  test(`a file that is no trace (${JSON.stringify(text)}) is told and shows nothing`, () => {
    const { content, problems } = traceContent(text, false);
    assert.equal(content.view, undefined);
    assert.ok(problems.length > 0);
  });
}
