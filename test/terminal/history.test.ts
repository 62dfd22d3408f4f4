import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import type { HistoryRow, Tries } from '../../src/engine/history.ts';
import { addLabel, calibrationsFileOf } from '../../src/store/calibrations.ts';
import { addRow, historyFileOf, readHistory } from '../../src/store/history.ts';
import { history, historyTable } from '../../src/terminal/history.ts';

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'history-command-'));
after(() => fs.rmSync(scratch, { recursive: true, force: true }));

function tries(first: boolean): Tries {
  return { number: 2, right: first ? 1 : 0, first, before: 0, distinct: 2, tokens: 100, sandboxSeconds: 1 };
}

function row(verified: boolean, parts: Partial<HistoryRow> = {}): HistoryRow {
  return {
    kind: 'code',
    language: 'python',
    size: 50,
    hasTests: true,
    model: 'small',
    policy: 'auto',
    status: verified ? 'verified' : 'failed',
    tokens: verified ? 1000 : 4000,
    samples: { default: tries(verified) },
    ...parts,
  };
}

test('the table tells for each model and language how often attempts were right and what they cost', () => {
  const { language, ...prompt } = row(false, {
    kind: 'prompt',
    hasTests: false,
    status: 'answered',
    samples: {},
  });
  const lines = historyTable([
    row(true),
    row(false, { refined: tries(true) }),
    row(false, { model: 'big\u001b[2J' }),
    prompt,
  ]).map(line => line.trim().split(/ {2,}/));
  assert.deepEqual(lines, [
    ['model', 'task', 'runs', 'solved', 'first right', 'refined', 'with a search', 'tokens a run'],
    ['small', 'python', '2', '1 of 2', '1 of 2', '1 of 1', '-', '2,500'],
    ['big [2J', 'python', '1', '0 of 1', '0 of 1', '-', '-', '4,000'],
    ['small', 'prompt', '1', '-', '-', '-', '-', '4,000'],
  ]);
});

test('--forget deletes rows and labels, and says how many runs they were', t => {
  const files = [historyFileOf(scratch), calibrationsFileOf(scratch)];
  addRow(historyFileOf(scratch), { workspace: 'w', row: row(true) });
  addLabel(calibrationsFileOf(scratch), { reward: 'agreement', score: 0.5, right: true, workspace: 'w' });
  let out = '';
  t.mock.method(process.stdout, 'write', (text: string) => {
    out += text;
    return true;
  });
  history(scratch, {});
  history(scratch, { forget: true });
  history(scratch, {});
  t.mock.restoreAll();
  assert.match(
    out,
    /small +python +1 +1 of 1[\s\S]*Forgotten: what 1 runs taught[\s\S]*Nothing was learnt yet/,
  );
  assert.deepEqual(
    files.map(file => fs.existsSync(file)),
    [false, false],
  );
  assert.deepEqual(readHistory(historyFileOf(scratch)), { items: [] });
});
