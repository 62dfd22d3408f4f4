import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import * as vscode from 'vscode';
import { MadeUpPonder, madeUpCandidate, madeUpDiscovery } from '../support/fakePonder.ts';
import { newFile, openFile, solveAt, stage, until } from './extensionParts.ts';

const scheme = 'ponder-proposal';

/** A service that finds this function and ends with these texts for it; the first passes all tests. */
function offering(functionText: string, ...codes: string[]): MadeUpPonder {
  return new MadeUpPonder(
    request => madeUpDiscovery(request, functionText),
    () => ({
      candidates: codes.map((code, index) =>
        madeUpCandidate(`c${index + 1}`, code, { passed: 4 - 2 * index, total: 4 }),
      ),
    }),
  );
}

function shownProposal(): string | undefined {
  const editor = vscode.window.visibleTextEditors.find(({ document }) => document.uri.scheme === scheme);
  return editor?.document.getText();
}

async function lensTitles(uri: vscode.Uri): Promise<string[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    uri,
    20,
  );
  return lenses.map(lens => lens.command?.title ?? '');
}

const old = 'function f(n) {\n\treturn n;\n}';
const fresh = 'function f(n) {\n\treturn 2 * n;\n}';
const crlf = (text: string) => text.replaceAll('\n', '\r\n');

const files = [
  { name: 'LF', bytes: `a();\n${old}\nb();\n`, after: `a();\n${fresh}\nb();\n`, old },
  {
    name: 'CRLF',
    bytes: crlf(`a();\n${old}\nb();\n`),
    after: crlf(`a();\n${fresh}\nb();\n`),
    old: crlf(old),
  },
  { name: 'a byte order mark', bytes: `\uFEFF${old}\n`, after: `\uFEFF${fresh}\n`, old },
  { name: 'no final newline', bytes: `a();\n${old}`, after: `a();\n${fresh}`, old },
  { name: 'trailing blanks and tabs', bytes: `\t \n${old}  \n\n\n`, after: `\t \n${fresh}  \n\n\n`, old },
  { name: 'characters of two units', bytes: `// 👍\n${old} // é\n`, after: `// 👍\n${fresh} // é\n`, old },
];

for (const file of files) {
  test(`rejecting leaves every byte and the undo history of a file with ${file.name}`, async () => {
    const staged = await stage(offering(file.old, fresh));
    const uri = newFile(file.bytes);
    const { document } = await openFile(uri);
    const { version } = document;
    await solveAt(staged, uri);
    await until('the proposal is shown', () => shownProposal() !== undefined);
    await vscode.commands.executeCommand('ponder.reject');
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), uri.toString());
    assert.equal(document.isDirty, false);
    assert.equal(document.version, version);
    await vscode.commands.executeCommand('undo');
    await document.save();
    assert.equal(fs.readFileSync(uri.fsPath, 'utf8'), file.bytes);
    assert.equal(shownProposal(), undefined);
  });

  test(`accepting replaces exactly the function of a file with ${file.name}, as one undo step`, async () => {
    const staged = await stage(offering(file.old, fresh));
    const uri = newFile(file.bytes);
    const { document } = await openFile(uri);
    const text = document.getText();
    await solveAt(staged, uri);
    await vscode.commands.executeCommand('ponder.accept');
    assert.equal(fs.readFileSync(uri.fsPath, 'utf8'), file.bytes, 'nothing is saved for the person');
    await document.save();
    assert.equal(fs.readFileSync(uri.fsPath, 'utf8'), file.after);
    await openFile(uri);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), text);
    await document.save();
    assert.equal(fs.readFileSync(uri.fsPath, 'utf8'), file.bytes);
  });
}

test('the proposal shows removed and added lines, its verdict and its buttons, and leaves the file alone', async () => {
  const staged = await stage(offering(old, fresh, `${old} // again`));
  const uri = newFile(`a();\n${old}\n`);
  const { document } = await openFile(uri);
  await solveAt(staged, uri);
  await until('the proposal is shown', () => shownProposal() !== undefined);
  assert.equal(shownProposal(), 'a();\nfunction f(n) {\n\treturn n;\n\treturn 2 * n;\n}\n');
  assert.equal(document.getText(), `a();\n${old}\n`);
  const place = staged.parts.proposalView.place;
  assert.ok(place);
  const titles = await lensTitles(place.uri);
  assert.deepEqual(titles.slice(0, 4), ['Accept', 'Reject', 'Next candidate (1 of 2)', 'Why']);
  assert.match(titles[4] ?? '', /Verified: 4 of 4 tests passed \(c1\)/);
  assert.ok((await lensTitles(uri)).includes('Accept'), 'the file itself has the buttons too');
});

test('the next candidate comes round again, and the one in sight is the one accepted', async () => {
  const second = 'function f() {}';
  const ponder = offering(old, fresh, second);
  const staged = await stage(ponder);
  const uri = newFile(old);
  const { document } = await openFile(uri);
  await solveAt(staged, uri);
  await vscode.commands.executeCommand('ponder.nextCandidate');
  await until('the second candidate is shown', () => shownProposal()?.endsWith(second) ?? false);
  const titles = await lensTitles(staged.parts.proposalView.place?.uri ?? uri);
  assert.match(titles[4] ?? '', /Not verified: 2 of 4 tests passed \(c2\)/);
  await vscode.commands.executeCommand('ponder.nextCandidate');
  await until('the first candidate is shown', () => shownProposal()?.includes('2 * n') ?? false);
  await vscode.commands.executeCommand('ponder.nextCandidate');
  await vscode.commands.executeCommand('ponder.accept');
  assert.equal(document.getText(), second);
  assert.deepEqual(ponder.choices, ['c2 accepted']);
});

test('the verdict of a rejection goes to the trace, and nothing is offered any more', async () => {
  const ponder = offering(old, fresh);
  const staged = await stage(ponder);
  const uri = newFile(old);
  await openFile(uri);
  await solveAt(staged, uri);
  await vscode.commands.executeCommand('ponder.reject');
  await vscode.commands.executeCommand('ponder.accept');
  assert.deepEqual(ponder.choices, ['c1 rejected']);
  assert.equal(staged.parts.proposals.current, undefined);
});

const edits = [
  { name: 'before the function', at: 0, text: '// more\n', after: `// more\na();\n${fresh}\nb();\n${old}` },
  { name: 'after the function', at: 9999, text: '\nc();', after: `a();\n${fresh}\nb();\n${old}\nc();` },
  { name: 'right before it', at: 5, text: '  ', after: `a();\n  ${fresh}\nb();\n${old}` },
];

for (const edit of edits) {
  test(`an edit ${edit.name} moves the place of the candidate, also where its text stands twice`, async () => {
    const staged = await stage(offering(old, fresh));
    const uri = newFile(`a();\n${old}\nb();\n${old}`);
    const { document } = await openFile(uri);
    await solveAt(staged, uri);
    const change = new vscode.WorkspaceEdit();
    change.insert(uri, document.positionAt(edit.at), edit.text);
    await vscode.workspace.applyEdit(change);
    await vscode.commands.executeCommand('ponder.accept');
    assert.equal(document.getText(), edit.after);
  });
}

test('an edit inside the function keeps the candidate out, says so and offers the comparison', async () => {
  const ponder = offering(old, fresh);
  const staged = await stage(ponder);
  const uri = newFile(`a();\n${old}\n`);
  const { document } = await openFile(uri);
  await solveAt(staged, uri);
  const change = new vscode.WorkspaceEdit();
  change.insert(uri, document.positionAt(document.getText().indexOf('return')), 'log();');
  await vscode.workspace.applyEdit(change);
  const edited = document.getText();
  assert.ok((await lensTitles(uri)).some(title => /has changed since/.test(title)));
  staged.person.presses = ['Compare'];
  await vscode.commands.executeCommand('ponder.accept');
  assert.equal(document.getText(), edited);
  assert.match(staged.person.told.at(-1)?.message ?? '', /has changed since the run/);
  assert.ok(vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputTextDiff);
  assert.deepEqual(ponder.choices, []);
  await document.save();
});

test('a file that was closed meanwhile is opened again and changed there', async () => {
  const staged = await stage(offering(old, fresh));
  const uri = newFile(`a();\n${old}\n`);
  await openFile(uri);
  await solveAt(staged, uri);
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await vscode.commands.executeCommand('ponder.accept');
  const editor = vscode.window.activeTextEditor;
  assert.equal(editor?.document.uri.toString(), uri.toString());
  assert.equal(editor?.document.getText(), `a();\n${fresh}\n`);
  await editor?.document.save();
});

test('a file that is gone is not made again, and the person is told', async () => {
  const staged = await stage(offering(old, fresh));
  const uri = newFile(old);
  await openFile(uri);
  const record = await solveAt(staged, uri);
  assert.ok(record?.source);
  const gone = vscode.Uri.file(`${uri.fsPath}.gone.js`);
  staged.parts.proposals.open({ ...record, source: { ...record.source, uri: gone } });
  await vscode.commands.executeCommand('ponder.accept');
  assert.match(staged.person.told.at(-1)?.message ?? '', /has changed since the run/);
  assert.equal(fs.existsSync(gone.fsPath), false);
});

test('a person who is in another file is asked, not moved', async () => {
  const staged = await stage(offering(old, fresh));
  const other = newFile('// other');
  await openFile(other);
  await solveAt(staged, newFile(old));
  assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), other.toString());
  assert.ok(staged.person.told.at(-1)?.buttons.includes('Show Proposal'));
});

test('a proposal whose tab was closed is shown again', async () => {
  const staged = await stage(offering(old, fresh));
  const uri = newFile(old);
  await openFile(uri);
  await solveAt(staged, uri);
  await until('the proposal is shown', () => shownProposal() !== undefined);
  await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  await until('it is gone', () => shownProposal() === undefined);
  await vscode.commands.executeCommand('ponder.showProposal');
  await until('it is back', () => shownProposal()?.includes('2 * n') ?? false);
});

test('a duplicate that the person picked is shown as the candidate that it repeats', async () => {
  const second = 'function f() {}';
  const staged = await stage(offering(old, fresh, second, second));
  const uri = newFile(old);
  await openFile(uri);
  const record = await solveAt(staged, uri);
  assert.ok(record && staged.parts.proposals.open(record, 'c3'));
  const { current } = staged.parts.proposals;
  assert.equal(current?.offered[current.index]?.change.after, second);
  await vscode.commands.executeCommand('ponder.reject');
});

const linter = (message: string, line: number) => {
  const range = new vscode.Range(line, 1, line, 5);
  const diagnostic = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Warning);
  diagnostic.source = 'tidy';
  diagnostic.code = { value: 'no-double', target: vscode.Uri.parse('https://example.com') };
  return diagnostic;
};

test('what a linter newly says of an accepted candidate stands above it and in the trace', async () => {
  const staged = await stage(offering(old, fresh));
  const uri = newFile(`a();\n${old}\nb();\n`);
  const { document } = await openFile(uri);
  const collection = vscode.languages.createDiagnosticCollection('tidy');
  const looks = vscode.workspace.onDidChangeTextDocument(event => {
    if (event.document !== document) return;
    collection.set(uri, [linter('It is doubled.', 2), linter('Known before.', 5)]);
  });
  try {
    collection.set(uri, [linter('Known before.', 4)]);
    const record = await solveAt(staged, uri);
    await vscode.commands.executeCommand('ponder.accept');
    await until('the event is there', () => record?.events.at(-1)?.type === 'diagnosed');
    const event = record?.events.at(-1);
    assert.ok(event?.type === 'diagnosed');
    const message = 'tidy no-double: It is doubled.';
    assert.deepEqual(event.problems, [{ source: 'linter', severity: 'warning', line: 2, message }]);
    assert.equal(event.candidate, 'c1');
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      uri,
      20,
    );
    const lens = lenses.find(({ command }) => command?.title.includes('1 new problem'));
    assert.deepEqual(
      [lens?.range.start.line, lens?.command?.command],
      [1, 'workbench.actions.view.problems'],
    );
    await vscode.commands.executeCommand('undo');
    assert.ok(!(await lensTitles(uri)).some(title => title.includes('new problem')), 'an edit takes it away');
  } finally {
    looks.dispose();
    collection.dispose();
  }
});

test('nothing is said of a candidate where the file was edited while the tools looked at it', async () => {
  const staged = await stage(offering(old, fresh));
  const uri = newFile(`${old}\n`);
  const { document } = await openFile(uri);
  const collection = vscode.languages.createDiagnosticCollection('tidy');
  try {
    const record = await solveAt(staged, uri);
    const candidate = record?.outcome?.chosen;
    assert.ok(record && candidate);
    const { diagnostics } = staged.parts;
    diagnostics.listen(uri);
    const done = diagnostics.applied({ record, candidate, document, first: 0, last: 2, moved: 0 });
    collection.set(uri, [linter('It is doubled.', 1)]);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(uri, document.positionAt(0), '// mine\n');
    await vscode.workspace.applyEdit(edit);
    await done;
    assert.ok(record.events.every(({ type }) => type !== 'diagnosed'));
    assert.equal(diagnostics.found, undefined);
  } finally {
    collection.dispose();
  }
});
