import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { addLabel, calibrationsFileOf, readCalibrations } from '../../src/store/calibrations.ts';

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'ponder-calibrations-'));
after(() => fs.rmSync(root, { recursive: true, force: true }));
let made = 0;
const newFile = () => {
  made += 1;
  return calibrationsFileOf(path.join(root, `data ${made}`));
};
const here = 'workspace';
const count = (file: string, reward: string) =>
  (readCalibrations(file, here).labels.get(reward) ?? []).reduce(
    (sum, level) => sum + level.right + level.wrong,
    0,
  );

describe('stored labels', () => {
  it('starts from nothing without a word, and keeps each reward model apart', () => {
    const file = newFile();
    assert.deepEqual(readCalibrations(file, here), { labels: new Map() });
    assert.equal(addLabel(file, { reward: 'judge', score: 0.7, right: true, workspace: here }), undefined);
    assert.equal(addLabel(file, { reward: 'judge', score: 0.7, right: false, workspace: here }), undefined);
    assert.equal(addLabel(file, { reward: 'agreement', score: 1, right: true, workspace: here }), undefined);
    const { labels, problem } = readCalibrations(file, here);
    assert.equal(problem, undefined);
    assert.deepEqual(labels.get('judge'), [{ score: 0.7, right: 1, wrong: 1 }]);
    assert.deepEqual(labels.get('agreement'), [{ score: 1, right: 1, wrong: 0 }]);
    assert.equal(readCalibrations(file, 'another').labels.size, 0, 'each workspace for itself');
  });

  it('loses no label when several windows write at once', async () => {
    const file = newFile();
    const module = JSON.stringify(path.resolve('src/store/calibrations.ts'));
    const script = `const { addLabel } = await import(${module});
      for (let i = 0; i < 200; i++) addLabel(${JSON.stringify(file)}, { reward: 'judge', score: 0.5, right: i % 2 === 0, workspace: 'workspace' });`;
    const windows = Array.from({ length: 4 }, () =>
      spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' }),
    );
    const codes = await Promise.all(windows.map(async child => (await once(child, 'exit'))[0]));
    assert.deepEqual(codes, [0, 0, 0, 0]);
    assert.equal(readCalibrations(file, here).problem, undefined);
    assert.equal(count(file, 'judge'), 800);
  });

  it('leaves out what is no label, says so, and goes on', () => {
    const file = newFile();
    addLabel(file, { reward: 'judge', score: 0.5, right: true, workspace: here });
    fs.appendFileSync(file, '{"version":1,"reward":"judge","sco');
    addLabel(file, { reward: 'judge', score: 0.5, right: true, workspace: here });
    fs.appendFileSync(
      file,
      '{"version":1,"workspace":"workspace","reward":"judge","score":7,"right":true}\n',
    );
    fs.appendFileSync(file, '{"version":2,"reward":"judge","score":"0.5"}\n');
    assert.equal(count(file, 'judge'), 2);
    const problem = readCalibrations(file, here).problem ?? '';
    assert.match(problem, /2 lines .* are no labels/);
    assert.match(problem, /1 lines .* newer version/);
  });

  it('starts anew when nothing can be read, and keeps the broken file', () => {
    const file = newFile();
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, 'garbage\n\u0000\n');
    const { labels, problem } = readCalibrations(file, here);
    assert.equal(labels.size, 0);
    assert.match(problem ?? '', /put aside/);
    assert.equal(fs.readFileSync(`${file}.broken`, 'utf8'), 'garbage\n\u0000\n');
    assert.equal(addLabel(file, { reward: 'judge', score: 0.5, right: true, workspace: here }), undefined);
    assert.deepEqual([count(file, 'judge'), readCalibrations(file, here).problem], [1, undefined]);
  });

  it('says what to do when it cannot write or read', () => {
    const file = path.join(root, 'a file', 'calibrations.jsonl');
    fs.writeFileSync(path.join(root, 'a file'), '');
    assert.match(
      addLabel(file, { reward: 'judge', score: 0.5, right: true, workspace: here }) ?? '',
      /cannot be written/,
    );
    const folder = newFile();
    fs.mkdirSync(folder, { recursive: true });
    assert.match(readCalibrations(folder, here).problem ?? '', /cannot be read/);
  });
});
