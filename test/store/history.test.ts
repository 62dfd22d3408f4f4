import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import type { HistoryRow } from '../../src/engine/history.ts';
import { addRow, historyFileOf, readHistory, workspaceKey } from '../../src/store/history.ts';

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'ponder-history-'));
after(() => fs.rmSync(root, { recursive: true, force: true }));
let made = 0;
const newFile = () => {
  made += 1;
  return historyFileOf(path.join(root, `data ${made}`));
};

const tries = {
  number: 3,
  right: 1,
  first: false,
  before: 0,
  distinct: 3,
  tokens: 420,
  sandboxSeconds: 1.25,
};
const row: HistoryRow = {
  kind: 'code',
  language: 'python',
  size: 61,
  hasTests: true,
  namedTests: 4,
  model: 'SmolLM2-135M-Instruct Q4_1',
  policy: 'auto',
  status: 'verified',
  tokens: 512,
  samples: { default: tries },
  refined: { ...tries, first: true, before: 2 },
  critics: { rubric: { ...tries, before: 3 } },
};

describe('what runs showed', () => {
  it('is read back as it was kept, oldest first', () => {
    const file = newFile();
    assert.deepEqual(readHistory(file), { items: [] });
    const kept = [
      { workspace: workspaceKey('/a/b'), row },
      { workspace: '', row: { ...row, tokens: 7 } },
    ];
    for (const one of kept) assert.equal(addRow(file, one), undefined);
    assert.deepEqual(readHistory(file), { items: kept });
    assert.equal(fs.statSync(file).mode & 0o077, 0, 'for this person alone');
  });

  it('names a workspace without telling its place', () => {
    const key = workspaceKey('/home/someone/secret project');
    assert.match(key, /^[0-9a-f]{16}$/);
    assert.equal(workspaceKey('/home/someone/secret project/'), key);
    assert.notEqual(workspaceKey('/home/someone/other'), key);
    assert.equal(workspaceKey(undefined), '');
  });

  it('loses no row when two processes append at once', async () => {
    const file = newFile();
    const module = JSON.stringify(path.resolve('src/store/history.ts'));
    const script = `const { addRow } = await import(${module});
      for (let i = 0; i < 200; i++) addRow(${JSON.stringify(file)}, { workspace: 'w', row: ${JSON.stringify(row)} });`;
    const children = Array.from({ length: 2 }, () =>
      spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' }),
    );
    assert.deepEqual(await Promise.all(children.map(async child => (await once(child, 'exit'))[0])), [0, 0]);
    const { items, problem } = readHistory(file);
    assert.deepEqual([items.length, problem], [400, undefined]);
  });

  it('leaves out what is no row, loses no other, and says so', () => {
    const file = newFile();
    addRow(file, { workspace: 'w', row });
    fs.appendFileSync(file, '{"version":1,"workspace":"w","kind":"co');
    addRow(file, { workspace: 'w', row });
    const bad = [
      { ...row, size: 'long' },
      { ...row, samples: { default: { ...tries, right: 4 } } },
      { ...row, refined: null },
      { ...row, critics: { rubric: { ...tries, number: -1 } } },
    ];
    for (const one of bad)
      fs.appendFileSync(file, `${JSON.stringify({ version: 1, workspace: 'w', ...one })}\n`);
    fs.appendFileSync(file, '{"version":2,"whatever":1}\nnull\n');
    const before = fs.readFileSync(file, 'utf8');
    const { items, problem } = readHistory(file);
    assert.equal(items.length, 2);
    assert.match(problem ?? '', /6 lines .* are no rows/);
    assert.match(problem ?? '', /1 lines .* newer version/);
    assert.equal(fs.readFileSync(file, 'utf8'), before, 'reading deletes nothing');
  });

  it('puts a file aside that holds no row at all, and starts anew', () => {
    const file = newFile();
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, Buffer.from([0, 1, 2, 10, 255, 254]));
    assert.match(readHistory(file).problem ?? '', /put aside/);
    assert.deepEqual([...fs.readFileSync(`${file}.broken`)], [0, 1, 2, 10, 255, 254]);
    assert.equal(addRow(file, { workspace: 'w', row }), undefined);
    assert.equal(readHistory(file).items.length, 1);
  });

  it('says what to do when it cannot write or read', () => {
    fs.writeFileSync(path.join(root, 'a file'), '');
    assert.match(
      addRow(path.join(root, 'a file', 'h'), { workspace: '', row }) ?? '',
      /cannot be written.*Make room/,
    );
    const folder = newFile();
    fs.mkdirSync(folder, { recursive: true });
    assert.match(readHistory(folder).problem ?? '', /cannot be read/);
  });

  it('learns from the latest 10,000 rows, however long the file has grown', () => {
    const file = newFile();
    fs.mkdirSync(path.dirname(file), { recursive: true });
    const line = (tokens: number) => JSON.stringify({ version: 1, workspace: 'w', ...row, tokens });
    fs.writeFileSync(file, `${Array.from({ length: 25_000 }, (_, i) => line(i)).join('\n')}\n`);
    const { items, problem } = readHistory(file);
    assert.equal(problem, undefined);
    assert.deepEqual(
      [items.length, items[0]?.row.tokens, items.at(-1)?.row.tokens],
      [10_000, 15_000, 24_999],
    );
  });
});
