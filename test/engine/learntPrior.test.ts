import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { HistoryRow, TaskFeatures, Tries } from '../../src/engine/history.ts';
import { favouring, learntPrior } from '../../src/engine/learntPrior.ts';
import { flatPrior, flatSample } from '../../src/engine/prior.ts';
import { seededRandom } from '../../src/engine/random.ts';

const task: TaskFeatures = { kind: 'code', language: 'python', size: 60, hasTests: true, model: 'm' };
const arms = [{ id: 'default' }];

function tries(parts: Partial<Tries> = {}): Tries {
  const first = parts.first ?? false;
  return {
    number: 1,
    right: first ? 1 : 0,
    first,
    before: 0,
    distinct: 1,
    tokens: 100,
    sandboxSeconds: 0,
    ...parts,
  };
}

function row(first: boolean, parts: Partial<HistoryRow> = {}): HistoryRow {
  const status = first ? 'verified' : 'failed';
  return { ...task, policy: 'auto', status, tokens: 100, samples: { default: tries({ first }) }, ...parts };
}

/** So many rows, of which so many had a right first sample. */
function rows(many: number, right: number, parts: Partial<HistoryRow> = {}): readonly HistoryRow[] {
  return Array.from({ length: many }, (_, i) => row(i < right, parts));
}

function prior(history: readonly HistoryRow[], of: TaskFeatures = task, wanted = arms, seed = 1) {
  const near = history.map(one => ({ row: one, here: true }));
  return learntPrior(near, of, wanted, seededRandom(seed));
}

const chanceFrom = (history: readonly HistoryRow[], of: TaskFeatures = task) =>
  prior(history, of)?.sample.default?.chance ?? Number.NaN;

describe('the learnt prior', () => {
  it('is none without verdicts: the flat one holds', () => {
    assert.equal(prior([]), undefined);
    const { first, ...unjudged } = tries();
    assert.equal(prior([row(false, { hasTests: false, samples: { default: unjudged } })]), undefined);
    assert.equal(prior(rows(5, 5, { kind: 'prompt' })), undefined, 'prompts say nothing of code');
  });

  it('moves from the flat chance to what was seen, a little by one run and nearly all the way by many', () => {
    const [worse, better] = [chanceFrom(rows(1, 0)), chanceFrom(rows(1, 1))];
    assert.ok(worse < 0.4 && worse > 0.28 && better > 0.4 && better < 0.55, `${worse} ${better}`);
    const many = chanceFrom(rows(200, 180));
    assert.ok(many > 0.86 && many < 0.9, `${many}`);
    assert.ok(chanceFrom(rows(30, 0)) < 0.1, 'a model that never solves anything is given up soon');
    assert.equal(prior(rows(7, 3))?.runs, 7);
  });

  it('lets this model in this language say most, other languages less and other models least', () => {
    const good = { parts: {}, seen: rows(20, 19) };
    const base = chanceFrom(good.seen);
    const otherLanguage = chanceFrom(good.seen, { ...task, language: 'typescript' });
    const otherModel = chanceFrom(good.seen, { ...task, model: 'another' });
    assert.ok(
      base > otherLanguage && otherLanguage > otherModel && otherModel > 0.4,
      `${base} ${otherLanguage} ${otherModel}`,
    );
    const both = [...rows(40, 38), ...rows(40, 4, { model: 'another' })];
    assert.ok(chanceFrom(both) > 0.8 && chanceFrom(both, { ...task, model: 'another' }) < 0.25);
  });

  it('lets runs of this workspace say more than those of others', () => {
    const seen = rows(20, 19);
    const from = (here: boolean) =>
      learntPrior(
        seen.map(one => ({ row: one, here })),
        task,
        arms,
        seededRandom(1),
      )?.sample.default?.chance ?? 0;
    assert.ok(from(true) > from(false));
  });

  it('expects less of longer functions', () => {
    const seen = rows(10, 5);
    assert.ok(chanceFrom(seen, { ...task, size: 400 }) < chanceFrom(seen, { ...task, size: 15 }));
  });

  it('does not hold it against an arm that it is asked only when others have failed', () => {
    const late = rows(20, 8, { samples: {} }).map(
      (one, i): HistoryRow => ({
        ...one,
        samples: { default: tries({ first: i < 8, before: 4 }) },
      }),
    );
    assert.ok(chanceFrom(late) > chanceFrom(rows(20, 8)) + 0.1);
  });

  it('weighs little where a task is solved at once or never, more where many tries help, at most 3 samples', () => {
    const never = Array.from({ length: 20 }, () =>
      row(false, { samples: { default: tries({ number: 12, distinct: 12 }) } }),
    );
    const split = prior([...rows(20, 20), ...never])?.sample.default;
    const steady = Array.from({ length: 60 }, (_, i) => {
      const wrong = i % 6;
      const found = tries({ number: wrong + 1, distinct: wrong + 1, right: 1, first: wrong === 0 });
      return row(wrong === 0, { samples: { default: found } });
    });
    const helped = prior(steady)?.sample.default;
    assert.ok((split?.weight ?? 9) < 1, `${split?.weight}`);
    assert.ok((helped?.weight ?? 0) > 1 && (helped?.weight ?? 9) <= 3, `${helped?.weight}`);
    assert.equal(prior(rows(2, 1))?.sample.default?.weight, 1, 'two runs say nothing about it');
  });

  it('learns what refining and searching bring, and leaves them flat where nothing was tried', () => {
    const plain = prior(rows(3, 1));
    assert.deepEqual([plain?.refine, plain?.searched], [flatPrior.refine, flatPrior.searched]);
    const refined = prior(rows(15, 0, { refined: tries({ first: true, before: 3 }) }));
    assert.ok((refined?.refine.chance ?? 0) > 0.5);
    assert.equal(refined?.refine.weight, flatPrior.refine.weight);
    assert.equal(refined?.critics, undefined, 'no refinement was shown a critique');
    const searched = prior(rows(15, 0, { searched: tries({ before: 3 }) }));
    assert.ok((searched?.searched.chance ?? 1) < flatPrior.searched.chance);
  });

  it('compares the repairs of each critic with those that were shown the failing test alone', () => {
    const criticised = (refined: HistoryRow['refined'], model = task.model) =>
      row(false, {
        model,
        ...(refined && { refined }),
        critics: { reader: tries({ number: 4, right: 1, before: 3 }) },
      });
    const near = (actual: number | undefined, expected: number) =>
      assert.ok(Math.abs((actual ?? 0) - expected) < 1e-12, `${actual} is not ${expected}`);
    const alone = prior([criticised(undefined)]);
    assert.deepEqual(alone?.refine, flatPrior.refine);
    // A repair of a critic that failed tells half of what one without it would.
    near(alone?.critics?.reader?.expected, 0.3 / 2 + 0.3 / 2.5 + 0.3 / 3 + 0.3 / 3.5);
    assert.equal(alone?.critics?.reader?.right, 1);
    const failing = tries({ number: 6, right: 0, before: 3 });
    const hard = prior([criticised(failing), criticised(failing)]);
    const right = 2 * (hard?.refine.chance ?? 1);
    assert.ok(right < 0.3);
    near(hard?.critics?.reader?.expected, 1.99 * (right / 8 + right / 8.5 + right / 9 + right / 9.5));
    assert.equal(prior([criticised(failing, 'another'), criticised(failing)])?.critics?.reader?.right, 1);
    const since = prior([criticised(undefined), ...rows(20, 5)]);
    near(since?.critics?.reader?.right, 0.99 ** 20);
  });

  it('draws among several arms what may be true of each: one that did badly twice still has its turn', () => {
    const two = [{ id: 'default' }, { id: 'other' }];
    const seen = [...rows(6, 4), ...rows(2, 0, { samples: { other: tries() } })];
    const wins = Array.from({ length: 200 }, (_, seed) => {
      const { sample } = prior(seen, task, two, seed) ?? flatPrior;
      return (sample.other?.chance ?? 0) > (sample.default?.chance ?? 0);
    }).filter(Boolean).length;
    assert.ok(wins > 10 && wins < 100, `${wins} of 200`);
    assert.deepEqual(
      prior(seen, task, two, 5),
      prior(seen, task, two, 5),
      'a function of rows, task and seed',
    );
    assert.deepEqual(
      prior(rows(6, 4), task, arms, 1),
      prior(rows(6, 4), task, arms, 2),
      'nothing is drawn for one',
    );
  });

  it('favours preferred arms by their share, in odds, four times at most, and leaves all else', () => {
    const odds = (chance: number) => chance / (1 - chance);
    const learnt = prior(rows(6, 4));
    assert.ok(learnt);
    const known = learnt.sample.default ?? flatSample;
    const favoured = favouring(learnt, { default: 0.75, other: 0.25 });
    const { default: first, other } = favoured.sample;
    assert.ok(Math.abs(odds(first?.chance ?? 0) - 1.5 * odds(known.chance)) < 1e-9);
    assert.ok(Math.abs(odds(other?.chance ?? 0) - 0.5 * odds(flatSample.chance)) < 1e-9);
    assert.equal(first?.weight, known.weight);
    assert.deepEqual({ ...favoured, sample: {} }, { ...learnt, sample: {} });
    const sure = favouring(undefined, { a: 1, b: 0, c: 0, d: 0, e: 0 }).sample;
    assert.ok(Math.abs(odds(sure.a?.chance ?? 0) - 4 * odds(flatSample.chance)) < 1e-9);
    assert.ok(Math.abs(odds(sure.b?.chance ?? 0) - odds(flatSample.chance) / 4) < 1e-9);
  });
});
