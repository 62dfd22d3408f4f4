import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import * as vscode from 'vscode';
import { createTest } from '../../src/editor/createTest.ts';
import { playgroundCopy } from '../../src/editor/openPlayground.ts';
import { RunDesk } from '../../src/editor/runDesk.ts';
import { type MadeUpEnd, MadeUpPonder, madeUpCandidate, madeUpDiscovery } from '../support/fakePonder.ts';
import { newFile, openFile, solveAt, stage, until } from './extensionParts.ts';

const old = 'function f(n) {\n  return n;\n}';
const fresh = 'function f(n) {\n  return 2 * n;\n}';
const verified: MadeUpEnd = { candidates: [madeUpCandidate('c1', fresh, { passed: 4, total: 4 })] };
const never = () => new Promise<MadeUpEnd>(() => {});

function ending(end: (run: number) => MadeUpEnd | Promise<MadeUpEnd>): MadeUpPonder {
  return new MadeUpPonder(request => madeUpDiscovery(request, old), end);
}

async function solved(end: (run: number) => MadeUpEnd | Promise<MadeUpEnd> = () => verified) {
  const ponder = ending(end);
  const staged = await stage(ponder);
  const uri = newFile(`${old}\n`);
  const { document } = await openFile(uri);
  const record = await solveAt(staged, uri);
  assert.ok(record);
  return { ...staged, ponder, uri, document, record };
}

const proposalTabs = () =>
  vscode.window.tabGroups.all
    .flatMap(group => group.tabs)
    .flatMap(({ input }) => (input instanceof vscode.TabInputText ? [input.uri] : []))
    .filter(({ scheme }) => scheme === 'ponder-proposal');

test('two Solves at once make one run, and the second asks about it', { timeout: 60_000 }, async () => {
  const ponder = ending(never);
  const { parts, person } = await stage(ponder);
  const uri = newFile(old);
  await openFile(uri);
  const both = Promise.all(
    [0, 1].map(() => vscode.commands.executeCommand('ponder.solve', { uri, line: 1 })),
  );
  await until('one is asked about', () => person.told.length > 0 || ponder.solved.length > 1);
  assert.equal(ponder.solved.length, 1);
  assert.match(person.told[0]?.message ?? '', /still at work/);
  await vscode.commands.executeCommand('ponder.stop');
  await both;
  assert.equal(parts.runs.active, undefined);
});

test('of two runs that overlap the end of one leaves the other the active one', {
  timeout: 60_000,
}, async () => {
  const desk = new RunDesk();
  const first = desk.follow(ending(() => verified).answer('one'), 'one');
  const second = desk.follow(ending(never).answer('two'), 'two');
  await first;
  assert.equal(desk.active?.label, 'two');
  await desk.stop();
  await second;
  assert.equal(desk.active, undefined);
  desk.dispose();
});

test('Stop It and Go On stops the run it was asked about, and no later one', {
  timeout: 60_000,
}, async () => {
  const ends = [Promise.withResolvers<MadeUpEnd>(), Promise.withResolvers<MadeUpEnd>()];
  const ponder = ending(run => ends[run - 1]?.promise ?? verified);
  const staged = await stage(ponder);
  const { parts, person } = staged;
  const uri = newFile(old);
  await openFile(uri);
  const one = solveAt(staged, uri);
  await until('the first run is under way', () => parts.runs.active !== undefined);
  const answered = Promise.withResolvers<string>();
  const asked = Promise.withResolvers<void>();
  const { tell } = parts.person;
  Object.assign(parts.person, {
    tell: async () => {
      asked.resolve();
      return await answered.promise;
    },
  });
  const two = solveAt(staged, uri);
  await asked.promise;
  Object.assign(parts.person, { tell });
  ends[0]?.resolve(verified);
  await one;
  const three = parts.runs.follow(ponder.answer('three'), 'three');
  answered.resolve('Stop It and Go On');
  await until('it is asked about the later run', () =>
    person.told.some(({ message }) => /at work: three/.test(message)),
  );
  assert.equal(parts.runs.active?.label, 'three');
  ends[1]?.resolve(verified);
  await Promise.all([two, three]);
});

test('a run that was stopped for another is not shown any more', { timeout: 60_000 }, async () => {
  const ponder = ending(run => (run === 1 ? never() : verified));
  const staged = await stage(ponder);
  const { parts, person } = staged;
  const uri = newFile(old);
  await openFile(uri);
  const first = solveAt(staged, uri);
  await until('the run is under way', () => parts.runs.active !== undefined);
  person.presses = ['Stop It and Go On'];
  await solveAt(staged, uri);
  await first;
  const told = person.told.map(({ message }) => message);
  assert.equal(told.filter(message => /Stopped by you/.test(message)).length, 0, told.join('\n'));
  assert.equal(parts.proposals.current?.record, parts.runs.records.at(-1));
});

test('a service that was replaced while the person was asked is not asked for a run', {
  timeout: 60_000,
}, async () => {
  const untested = () =>
    new MadeUpPonder(
      request => {
        const found = madeUpDiscovery(request, old);
        const { tests: _, ...task } = found.task;
        return { ...found, task };
      },
      () => verified,
    );
  const [before, after] = [untested(), untested()];
  const staged = await stage(before);
  const { parts } = staged;
  const answered = Promise.withResolvers<string>();
  const asked = Promise.withResolvers<void>();
  Object.assign(parts.person, {
    tell: async (_: unknown, message: string) => {
      if (!/No test of/.test(message)) return undefined;
      asked.resolve();
      return await answered.promise;
    },
  });
  const uri = newFile(old);
  await openFile(uri);
  const solving = solveAt(staged, uri);
  await asked.promise;
  Object.assign(parts.services, { build: async () => after });
  await parts.holder.dispose();
  answered.resolve('Go On Unverified');
  await solving;
  assert.deepEqual([before.solved.length, after.solved.length], [0, 1]);
});

test('accepting twice at once changes the file once and is one verdict', { timeout: 60_000 }, async () => {
  const { ponder, document, person } = await solved();
  const told = person.told.length;
  await Promise.all([0, 1].map(() => vscode.commands.executeCommand('ponder.accept')));
  assert.equal(document.getText(), `${fresh}\n`);
  assert.deepEqual(ponder.choices, ['c1 accepted']);
  assert.deepEqual(person.told.slice(told), []);
});

test('rejecting while an acceptance is under way is no second verdict', { timeout: 60_000 }, async () => {
  const { ponder, document } = await solved();
  await Promise.all(['ponder.accept', 'ponder.reject'].map(name => vscode.commands.executeCommand(name)));
  assert.equal(document.getText(), `${fresh}\n`);
  assert.deepEqual(ponder.choices, ['c1 accepted']);
});

test('an acceptance that is under way leaves the proposal of another run alone', {
  timeout: 60_000,
}, async () => {
  const staged = await solved();
  const { parts, uri } = staged;
  const second = await solveAt(staged, uri);
  assert.ok(second);
  const accepting = parts.proposals.accept();
  parts.proposals.open(staged.record);
  await accepting;
  assert.equal(parts.proposals.current?.record, staged.record);
});

test('the proposal of an earlier run leaves with its tab when another run begins', {
  timeout: 60_000,
}, async () => {
  const staged = await solved(run => (run === 1 ? verified : never()));
  await until('the proposal is shown', () => proposalTabs().length === 1);
  const again = solveAt(staged, staged.uri);
  await until('the second run is under way', () => staged.parts.runs.active !== undefined);
  await until('its tab is gone', () => proposalTabs().length === 0);
  await vscode.commands.executeCommand('ponder.stop');
  await again;
});

test('no tab shows another proposal than the one that would be accepted', { timeout: 60_000 }, async () => {
  const staged = await solved();
  const { parts, uri, record } = staged;
  await openFile(uri);
  await solveAt(staged, uri);
  await until('the second proposal is shown', () => proposalTabs().length > 0);
  parts.proposals.open(record);
  await until('its tab is gone', () => proposalTabs().length === 0);
  await parts.proposalView.show();
  assert.deepEqual(proposalTabs().map(String), [String(parts.proposalView.place?.uri)]);
});

test('the same test asked for twice at once is written once, and two tests are both written', {
  timeout: 60_000,
}, async () => {
  const { parts, record } = await solved();
  await record.run.expect('f(1)', '2');
  await record.run.expect('f(2)', '4');
  await Promise.all(['f(1)', 'f(1)', 'f(2)'].map(call => createTest(parts, record, call)));
  const text = vscode.window.activeTextEditor?.document.getText() ?? '';
  assert.deepEqual(text.match(/f\(\d\) gives \d/g), ['f(1) gives 2', 'f(2) gives 4']);
  assert.equal(text.match(/node:test/g)?.length, 1);
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
});

test('the playground is copied once where it is opened twice at once', { timeout: 60_000 }, async () => {
  const { parts } = await stage(ending(() => verified));
  const scratch = vscode.Uri.file(fs.mkdtempSync(path.join(os.tmpdir(), 'ponder-playground-')));
  const copies = await Promise.all([0, 1].map(() => playgroundCopy(parts.services.playground, scratch)));
  assert.equal(String(copies[0]), String(copies[1]));
  assert.deepEqual(fs.readdirSync(scratch.fsPath), ['playground']);
  fs.rmSync(scratch.fsPath, { recursive: true });
});

test('the runtime is installed once where that is asked for twice, and is asked for again after a failure', {
  timeout: 60_000,
}, async () => {
  const { parts, person } = await stage(ending(() => verified));
  const done = Promise.withResolvers<void>();
  let installs = 0;
  const installRuntime = async () => {
    installs += 1;
    await done.promise;
  };
  Object.assign(parts.services, { installRuntime });
  const both = [0, 1].map(() => vscode.commands.executeCommand('ponder.installRuntime'));
  await until('an install is under way', () => installs > 0);
  done.reject(new Error('no network'));
  await Promise.all(both);
  assert.equal(installs, 1);
  assert.match(person.told.at(-1)?.message ?? '', /could not be installed: no network/);
  await vscode.commands.executeCommand('ponder.installRuntime');
  assert.equal(installs, 2);
});

test('while a candidate is judged no other is', { timeout: 60_000 }, async () => {
  const { parts, record, ponder } = await solved(() => ({
    candidates: [madeUpCandidate('c1', fresh), madeUpCandidate('c2', 'function f() {}')],
  }));
  const done = Promise.withResolvers<void>();
  ponder.judging = () => done.promise;
  const first = parts.runs.judge(record, 'c1', 'pointwise');
  const second = parts.runs.judge(record, 'c2', 'pointwise');
  done.resolve();
  assert.deepEqual(await Promise.all([first, second]), [true, false]);
  assert.deepEqual(ponder.judged, ['c1 pointwise']);
  assert.equal(parts.runs.judging, undefined);
});
