import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { Comparison } from '../../../src/bench/judge/comparison.ts';
import type { JudgeRequest, JudgeResult, JudgeRow } from '../../../src/bench/judge/judgeSuite.ts';
import { judgeSuites } from '../../../src/bench/judge/judgeSuites.ts';
import { labelledRows } from '../../../src/bench/judge/labelledRows.ts';
import { malformedFigures } from '../../../src/bench/judge/malformed.ts';
import { readingsOf } from '../../../src/bench/judge/pairReading.ts';
import { type PairRecord, pairSetOf } from '../../../src/bench/judge/pairSet.ts';
import type { SharedPairs } from '../../../src/bench/judge/sharedPairs.ts';
import { cost } from '../../../src/engine/cost.ts';
import { GenerationError, type LanguageModel } from '../../../src/engine/languageModel.ts';
import { runCli } from '../../support/runCli.ts';
import { DataFolders, lines } from './dataFolder.ts';

const folders = new DataFolders('judges');
after(() => folders.remove());
const scratch = folders.root;
const folder = folders.folder.bind(folders);

const places = Array.from({ length: 120 }, (_, place) => place);
const labelOf = (place: number) => (place % 2 ? 'A>B' : 'B>A');
const flip = (label: string) => (label === 'A>B' ? 'B>A' : 'A>B');

/** Right on nine tenths of the pairs, consistently; the second order is as shown, so a consistent judge says the other. */
const good = places.map(place => {
  const said = place % 10 === 0 ? flip(labelOf(place)) : labelOf(place);
  return row('good', place, [said, flip(said)]);
});
/** Right on two thirds; a tie or no verdict at times. */
const fair = places.map(place => {
  const said = place % 3 === 0 ? flip(labelOf(place)) : labelOf(place);
  return row('fair', place, [place % 20 === 0 ? null : said, place % 15 === 0 ? 'A=B' : flip(said)]);
});

function row(judge: string, place: number, decisions: readonly (string | null)[]) {
  return {
    ...{ pair_id: `p${place}`, response_model: 'm', judge_model: judge },
    ...{ label: labelOf(place), decisions_order1_order2: decisions },
  };
}

const bench = folder('judgebench', 'judgements.jsonl.gz', lines([...good, ...fair]));
const bar = folder(
  'llmbar',
  'judgements.csv.gz',
  [
    'subset,judge_model,protocol,item,label,winner_noswap,winner_swap',
    ...places.flatMap(i => [`S,X,Vanilla,${i},1,1,${i % 4 ? 1 : 2}`, `S,X,CoT,${i},1,${i % 5 ? 1 : 2},1`]),
    'S,X,Rating,0,1,2,2',
  ].join('\n'),
);

const request = {
  seeds: 10,
  items: 20,
  signal: new AbortController().signal,
  progress: () => {},
  open: () => assert.fail('no model is needed'),
};

function run(suite: string, data: string, parts: Partial<JudgeRequest> = {}): Promise<JudgeResult> {
  const found = judgeSuites[suite];
  assert.ok(found);
  return found.run({ ...request, data, ...parts });
}

/** Measured once for all that read it. */
const onBench = run('pairs', bench);

function rowOf({ rows }: JudgeResult, judge: string, protocol: string, labels: number): JudgeRow {
  const row = rows.find(one => one.judge === judge && one.protocol === protocol && one.labels === labels);
  assert.ok(row, `${judge} ${protocol} ${labels}`);
  return row;
}

describe('judges on recorded pairs', () => {
  it('are right if the sum of both orders is positive for the better side', async () => {
    const result = await onBench;
    const both = rowOf(result, 'good', 'both-orders', 0);
    assert.equal(both.accuracy.toFixed(3), '0.900');
    assert.deepEqual([both.calls, both.orderConsistency, both.parsed], [2, 1, 1]);
    const tied = rowOf(result, 'fair', 'single', 0);
    assert.equal(tied.parsed.toFixed(3), (114 / 120).toFixed(3));
  });

  it('give weight 0 to a judge turned round after 50 labels, and to a constant one at once', async () => {
    const result = await onBench;
    assert.ok((rowOf(result, 'inverted', 'both-orders', 0).weight ?? 0) > 0);
    for (const labels of [10, 50]) assert.equal(rowOf(result, 'inverted', 'both-orders', labels).weight, 0);
    for (const labels of [0, 10, 50]) assert.equal(rowOf(result, 'constant', 'single', labels).weight, 0);
    assert.equal(rowOf(result, 'constant', 'both-orders', 0).accuracy, 0);
    assert.ok((rowOf(result, 'good', 'both-orders', 50).weight ?? 0) > 1.5);
  });

  it('learn whom to follow: an inverted member spoils equal sums, not weighted ones', async () => {
    const result = await onBench;
    const name = 'all, inverted, constant';
    const equal = rowOf(result, name, 'ensemble', 50).accuracy;
    const weighted = rowOf(result, name, 'calibrated-ensemble', 50).accuracy;
    assert.ok(weighted > 0.85 && weighted > equal + 0.1, `${weighted} against ${equal}`);
    const [before, later] = [0, 50].map(labels => rowOf(result, 'good', 'both-orders', labels).ece ?? 1);
    assert.ok((later ?? 1) < (before ?? 0), `ECE ${before}, then ${later}`);
  });

  it('tell what the engine makes of judges that share, against each whole', async () => {
    const copy = good.map(one => ({ ...one, judge_model: 'copy' }));
    const rows = await Promise.all(
      [
        [...fair, ...good],
        [...good, ...copy],
      ].map(async (data, place) => {
        const copied = folder(`shared ${place}`, 'judgements.jsonl.gz', lines(data));
        const { figures } = await run('pairs', copied);
        return figures.product as readonly SharedPairs[];
      }),
    );
    const [apart, copies] = rows;
    assert.deepEqual(
      copies?.map(({ labels, pairs }) => `${labels} ${pairs}`),
      ['0 120', '10 120', '50 120'],
    );
    const last = copies?.at(-1);
    assert.ok(last && last.accuracy.whole === last.accuracy.shared);
    const sum = Object.values(last.shares).reduce((total, share) => total + share, 0);
    assert.ok(sum > 0.9 && sum < 1.4, `${sum} of two that are one`);
    assert.ok(last.logLoss.difference[1] < 0, `${last.logLoss.difference}`);
    const best = apart?.at(-1);
    assert.ok(best && (best.shares.good ?? 0) > (best.shares.fair ?? 1), JSON.stringify(best?.shares));
  });

  it('leave out what the data do not allow', async () => {
    const { rows } = await onBench;
    assert.equal(
      rows.some(({ labels }) => labels === 200),
      false,
    );
    assert.equal(
      rows.some(({ protocol }) => protocol === 'votes'),
      false,
    );
  });

  it('vote by all prompts of a judge, without ratings, and compare at equal calls', async () => {
    const result = await run('pairs', bar);
    const votes = rowOf(result, 'X', 'votes', 0);
    assert.equal(votes.calls, 4);
    assert.equal(votes.accuracy.toFixed(3), (114 / 120).toFixed(3));
    assert.equal(rowOf(result, 'X', 'both-orders', 0).accuracy.toFixed(3), '0.800');
    assert.ok(result.notes.some(note => /X, two prompts, one order each \(2 calls\)/.test(note)));
  });

  it('carry the name of their set where a folder holds several', async () => {
    const both = path.join(scratch, 'both');
    fs.mkdirSync(both);
    for (const set of [bench, bar]) fs.cpSync(set, path.join(both, path.basename(set)), { recursive: true });
    const names = new Set((await run('pairs', both, { seeds: 2 })).rows.map(({ judge }) => judge));
    for (const name of ['judgebench/good', 'llmbar/X', 'llmbar/inverted', 'judgebench/all'])
      assert.ok(names.has(name), name);
  });
});

describe('a live judge', () => {
  const texts = folder(
    'live',
    'judgements.jsonl.gz',
    lines([row('good', 0, ['A>B', 'B>A']), row('good', 1, ['A>B', 'B>A'])]),
  );
  const written = ['right', 'wrong', 'right', 'too long'].map((answer, place) => ({
    ...{ pair_id: `p${place}`, response_model: 'm', question: 'Which word?' },
    ...{ response_A: answer, response_B: answer === 'right' ? 'wrong' : 'right' },
    label: answer === 'right' ? 'A>B' : 'B>A',
  }));
  fs.writeFileSync(path.join(texts, 'pairs-m.jsonl.gz'), gzipSync(lines(written)));

  const model = (reply: (prompt: string) => string): LanguageModel => ({
    id: 'made',
    can: { seed: true, streaming: false, usage: true, promptStyle: 'large' },
    async generate({ messages }, call) {
      const prompt = messages.at(-1)?.content ?? '';
      if (prompt.includes('too long')) throw new GenerationError('bad-request', 'too long', 'Shorten it.');
      call.charge(cost({ calls: 1, promptTokens: 10, completionTokens: 1 }));
      const usage = { promptTokens: 10, completionTokens: 1, source: 'reported' } as const;
      return { text: reply(prompt), usage, finish: 'stop', model: 'made' };
    },
  });
  const opened = (reply: (prompt: string) => string) => {
    let disposed = 0;
    const open = async () => ({
      model: model(reply),
      dispose: async () => {
        disposed += 1;
      },
    });
    return { open, closings: () => disposed };
  };
  const firstIsRight = (prompt: string) => prompt.lastIndexOf('right\n') < prompt.lastIndexOf('wrong\n');

  it('is asked about the texts of the pairs in both orders; a refused prompt is no vote', async () => {
    const { open, closings } = opened(prompt => (firstIsRight(prompt) ? '[[A]]' : '[[B]]'));
    const result = await run('pairs', texts, { judge: 'pairwise', open });
    const both = rowOf(result, 'pairwise', 'both-orders', 0);
    assert.deepEqual([both.accuracy, both.parsed, both.orderConsistency, result.items], [0.75, 0.75, 1, 4]);
    const { live } = result.figures;
    const wanted = { judge: 'pairwise', model: 'made', pairs: 4, calls: 6, tokens: 66, refused: 2 };
    assert.deepEqual(live, wanted);
    assert.equal(closings(), 1);
  });

  it('prefers the higher of two votes on single answers', async () => {
    const { open } = opened(prompt => `Score: ${/right\n/.test(prompt) ? 9 : 2}`);
    const result = await run('pairs', texts, { judge: 'pointwise', open, items: 3 });
    assert.equal(result.items, 3);
    assert.ok(rowOf(result, 'pointwise', 'both-orders', 0).accuracy >= 2 / 3);
  });

  it('closes the model when a call fails for good', async () => {
    const { open, closings } = opened(() => {
      throw new GenerationError('unreachable', 'gone', 'Start it.');
    });
    await assert.rejects(run('pairs', texts, { judge: 'pairwise', open }), /gone/);
    assert.equal(closings(), 1);
  });

  it('needs the texts of the pairs, and a judge that compares answers', async () => {
    await assert.rejects(run('pairs', bench, { judge: 'pairwise' }), /holds no pairs-/);
    await assert.rejects(
      run('pairs', texts, { judge: 'stepwise' }),
      /no judge "stepwise".*live among: .*pairwise/,
    );
  });
});

describe('comparisons', () => {
  it('tell an aggregate that is worse than the best judge alone', async () => {
    const { figures } = await onBench;
    const { comparisons } = figures as { readonly comparisons: readonly Comparison[] };
    const of = (aggregate: RegExp) =>
      comparisons.filter(one => one.judge === 'all' && aggregate.test(one.aggregate));
    const [plain] = of(/^ensemble with 50/);
    assert.ok(plain && plain.verdict === 'worse' && plain.difference[1] < 0, JSON.stringify(plain));
    assert.equal(plain.against, 'good, both-orders');
    assert.equal(plain.againstAccuracy.toFixed(3), '0.900');
    const weighted = of(/^calibrated-ensemble with 50/);
    assert.deepEqual(
      weighted.map(({ against, verdict }) => [against, verdict]),
      [
        ['good, both-orders', 'not told apart'],
        ['all, ensemble', 'better'],
      ],
    );
  });
});

describe('the ECE of pairs', () => {
  const records = places.map(
    (place): PairRecord => ({
      ...{ pair: `${place}`, judge: 'j', prompt: 'p', label: place % 10 ? 'A' : 'B' },
      verdicts: ['A', 'A'],
    }),
  );

  it('does not depend on which of a pair is called A', () => {
    const turnedRecords = records.map((one, place): PairRecord => {
      if (place % 2) return one;
      return { ...one, label: one.label === 'A' ? 'B' : 'A', verdicts: ['B', 'B'] };
    });
    const eces = [records, turnedRecords].map(some => {
      const set = pairSetOf('made up', some);
      const both = set.judges.flatMap(judge => readingsOf(judge, set)).filter(one => one.calls === 2);
      return both.flatMap(one => labelledRows(one, set, 3)).map(({ row }) => row.ece?.toFixed(6));
    });
    assert.deepEqual(eces[0], eces[1]);
    assert.equal(eces[0]?.[0], (0.9 - 0.75).toFixed(6));
  });

  it('comes with what perfect forecasts would show, and with what so few labels can reach', () => {
    const set = pairSetOf('made up', records);
    const [first] = set.judges;
    assert.ok(first);
    const [, single] = readingsOf(first, set);
    assert.ok(single);
    const after = labelledRows(single, set, 20).find(({ row }) => row.labels === 50);
    assert.ok(after);
    const { floor, reach, ece } = after.figures;
    assert.ok(0 < floor && floor < reach && reach < 0.1, `${floor}, ${reach}`);
    assert.ok((ece ?? 1) < reach + 0.03);
  });
});

describe('malformed verdicts', () => {
  const records = [90, 75, 60].flatMap(rate =>
    Array.from({ length: 400 }, (_, place): PairRecord => {
      const said = (place * 37 + rate) % 100 < rate ? 'A' : 'B';
      return { pair: `${place}`, judge: `j${rate}`, prompt: 'p', label: 'A', verdicts: [said, said] };
    }),
  );

  it('do not move the ranking of judges, nor the choices beyond their interval', () => {
    const figures = malformedFigures(pairSetOf('made up', records), 10);
    assert.deepEqual(figures.ranking, ['j90', 'j75', 'j60']);
    assert.deepEqual(figures.rankingMalformed, figures.ranking);
    assert.deepEqual(figures.movedBeyondInterval, []);
    const lost = (figures.judges[0]?.accuracy ?? 0) - (figures.judges[0]?.malformed ?? 0);
    assert.ok(Math.abs(lost - 0.09 * 0.4) < 0.01, `an unreadable pair counts half: ${lost}`);
    assert.ok(figures.choices.within && (figures.choices.unchanged ?? 0) > 0.8);
  });
});

describe('malformed verdicts of judges that chose nothing', () => {
  it('leave no share of choices, and the note says none', async () => {
    const tie = places.map(place => row('tie', place, ['A=B', 'A=B']));
    const result = await run('pairs', folder('undecided', 'judgements.jsonl.gz', lines(tie)));
    const note = result.notes.find(one => one.includes('30% unreadable')) ?? '';
    assert.match(note, /unreadable: 0\.500 becomes 0\.500, judges that changed places/);
    const open = tie.map(({ pair_id }): PairRecord => {
      return { pair: pair_id, judge: 'tie', prompt: 'p', label: 'A', verdicts: ['tie', 'tie'] };
    });
    assert.equal(malformedFigures(pairSetOf('open', open), 2).choices.unchanged, null);
  });
});

describe('judges of steps', () => {
  it('name the first mistake by false equations, or say nothing; by hand', async () => {
    const rows = [
      { steps: ['1 + 1 = 2.', '2 + 2 = 5.', '3 + 3 = 7.'], mistake_index: 1 },
      { steps: ['1 + 1 = 3.', 'a', 'b'], mistake_index: 2 },
      { steps: ['1 + 1 = 2.', 'a'], mistake_index: null },
      { steps: ['a'], mistake_index: null },
    ];
    const result = await run('first-mistake', folder('chains', 'sorting.jsonl.gz', lines(rows)));
    const found = result.rows.map(({ judge, labels, accuracy, parsed }) => [judge, labels, accuracy, parsed]);
    assert.deepEqual(found, [
      ['equations', 0, 0.5, 0.75],
      ['first-step', 0, 0, 1],
      ['last-step', 0, 0.25, 1],
      ['inverted', 0, 0, 0.75],
      ['constant', 0, 0.5, 1],
    ]);
    const flags = { said: 3, flagged: 2, atTheMistake: 1, withMistake: 2, mistakesFlagged: 2, mistakes: 2 };
    const { flags: all } = result.figures as { readonly flags: readonly unknown[] };
    assert.deepEqual(all[0], { judge: 'equations', ...flags });
  });

  it('are calibrated on labelled chains alone; inverted and constant end at weight 0', async () => {
    const rows = places.map(place => ({
      steps: [place % 3 ? '1 + 1 = 2.' : '1 + 1 = 3.', 'so'],
      mistake_index: place % 3 ? null : place % 30 ? 0 : 1,
    }));
    const result = await run('first-mistake', folder('many', 'sums.jsonl.gz', lines(rows)));
    const [before, after] = [0, 50].map(labels => rowOf(result, 'equations', 'single', labels));
    assert.ok((before?.ece ?? 0) > 0.3 && (after?.ece ?? 1) < 0.1, `${before?.ece}, then ${after?.ece}`);
    assert.ok((after?.weight ?? 0) > 1.5);
    assert.equal(rowOf(result, 'inverted', 'single', 50).weight, 0);
    for (const labels of [0, 10, 50]) assert.equal(rowOf(result, 'constant', 'single', labels).weight, 0);
  });

  it('are told apart by their AUC; turned round they have no weight', async () => {
    const step = {
      step: 0,
      x: '4 6 1 1',
      new_ys: ['4 * 6 = 24 (left: 24 1 1)\n', '1 - 1 = 0 (left: 0 4 6)\n', '4 - 6 = -2 (left: -2 1 1)\n'],
    };
    const tree = { steps: [{ ...step, values: [60, 40, 1] }] };
    const lost = {
      steps: [
        { ...step, x: '1 1 1 1', new_ys: Array(4).fill('1 + 1 = 2 (left: 2 1 1)\n'), values: [1, 1, 1, 1] },
      ],
    };
    const trees = Array.from({ length: 60 }, (_, i) => (i % 2 ? lost : tree));
    const data = folder('trees', 'tree.json.gz', JSON.stringify(trees));
    const result = await run('steps', data);
    assert.equal(rowOf(result, 'recorded', 'votes', 50).weight !== null, true);
    assert.ok((rowOf(result, 'recorded', 'votes', 50).weight ?? 0) > 0.8);
    assert.equal(rowOf(result, 'inverted', 'votes', 50).weight, 0);
    assert.equal(rowOf(result, 'constant', 'votes', 50).weight, 0);
  });
});

describe('ponder judge eval', () => {
  const ponder = (...args: readonly string[]) => runCli('judge', 'eval', ...args);

  it('prints a table and writes exactly the rows it promises', async () => {
    const json = path.join(scratch, 'result.json');
    const { code, stdout, stderr } = await ponder(
      ...['--data', bench, '--suite', 'pairs', '--judge', 'good', '--seeds', '2', '--json', json],
    );
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^good +both-orders +0 +0\.900/m);
    assert.doesNotMatch(stdout, /^fair +single/m);
    const result = JSON.parse(fs.readFileSync(json, 'utf8'));
    assert.deepEqual([result.suite, result.data, result.items], ['pairs', bench, 120]);
    const keys = 'judge protocol labels accuracy ci95 calls ece brier orderConsistency weight parsed'.split(
      ' ',
    );
    for (const row of result.rows) assert.deepEqual(Object.keys(row), keys);
    assert.deepEqual(Object.keys(result.figures.malformed), ['judgebench']);
  });

  it('says what is wrong with the data or the call, and ends with 2', async () => {
    const plain = path.join(scratch, 'plain');
    fs.mkdirSync(plain);
    const cases: readonly (readonly [string, readonly string[], RegExp])[] = [
      [path.join(scratch, 'nowhere'), ['--suite', 'pairs'], /There is no folder .*nowhere/],
      [path.join(scratch, 'nowhere'), ['--suite', 'first-mistake'], /There is no folder .*nowhere/],
      [path.join(scratch, 'nowhere'), ['--suite', 'steps'], /There is no folder .*nowhere/],
      [plain, ['--suite', 'pairs'], /holds no judgements/],
      [bench, ['--suite', 'pairs', '--judge', 'nobody'], /no judge "nobody".*good, fair/],
      [bench, ['--suite', 'other'], /Allowed choices are pairs, first-mistake, steps/],
      [bench, ['--suite', 'pairs', '--json', path.join(scratch, 'nowhere/x.json')], /cannot be written/],
      [folder('bad', 'judgements.csv.gz', 'a,b\n1,2'), ['--suite', 'pairs'], /has not the columns/],
    ];
    for (const [data, more, message] of cases) {
      const { code, stderr, stdout } = await ponder('--data', data, ...more);
      assert.match(stderr, message);
      assert.equal(code, 2, stderr);
      assert.equal(stdout, '');
    }
  });
});
