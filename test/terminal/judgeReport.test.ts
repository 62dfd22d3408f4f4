import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { judgeReports } from '../../src/engine/judging/trust/judgeReport.ts';
import { workspaceKey } from '../../src/store/history.ts';
import { addJudgeLabel, judgeLabelsFileOf } from '../../src/store/judgeLabels.ts';
import { judgedJson, judgedText, judgeReport } from '../../src/terminal/judgeReport.ts';
import { pairLabel, voteLabel } from '../support/judgeLabels.ts';

const none = { arms: new Map(), origins: new Map() };
const told = Array.from({ length: 10 }, (_, i) =>
  voteLabel({ judge: 'big\u001b[2J', right: i < 8, score: i < 5 ? 0.8 : 0.6, approving: 1 }),
);

test('the report tells of each judge its figures, a diagram and its weight as labels came', () => {
  const lines = judgedText({ judges: judgeReports(told), picks: none });
  assert.match(lines[0] ?? '', /^big \[2J with made-up: weight \.\d\d, by 10 labels/);
  assert.ok(
    lines.some(line => line.includes('10 verdicts, 100% readable, ECE .10, Brier .14')),
    lines.join('\n'),
  );
  const diagram = lines.filter(line => line.endsWith('|') && line.includes('|')).slice(0, 5);
  const high = diagram.at(-1) ?? '';
  const scale = high.slice(high.indexOf('|') + 1, -1);
  assert.deepEqual([scale.length, scale.indexOf('s'), scale.indexOf('o')], [51, 40, 50]);
  assert.match(high, /^ {3}\.80 {2}1\.00 {7}2 /);
  assert.ok(lines.some(line => /^ {2}weight after so many labels: 1: \.\d\d, 2: /.test(line)));
  assert.ok(
    lines.every(line => line.length <= 100),
    'too wide',
  );
});

test('every figure that is known is told by its name, what falls together is one mark, and figures have a legend', () => {
  const pairs = [
    pairLabel({ size: { left: 80, right: 20 } }),
    pairLabel({ leftFirst: 'left', rightFirst: 'right', size: { left: 80, right: 20 } }),
  ];
  const votes = [1, 2, 3].map(power =>
    voteLabel({ judge: 'pairwise', right: false, size: 10 ** power, score: 0.2 * power, dropped: 1 }),
  );
  const even = voteLabel({ judge: 'sure', score: 1 });
  const lines = judgedText({ judges: judgeReports([...pairs, ...votes, even]), picks: none });
  const text = lines.map(line => line.trim()).join(' ');
  for (const figure of [
    '3 dropped by the meta reward',
    'same in both orders .50',
    'for the one shown first where the order decided 1.00',
    'for the longer one beyond its due .00',
    'score by length among the wrong 1.00',
  ])
    assert.ok(text.includes(figure), `${figure}: ${text}`);
  assert.match(text, /\b1 verdict, 100% readable/);
  assert.match(text, /\|\.{50}\*\|/, 'said and came at the same place');
  assert.match(text, /weight: log odds .* ECE, Brier: .* 0 is best/);
});

test('a judge without weight is said to get no budget', () => {
  const first = Array.from({ length: 8 }, () => pairLabel({ rightFirst: 'right' }));
  const [line] = judgedText({ judges: judgeReports(first), picks: none });
  assert.equal(line, 'pairwise with made-up: weight .00, by 8 labels: it is given no budget');
});

test('what the person took is told, and nothing where nothing was', () => {
  const arms = new Map([
    ['warm', new Map([['cool', 3]])],
    ['cool', new Map([['warm', 1]])],
  ]);
  const lines = judgedText({ judges: [], picks: { ...none, arms } });
  assert.deepEqual(lines, [
    'What you took instead of what was proposed',
    '  warm over cool: 3 of 4',
    '  cool over warm: 1 of 4',
  ]);
  assert.match(judgedText({ judges: [], picks: none })[0] ?? '', /No judge was asked yet/);
  const json = JSON.parse(
    JSON.stringify(judgedJson({ judges: judgeReports(told), picks: { ...none, arms } })),
  );
  assert.deepEqual([json.judges[0].labels, json.picks.arms.warm.cool], [10, 3]);
});

test('what was learnt in a folder that is gone is told all the same', t => {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'judge-report-'));
  t.after(() => fs.rmSync(data, { recursive: true, force: true }));
  const gone = path.join(data, 'gone');
  for (const label of told)
    assert.equal(addJudgeLabel(judgeLabelsFileOf(data), { workspace: workspaceKey(gone), label }), undefined);
  const { mock } = t.mock.method(process.stdout, 'write', () => true);
  judgeReport(data, { workspace: gone, json: true });
  const texts = mock.calls.map(call => String(call.arguments[0]));
  mock.restore();
  assert.equal(JSON.parse(texts.join('')).judges[0].labels, 10);
  assert.throws(() => judgeReport(data, { workspace: path.join(data, 'other') }), /There is no folder/);
});
