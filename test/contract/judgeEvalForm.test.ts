// What `ponder judge eval --json` writes, held to its form key by key, for every suite and for data that allow little.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { judgeSuites } from '../../src/bench/judge/judgeSuites.ts';
import { writeResult } from '../../src/terminal/measuring.ts';
import { DataFolders, lines } from '../bench/judge/dataFolder.ts';

const folders = new DataFolders('form');
after(() => folders.remove());

type Row = Readonly<Record<string, unknown>> & {
  readonly judge: string;
  readonly protocol: string;
  readonly labels: number;
};

const keys = 'judge protocol labels accuracy ci95 calls ece brier orderConsistency weight parsed'.split(' ');
const protocols = ['single', 'both-orders', 'votes', 'ensemble', 'calibrated-ensemble'];

function verdicts(many: number, decisions: (place: number) => readonly (string | null)[]) {
  return lines(
    Array.from({ length: many }, (_, place) => ({
      ...{ pair_id: `p${place}`, response_model: 'm', judge_model: 'j' },
      ...{ label: place % 2 ? 'A>B' : 'B>A', decisions_order1_order2: decisions(place) },
    })),
  );
}

const consistent = (place: number) => (place % 3 === 0 ? ['A>B', 'B>A'] : ['B>A', 'A>B']);

function chains(many: number) {
  return lines(
    Array.from({ length: many }, (_, place) => ({
      ...{ input: `Is ${place} even?`, steps: [`1 + 1 = ${place % 2 ? 2 : 3}.`, 'So it is.'] },
      mistake_index: place % 2 ? null : 0,
    })),
  );
}

function trees(many: number) {
  const moves = ['4 * 6 = 24 (left: 1 1 24)', '1 + 1 = 2 (left: 2 4 6)'];
  const step = { step: 0, x: '1 1 4 6', new_ys: moves, values: [60, 0.003] };
  return JSON.stringify(Array.from({ length: many }, () => ({ steps: [step] })));
}

const jb = 'judgements.jsonl.gz';
const cases: readonly (readonly [title: string, suite: string, data: string])[] = [
  ['pairs', 'pairs', folders.folder('pairs', jb, verdicts(100, consistent))],
  ['one pair', 'pairs', folders.folder('onePair', jb, verdicts(1, consistent))],
  [
    'pairs with no verdict',
    'pairs',
    folders.folder(
      'noVerdict',
      jb,
      verdicts(60, () => [null, null]),
    ),
  ],
  ['chains', 'first-mistake', folders.folder('chains', 'even.jsonl.gz', chains(60))],
  ['one chain', 'first-mistake', folders.folder('oneChain', 'even.jsonl.gz', chains(1))],
  ['states', 'steps', folders.folder('states', 'tree.json.gz', trees(60))],
  ['states of one task', 'steps', folders.folder('oneTask', 'tree.json.gz', trees(1))],
];

/** What the file holds, as the command writes it. */
async function written(suite: string, data: string, judge?: string): Promise<string> {
  const result = await judgeSuites[suite]?.run({
    ...{ data, seeds: 1, items: 20, signal: new AbortController().signal, progress() {} },
    open: () => assert.fail('no model is needed'),
    ...(judge !== undefined && { judge }),
  });
  const file = path.join(folders.root, 'out.json');
  await writeResult(file, result);
  return fs.readFileSync(file, 'utf8');
}

describe('the JSON of judge eval', () => {
  for (const [title, suite, data] of cases) {
    it(`has its form: ${title}`, async () => {
      const text = await written(suite, data);
      const result = JSON.parse(text);
      assert.deepEqual([result.suite, result.data], [suite, data]);
      assert.ok(Number.isInteger(result.items) && result.items > 0);
      for (const row of result.rows) holdsForm(row);
      assert.deepEqual(
        ['inverted', 'constant'].filter(name => !result.rows.some((row: Row) => row.judge === name)),
        [],
      );
      for (const row of result.rows) if (row.judge === 'constant') assert.equal(row.weight, 0);
      assert.equal(await written(suite, data), text, 'the same call writes the same bytes');
    });
  }

  it('has no figure where nothing was said', async () => {
    const read = async (suite: string, data: string, judge: string) =>
      JSON.parse(await written(suite, data)).rows.filter((row: Row) => row.judge === judge);
    const silent = folders.folder('silent', 'a.jsonl.gz', lines([{ steps: ['Hm.'], mistake_index: null }]));
    const noVerdict = path.join(folders.root, 'noVerdict');
    for (const row of await read('first-mistake', silent, 'equations'))
      assert.deepEqual([row.parsed, row.ece, row.brier, row.weight], [0, null, null, 0]);
    for (const row of await read('pairs', noVerdict, 'j'))
      assert.deepEqual([row.parsed, row.orderConsistency, row.weight], [0, null, 0]);
  });

  it('keeps the synthetic judges beside any that is named, and they can be named', async () => {
    for (const [, suite, data] of cases.filter((_, place) => [0, 3, 5].includes(place))) {
      for (const judge of ['inverted', 'constant']) {
        const { rows } = JSON.parse(await written(suite, data, judge));
        const names = new Set(rows.map((row: Row) => row.judge));
        assert.ok(names.has('inverted') && names.has('constant') && !names.has('j'), `${suite} ${judge}`);
      }
    }
  });
});

function holdsForm(row: Row): void {
  const told = `${row.judge} ${row.protocol} ${row.labels}`;
  assert.deepEqual(Object.keys(row), keys, told);
  assert.ok(protocols.includes(row.protocol), told);
  assert.ok([0, 10, 50, 200].includes(row.labels), told);
  const { accuracy, ci95, calls, ece, brier, orderConsistency, weight, parsed } = row;
  assert.ok(Array.isArray(ci95) && ci95.length === 2, told);
  const [low, high] = ci95;
  assert.ok(typeof accuracy === 'number' && low <= accuracy + 1e-9 && accuracy <= high + 1e-9, told);
  assert.ok(typeof calls === 'number' && calls >= 0, told);
  assert.ok(weight === null || (typeof weight === 'number' && weight >= 0), told);
  assert.ok(isShare(parsed), told);
  for (const share of [ece, brier, orderConsistency]) assert.ok(share === null || isShare(share), told);
}

function isShare(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= 1;
}
