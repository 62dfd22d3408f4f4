import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import * as vscode from 'vscode';
import { createTest } from '../../src/editor/createTest.ts';
import { expectOutput } from '../../src/editor/expectCommand.ts';
import { judgeCandidate } from '../../src/editor/judgeCommand.ts';
import { readRunOptions } from '../../src/editor/settings.ts';
import type { Candidate } from '../../src/engine/candidate.ts';
import { MadeUpPonder, madeUpCandidate, madeUpDiscovery } from '../support/fakePonder.ts';
import { newFile, openFile, type ScriptedPerson, solveAt, stage, until } from './extensionParts.ts';
import { Page } from './page.ts';

const old = 'export function f(n) {\n  return n;\n}';

/** A candidate that was run on two probes. */
function probed(id: string, body: string, outputs: readonly [string, string]): Candidate {
  const written = outputs.map((output, at) => ({ call: `f(${at})`, output }));
  const numbers = outputs.map(Number);
  const evidence = [{ type: 'probes', codeTokens: 9, outputs: numbers, written }] as const;
  const reward = { value: 1, quality: 0.5, verified: false, evidence };
  const code = `export function f(n) {\n  return ${body};\n}`;
  return { ...madeUpCandidate(id, code), behaviour: outputs.join(), reward };
}

const candidates = [
  probed('c1', 'n + 0', ['0', '1']),
  probed('c2', '2 * n', ['0', '2']),
  probed('c3', '-n', ['0', '3']),
];

/** A run without tests that has ended with these candidates, the first before the person. */
async function ended() {
  const ponder = new MadeUpPonder(
    request => {
      const found = madeUpDiscovery(request, old);
      const { tests: _, ...task } = found.task;
      return { ...found, task };
    },
    () => ({ candidates }),
  );
  const staged = await stage(ponder);
  staged.person.presses.push('Go On Unverified');
  const uri = newFile(`${old}\n`);
  await openFile(uri);
  const record = await solveAt(staged, uri);
  assert.ok(record?.outcome, 'the run has ended');
  return { ...staged, ponder, uri, record };
}

const shownIn = ({ parts }: Awaited<ReturnType<typeof stage>>) => {
  const { current } = parts.proposals;
  return current?.offered[current.index]?.candidate.id;
};

const say = (person: ScriptedPerson) => person.told.map(({ message }) => message).join('\n');

test('what the person expects moves the proposal to the best candidate that does it', async () => {
  const staged = await ended();
  const { panel, record } = staged;
  assert.equal(shownIn(staged), 'c1');
  panel.choose(record.run.id);
  assert.equal(panel.content.view?.questions[0]?.call, 'f(1)');
  await expectOutput(staged.parts, record, 'f(1)', '2');
  assert.equal(shownIn(staged), 'c2');
  assert.deepEqual(panel.content.view?.meeting, ['c2']);
  await expectOutput(staged.parts, record, 'f(1)', '7');
  assert.equal(shownIn(staged), 'c2', 'nothing does it, so the proposal stays');
});

test('a proposal that does what is expected stays, and so does one that was put away', async () => {
  const staged = await ended();
  await vscode.commands.executeCommand('ponder.nextCandidate');
  assert.equal(shownIn(staged), 'c2');
  await expectOutput(staged.parts, staged.record, 'f(0)', '0');
  assert.equal(shownIn(staged), 'c2');
  await vscode.commands.executeCommand('ponder.reject');
  await expectOutput(staged.parts, staged.record, 'f(1)', '1');
  assert.equal(shownIn(staged), undefined);
});

test('a test of what is expected opens unsaved beside the file, once for each call', async () => {
  const staged = await ended();
  const { uri, record, parts } = staged;
  await record.run.expect('f(1)', '2');
  await record.run.expect('f(0)', '0');
  await createTest(parts, record, 'f(1)');
  const shown = vscode.window.activeTextEditor?.document;
  assert.equal(shown?.isUntitled, true);
  const beside = path.join(path.dirname(uri.fsPath), 'case.test.js');
  assert.equal(shown?.uri.fsPath, beside);
  const text = shown?.getText() ?? '';
  assert.match(text, /import \{ clamp \} from "\.\/case\.js";/);
  assert.match(text, /test\("f\(1\) gives 2", \(\) => \{\n {2}assert\.deepEqual\(f\(1\), 2\);/);
  await createTest(parts, record, 'f(1)');
  assert.equal(shown?.getText(), text, 'the same test is not added twice');
  await createTest(parts, record, 'f(0)');
  assert.ok(shown?.getText().startsWith(text));
  assert.equal(shown?.getText().match(/import /g)?.length, text.match(/import /g)?.length);
  assert.equal(fs.existsSync(beside), false);
  await createTest(parts, record, 'f(9)');
  assert.equal(vscode.window.activeTextEditor?.document, shown, 'nothing was said of that call');
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
});

test('a candidate is judged by hand from the palette, and the panel says so meanwhile', async () => {
  const { parts, panel, person, ponder, record } = await ended();
  panel.choose(record.run.id);
  const asked = Promise.withResolvers<void>();
  const done = Promise.withResolvers<void>();
  ponder.judging = async () => {
    asked.resolve();
    await done.promise;
  };
  person.types = ['c2', 'pointwise'];
  const judging = vscode.commands.executeCommand('ponder.judge');
  await asked.promise;
  assert.deepEqual(ponder.judged, ['c2 pointwise']);
  assert.equal(panel.content.judging, 'c2');
  await judgeCandidate(parts, record, 'c1', 'pointwise');
  assert.match(say(person), /c2 is being judged\. Wait until that is done\./);
  done.resolve();
  await judging;
  assert.equal(panel.content.judging, undefined);
  const votes = panel.content.view?.candidates[1]?.evidence.find(({ type }) => type === 'votes');
  assert.ok(votes?.type === 'votes' && votes.votes[0]?.value === 0.8);
});

test('a judge that cannot be asked is told of, and another can be asked after it', async () => {
  const { parts, person, ponder, record } = await ended();
  ponder.judging = async () => {
    throw new Error('A vote can take more than the 4000 tokens of one call.');
  };
  await judgeCandidate(parts, record, 'c1', 'rubric');
  await until('it is said', () => /more than the 4000 tokens/.test(say(person)));
  ponder.judging = undefined;
  await judgeCandidate(parts, record, 'c1', 'pointwise');
  assert.deepEqual(ponder.judged, ['c1 rubric', 'c1 pointwise']);
});

test('the rewards of the settings go to runs that can have them', async () => {
  const settings = vscode.workspace.getConfiguration('ponder');
  await settings.update('rewards', ['generated-tests', 'rubric'], vscode.ConfigurationTarget.Global);
  const prompt = { type: 'prompt', text: 'How many?' } as const;
  assert.deepEqual(readRunOptions(prompt).rewards, ['rubric']);
  const { task } = madeUpDiscovery(
    { workspace: '/w', file: '/w/f.js', text: old, at: { type: 'line', line: 1 } },
    old,
  );
  const { tests: _, ...untested } = task;
  assert.deepEqual(readRunOptions(untested).rewards, ['generated-tests', 'rubric']);
  await settings.update('rewards', undefined, vscode.ConfigurationTarget.Global);
  assert.equal(readRunOptions(prompt).rewards, undefined);
});

test('the panel offers the judges that vote on one candidate, and reads what they are worth in the workspace', async () => {
  const { parts, panel, record } = await ended();
  const names = panel.content.askable?.map(({ name }) => name) ?? [];
  assert.ok(names.includes('pointwise') && !names.includes('pairwise'), names.join());
  const read: (string | undefined)[] = [];
  const report = {
    judge: 'pointwise',
    model: 'made-up',
    asked: 3,
    dropped: 0,
    labels: 2,
    reliability: [],
    weight: 0,
    weights: [],
  };
  Object.assign(parts.services, {
    judgeReports: async (workspace: string | undefined) => {
      read.push(workspace);
      return [report];
    },
  });
  panel.choose(record.run.id);
  const page = new Page();
  panel.attach(page.asView());
  assert.deepEqual(read, [], 'nobody looks yet');
  page.say({ type: 'ready' });
  await until('the reports are there', () => panel.content.judgeReports?.length === 1);
  assert.deepEqual(read, [record.source?.found.workspace]);
  page.close();
});
