// What is wrong with a call is said before the minutes that a measurement takes, in words and with exit code 2.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { readAttacks } from '../../src/bench/judge/attacks.ts';
import { readChains } from '../../src/bench/judge/readChains.ts';
import { readJudgedSteps } from '../../src/bench/recorded/judgedSteps.ts';
import { isBadInput, messageOf, requireNode } from '../../src/terminal/badInput.ts';
import { benchJudgesCommand } from '../../src/terminal/benchJudges.ts';
import { benchLiveCommand } from '../../src/terminal/benchLive.ts';
import { benchOverheadCommand } from '../../src/terminal/benchOverhead.ts';
import { benchRecordedCommand } from '../../src/terminal/benchRecorded.ts';
import { benchTrustCommand } from '../../src/terminal/benchTrust.ts';
import { judgeAttackCommand } from '../../src/terminal/judgeAttack.ts';
import { judgeEvalCommand } from '../../src/terminal/judgeEval.ts';
import { judgeReport } from '../../src/terminal/judgeReport.ts';
import { requireWritable, writeResult } from '../../src/terminal/measuring.ts';
import type { TaskDiscovery } from '../../src/workspace/createDiscovery.ts';
import { DataFolders } from '../bench/judge/dataFolder.ts';
import { runCli } from '../support/runCli.ts';

const folders = new DataFolders('measuring');
after(() => folders.remove());
const scratch = folders.root;
const inScratch = (name: string) => path.join(scratch, name);

const none = () => assert.fail('nothing is opened');
const discovery: TaskDiscovery = {
  ...{ discover: none, searchIn: none, checksOf: none, listFunctions: none, functionsIn: none },
};

/** A folder with one file that is not gzipped. */
function plain(name: string, file: string, text: string): string {
  const dir = inScratch(name);
  fs.mkdirSync(dir, { recursive: true });
  fs.writeFileSync(path.join(dir, file), text);
  return dir;
}

describe('the file of --json', () => {
  it('is refused beforehand where it cannot be written', async () => {
    const bad = { name: 'BadInput' };
    await assert.rejects(requireWritable(inScratch('nowhere/x.json')), {
      ...bad,
      message: /nowhere is no folder that can be written to/,
    });
    await assert.rejects(requireWritable(scratch), { ...bad, message: /is a folder; --json takes the name/ });
    await assert.rejects(requireWritable(''), bad);
    const under = path.join(plain('under', 'x.txt', ''), 'x.txt/y.json');
    await assert.rejects(requireWritable(under), { ...bad, message: /x\.txt is no folder/ });
  });

  it('is taken where it is there and can be written, whatever its folder', {
    skip: os.userInfo().uid === 0 && 'root may write to every folder',
  }, async t => {
    const folder = plain('shut', 'open.json', '{}');
    fs.chmodSync(folder, 0o555);
    t.after(() => fs.chmodSync(folder, 0o755));
    await requireWritable(path.join(folder, 'open.json'));
    await assert.rejects(requireWritable(path.join(folder, 'new.json')), /no folder that can be written to/);
  });

  it('leaves room for the curves of recorded generations beside it', async () => {
    const call = (json: string) => benchRecordedCommand({ json, data: scratch, seeds: 1, suite: 'answers' });
    for (const json of ['res.svg', 'res.SVG'])
      await assert.rejects(call(inScratch(json)), { name: 'BadInput', message: /where the curves go/ });
    fs.mkdirSync(inScratch('curves.svg'));
    await assert.rejects(call(inScratch('curves.json')), { name: 'BadInput', message: /curves\.svg" is a/ });
  });

  it('is refused where it is there and read-only', {
    skip: os.userInfo().uid === 0 && 'root may write to every file',
  }, async () => {
    const file = inScratch('locked.json');
    fs.writeFileSync(file, '{}', { mode: 0o444 });
    await assert.rejects(requireWritable(file), /locked\.json cannot be written/);
  });

  it('is written where it was named, over an earlier one, and nowhere else', async () => {
    const file = inScratch('x.json');
    await requireWritable(file);
    await writeResult(file, { first: true });
    await requireWritable(file);
    await writeResult(file, { rows: [1] });
    assert.deepEqual(JSON.parse(fs.readFileSync(file, 'utf8')), { rows: [1] });
    await requireWritable(undefined);
    await writeResult(undefined, {});
  });

  it('is looked at before the data are, by every measurement', async () => {
    const json = scratch;
    const common = { json, data: scratch, seeds: 1 };
    const calls: readonly (() => Promise<number>)[] = [
      () => judgeEvalCommand({ ...common, suite: 'pairs', items: 1 }, none),
      () => judgeAttackCommand({ ...common, judge: 'pointwise', votes: 1 }, none),
      () => benchRecordedCommand({ ...common, suite: 'answers' }),
      () => benchLiveCommand({ ...common, tasks: 1 }, none, discovery),
      () => benchJudgesCommand({ ...common, tasks: 1, byHand: 0 }, none, discovery),
      () => benchOverheadCommand({ json }),
      () => benchTrustCommand({ json }),
    ];
    for (const call of calls) await assert.rejects(call, /is a folder; --json takes the name of a file/);
  });
});

function attacks(type: string): string {
  const one = { name: 'n', where: 'w', right: true, base: 'b', attacked: 'a' };
  return JSON.stringify({ task: { type, text: 't' }, attacks: [one] });
}

describe('a call that cannot be worked with', () => {
  plain('.', 'file.js', '');
  const tree = (values: readonly number[]) =>
    JSON.stringify([{ steps: [{ step: 0, x: '1 1 4 6', new_ys: ['4 * 6 = 24 (left: 1 1 24)'], values }] }]);
  const chain = (mistake: number) => JSON.stringify({ steps: ['a', 'b'], mistake_index: mistake });
  const states = (name: string, text: string) => () =>
    readJudgedSteps(folders.folder(name, 'tree.json.gz', text));
  const chains = (name: string, text: string) => () => readChains(folders.folder(name, 'a.jsonl.gz', text));
  const attacked = (name: string, text: string) => () => readAttacks(plain(name, 'a.json', text));
  const report = (folder: string) => async () => judgeReport(scratch, { workspace: inScratch(folder) });
  const cases: readonly (readonly [title: string, call: () => unknown, message: RegExp])[] = [
    ['no trees', states('none', '[]'), /tree\.json\.gz holds no trees/],
    ['a value that is none', states('high', tree([61])), /at 0\.steps\.0\.values\.0/],
    ['a state without value', states('short', tree([])), /every state needs a value/],
    ['half a step', chains('half', chain(0.5)), /line 1 .* at mistake_index/],
    ['a mistake beyond the last step', chains('beyond', chain(2)), /line 1 .*beyond the last step/],
    ['attacks that are not JSON', attacked('broken', '{'), /a\.json is not JSON/],
    ['attacks of another form', attacked('formless', attacks('sonnet')), /a\.json .* at task\.type/],
    ['no attacks', attacked('empty', '{"task":{"type":"prompt"},"attacks":[]}'), /at attacks/],
    ['a report of a folder that is not there', report('nowhere'), /There is no folder .*nowhere/],
    ['a report of a file', report('file.js'), /There is no folder .*file\.js/],
    ['a report of what is under a file', report('file.js/x'), /There is no folder .*x,/],
    [
      'a judge among others that votes on no candidate',
      () =>
        benchJudgesCommand(
          { data: scratch, seeds: 1, tasks: 1, byHand: 0, reward: ['pointwise', 'pairwise'] },
          none,
          discovery,
        ),
      /no judge "pairwise" that votes on one candidate\. Choose among: pointwise/,
    ],
    ['a Node that is too old', async () => requireNode('20.20.2'), /20\.20\.2.*22 or newer/],
  ];
  for (const [title, call, message] of cases) {
    it(`${title} is told as what the person can mend`, async () => {
      const error = await Promise.resolve()
        .then(call)
        .then(
          () => assert.fail('it was taken'),
          (thrown: unknown) => thrown,
        );
      assert.ok(isBadInput(error), String(error));
      assert.match(messageOf(error), message);
      assert.doesNotMatch(messageOf(error), /\n/, 'one line');
    });
  }

  it('takes the Node that is needed, and newer ones', () => {
    for (const version of ['22.0.0', '24.3.1', '100.0.0']) requireNode(version);
  });

  it('names the call that tells the options of the very command', async () => {
    const calls: readonly (readonly [readonly string[], string])[] = [
      [['judge', 'eval'], 'ponder judge eval'],
      [['solve', 'x.js', '--turbo'], 'ponder solve'],
      [['juge'], 'ponder'],
    ];
    for (const [args, call] of calls) {
      const { code, stdout, stderr } = await runCli(...args);
      assert.deepEqual([code, stdout], [2, ''], stderr);
      assert.ok(stderr.includes(`(${call} --help tells the options)`), stderr);
    }
  });
});
