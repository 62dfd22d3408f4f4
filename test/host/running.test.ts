import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as vscode from 'vscode';
import { GenerationError } from '../../src/engine/languageModel.ts';
import { type MadeUpEnd, MadeUpPonder, madeUpCandidate, madeUpDiscovery } from '../support/fakePonder.ts';
import { newFile, openFile, solveAt, stage, until } from './extensionParts.ts';

const old = 'function f(n) {\n  return n;\n}';
const fresh = 'function f(n) {\n  return 2 * n;\n}';
const verified: MadeUpEnd = { candidates: [madeUpCandidate('c1', fresh, { passed: 4, total: 4 })] };

function ending(end: () => MadeUpEnd | Promise<MadeUpEnd>): MadeUpPonder {
  return new MadeUpPonder(request => madeUpDiscovery(request, old), end);
}

function never(): Promise<MadeUpEnd> {
  return new Promise(() => {});
}

test('Stop ends the run and its result says so', async () => {
  const staged = await stage(ending(never));
  const uri = newFile(old);
  await openFile(uri);
  const solving = solveAt(staged, uri);
  await until('the run is under way', () => staged.parts.runs.active !== undefined);
  await vscode.commands.executeCommand('ponder.stop');
  const record = await solving;
  assert.equal(record?.outcome?.status, 'cancelled');
  assert.equal(staged.parts.runs.active, undefined);
  assert.match(staged.person.told.at(-1)?.message ?? '', /Stopped by you/);
});

test('a second run asks first: it leaves the running one alone, or stops it and goes on', async () => {
  let ends = 0;
  const ponder = ending(() => (ends++ === 0 ? never() : verified));
  const staged = await stage(ponder);
  const uri = newFile(old);
  await openFile(uri);
  const first = solveAt(staged, uri);
  await until('the run is under way', () => staged.parts.runs.active !== undefined);
  await solveAt(staged, uri);
  assert.match(staged.person.told.at(-1)?.message ?? '', /still at work/);
  assert.equal(ponder.solved.length, 1);
  staged.person.presses = ['Stop It and Go On'];
  await vscode.commands.executeCommand('ponder.solve', { uri, line: 1 });
  assert.equal((await first)?.outcome?.status, 'cancelled');
  assert.equal(ponder.solved.length, 2);
  assert.equal(staged.parts.runs.records.at(-1)?.outcome?.status, 'verified');
});

test('a run works on the text in the editor, saved or not', async () => {
  const ponder = ending(() => verified);
  const staged = await stage(ponder);
  const uri = newFile(old);
  const { document } = await openFile(uri);
  const edit = new vscode.WorkspaceEdit();
  edit.insert(uri, new vscode.Position(0, 0), '// not saved\n');
  await vscode.workspace.applyEdit(edit);
  await solveAt(staged, uri, 2);
  assert.equal(ponder.requests[0]?.text, `// not saved\n${old}`);
  assert.equal(document.isDirty, true);
  await document.save();
});

test('without an open file the person is told what to do', async () => {
  const staged = await stage(ending(() => verified));
  await vscode.commands.executeCommand('ponder.solve');
  assert.match(staged.person.told.at(-1)?.message ?? '', /No file is open/);
  assert.deepEqual(staged.person.told.at(-1)?.buttons, ['Open Playground']);
});

test('a file that was never saved is refused with a button that saves it', async () => {
  const ponder = ending(() => verified);
  const staged = await stage(ponder);
  const document = await vscode.workspace.openTextDocument({ language: 'javascript', content: old });
  await vscode.window.showTextDocument(document);
  await vscode.commands.executeCommand('ponder.solve');
  assert.match(staged.person.told.at(-1)?.message ?? '', /never saved/);
  assert.deepEqual(staged.person.told.at(-1)?.buttons, ['Save']);
  assert.equal(ponder.requests.length, 0);
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
});

test('a file outside of the workspace is refused', async () => {
  const staged = await stage(ending(() => verified));
  await solveAt(staged, vscode.Uri.file(__filename));
  assert.match(staged.person.told.at(-1)?.message ?? '', /no open folder/);
  assert.deepEqual(staged.person.told.at(-1)?.buttons, ['Open Folder', 'Open Playground']);
});

const refusals = [
  { code: 'unknown-language', button: 'Open Playground' },
  { code: 'syntax-error', button: 'Show Log' },
  { code: 'no-function', button: 'Show Log' },
  { code: 'outside-workspace', button: 'Open Folder' },
] as const;

for (const { code, button } of refusals) {
  test(`a refusal (${code}) is shown with its action and a button`, async () => {
    const refused = {
      type: 'refused',
      code,
      message: `What is wrong: ${code}.`,
      action: 'What to do.',
    } as const;
    const staged = await stage(
      new MadeUpPonder(
        () => refused,
        () => verified,
      ),
    );
    const uri = newFile(old);
    await openFile(uri);
    await solveAt(staged, uri);
    const told = staged.person.told.at(-1);
    assert.equal(told?.message, `What is wrong: ${code}. What to do.`);
    assert.ok(told?.buttons.includes(button));
    assert.equal(staged.parts.runs.active, undefined);
  });
}

function untested(commands: (string | undefined)[]): MadeUpPonder {
  return new MadeUpPonder(
    request => {
      commands.push(request.testCommand);
      const found = madeUpDiscovery(request, old);
      const { tests, ...task } = found.task;
      return request.testCommand === undefined ? { ...found, task } : found;
    },
    () => ({ candidates: [madeUpCandidate('c1', fresh)], status: 'unverified' }),
  );
}

test('where no test is found, the person may name a command', async () => {
  const commands: (string | undefined)[] = [];
  const staged = await stage(untested(commands));
  staged.person.presses = ['Name a Test Command...'];
  staged.person.types = [' make check '];
  const uri = newFile(old);
  await openFile(uri);
  await solveAt(staged, uri);
  assert.deepEqual(commands, [undefined, 'make check']);
});

test('where no test is found, the person may go on, and the end does not claim to be verified', async () => {
  const staged = await stage(untested([]));
  staged.person.presses = ['Go On Unverified'];
  const uri = newFile(old);
  await openFile(uri);
  await solveAt(staged, uri);
  assert.match(staged.person.told.at(-1)?.message ?? '', /no test could be run.*not verified/);
});

test('where no test is found and the person turns away, nothing runs', async () => {
  const ponder = untested([]);
  const staged = await stage(ponder);
  const uri = newFile(old);
  await openFile(uri);
  await solveAt(staged, uri);
  assert.equal(ponder.solved.length, 0);
});

test('a service that cannot be built is told with what helps', async () => {
  const staged = await stage(
    new GenerationError('unauthorized', 'The server refused the key.', 'Set another.'),
  );
  const uri = newFile(old);
  await openFile(uri);
  await solveAt(staged, uri);
  const told = staged.person.told.at(-1);
  assert.equal(told?.message, 'The server refused the key. Set another.');
  assert.deepEqual(told?.buttons, ['Set API Key', 'Open Settings']);
});

test('a run that ends in a failure offers the button of that failure', async () => {
  const ponder = ending(() => ({
    candidates: [],
    status: 'failed',
    stop: 'failed',
    reason: 'No isolation. Install bubblewrap.',
    failure: { code: 'no-isolation', message: 'No isolation.', action: 'Install bubblewrap.' },
  }));
  const staged = await stage(ponder);
  const uri = newFile(old);
  await openFile(uri);
  await solveAt(staged, uri);
  const told = staged.person.told.at(-1);
  assert.match(told?.message ?? '', /no candidate to show\. No isolation\. Install bubblewrap\./);
  assert.deepEqual(told?.buttons, ['Set Up Sandbox']);
});

test('a trace that could not be written is said once', async () => {
  const ponder = ending(() => ({ ...verified, traceProblem: 'The disk is full.' }));
  const staged = await stage(ponder);
  const uri = newFile(old);
  await openFile(uri);
  await solveAt(staged, uri);
  assert.equal(staged.person.told.filter(({ message }) => message === 'The disk is full.').length, 1);
});

test('when nothing passed, the end says so, shows the best attempt and what could help', async () => {
  const ponder = ending(() => ({ candidates: [madeUpCandidate('c1', fresh, { passed: 2, total: 4 })] }));
  const staged = await stage(ponder);
  const uri = newFile(old);
  await openFile(uri);
  await solveAt(staged, uri);
  const told = staged.person.told.at(-1);
  assert.match(told?.message ?? '', /no candidate passed\. Best attempt: 2 of 4 tests passed/);
  assert.deepEqual(told?.buttons, ['Show Panel', 'Choose Model', 'Open Settings']);
  assert.ok(staged.parts.proposals.current);
});

test('a selected prompt is answered in a document beside', async () => {
  const sample = (id: string) => ({
    ...madeUpCandidate(id, ''),
    text: 'It is 42',
    answer: '42',
    behaviour: '42',
  });
  const ponder = ending(() => ({
    candidates: [sample('c1'), sample('c2')],
    status: 'answered',
    stop: 'settled',
  }));
  await stage(ponder);
  const editor = await openFile(newFile('What is 6 * 7?', 'md'));
  editor.selection = new vscode.Selection(0, 0, 0, 99);
  await vscode.commands.executeCommand('ponder.answer');
  const shown = vscode.window.visibleTextEditors.find(
    ({ document }) => document.uri.scheme === 'ponder-answer',
  );
  assert.match(shown?.document.getText() ?? '', /2 of 2 samples agree/);
  assert.equal(shown?.document.languageId, 'markdown');
  assert.notEqual(shown?.viewColumn, editor.viewColumn);
});

test('without a selection a prompt may be typed', async () => {
  const ponder = ending(() => ({ candidates: [], status: 'failed', reason: 'No sample holds an answer.' }));
  const staged = await stage(ponder);
  staged.person.presses = ['Type a Prompt...'];
  staged.person.types = ['What is 6 * 7?'];
  await vscode.commands.executeCommand('ponder.answer');
  assert.match(staged.person.told.at(-1)?.message ?? '', /No answer: No sample holds an answer\./);
  assert.deepEqual(staged.parts.runs.records.at(-1)?.run.task, { type: 'prompt', text: 'What is 6 * 7?' });
});
