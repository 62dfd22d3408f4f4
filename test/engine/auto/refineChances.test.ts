import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hopedLift, lifted } from '../../../src/engine/auto/criticLift.ts';
import { RefineChances } from '../../../src/engine/auto/refineChances.ts';
import type { Candidate } from '../../../src/engine/candidate.ts';
import { zeroCost } from '../../../src/engine/cost.ts';

const prior = { chance: 0.2, weight: 2 };
const none: ReadonlyMap<string, number> = new Map();

function failed(id: string, value: number, parts: Partial<Candidate> = {}): Candidate {
  const reward = { value, quality: 0, verified: false, evidence: [] };
  return { id, arm: 'default', text: '', behaviour: `b ${id}`, cost: zeroCost, reward, ...parts };
}

function chancesOf(...candidates: readonly Candidate[]): RefineChances {
  const chances = new RefineChances({ refine: prior });
  for (const candidate of candidates) chances.add(candidate);
  return chances;
}

describe('chances of a refinement', () => {
  it('believes the prior before the first, of the best failure of each behaviour first', () => {
    const chances = chancesOf(failed('c1', 0.2), failed('c2', 0.7), failed('c3', 0.7, { behaviour: 'b c2' }));
    const promising = chances.promising(none, 5);
    assert.deepEqual(
      promising.map(({ candidate, chance }) => [candidate.id, chance]),
      [
        ['c2', 0.4 / 2.5],
        ['c1', 0.4 / 2.5],
      ],
    );
  });

  it('does not refine what passed or cannot be used', () => {
    const passed = failed('c2', 1, { reward: { value: 1, quality: 1, verified: true, evidence: [] } });
    const chances = chancesOf(failed('c1', 0, { error: 'no code' }), passed);
    assert.deepEqual(chances.promising(none, 5), []);
  });

  it('learns in the run, more for parents of a similar reward', () => {
    const parents = [failed('c1', 0.2), failed('c2', 0.2), failed('c3', 0.9)];
    const before = chancesOf(...parents).chanceFor('c2');
    const chances = chancesOf(...parents, failed('c4', 0.3, { parent: 'c1' }));
    const [alike, unlike] = [chances.chanceFor('c2'), chances.chanceFor('c3')];
    assert.ok(alike < unlike && unlike < before, `${alike} ${unlike} ${before}`);
    assert.ok(Math.abs(alike - 0.4 / (2 + 1 + 3 * 0.5)) < 1e-12);
  });

  it('gives up a failure whose refinements change nothing sooner than one whose refinements differ', () => {
    const parent = failed('c1', 0.5);
    const tried = (behaviour?: string) =>
      chancesOf(
        parent,
        failed('c2', 0.5, { parent: 'c1', ...(behaviour && { behaviour }) }),
        failed('c3', 0.5, { parent: 'c1', ...(behaviour && { behaviour }) }),
      ).chanceFor('c1');
    assert.ok(tried('b c1') < 0.7 * tried(), `${tried('b c1')} ${tried()}`);
  });

  it('counts refinements under way as failed', () => {
    const chances = chancesOf(failed('c1', 0.5));
    const [waiting] = chances.promising(new Map([['c1', 2]]), 1);
    assert.ok(waiting && Math.abs(waiting.chance - 0.1) < 1e-12);
  });

  it('are lifted by what may be hoped of the words of a judge, and learn by judge', () => {
    const chances = chancesOf(failed('c1', 0.5), failed('c2', 0.5));
    const close = (value: number, expected: number) =>
      assert.ok(Math.abs(value - expected) < 1e-12, `${value} is not ${expected}`);
    const plain = 0.4 / 2.5;
    const hoped = lifted(plain, hopedLift({ expected: 0, right: 0 }));
    close(chances.chanceFor('c1'), plain);
    close(chances.chanceIfCriticised('c1', 'reader'), hoped);
    chances.criticised('c1', 'reader', 0);
    close(chances.chanceFor('c1'), hoped);
    close(chances.chanceFor('c2'), plain);
    chances.add(failed('c3', 0.5, { parent: 'c1' }));
    // The third failure weighs .5, and what was shown a judge's words .5 of what was not.
    close(chances.chanceFor('c2'), 0.4 / 3.5);
    close(
      chances.chanceIfCriticised('c2', 'reader'),
      lifted(0.4 / 3.5, hopedLift({ expected: plain, right: 0 })),
    );
    close(chances.chanceIfCriticised('c2', 'other'), lifted(0.4 / 3.5, hopedLift({ expected: 0, right: 0 })));
  });

  it('take from earlier runs what the words of each judge were worth', () => {
    const critics = { useless: { expected: 1.5, right: 0 }, helpful: { expected: 1.5, right: 5 } };
    const chances = new RefineChances({ refine: prior, critics });
    chances.add(failed('c1', 0.5));
    const [plain, useless, helpful, unknown] = [
      chances.chanceFor('c1'),
      ...['useless', 'helpful', 'new'].map(by => chances.chanceIfCriticised('c1', by)),
    ];
    assert.ok(useless !== undefined && helpful !== undefined && unknown !== undefined);
    assert.ok(
      useless < plain && plain < unknown && unknown < helpful,
      `${[useless, plain, unknown, helpful]}`,
    );
  });

  it('take a refinement that was begun before the critique for one without it', () => {
    const chances = chancesOf(failed('c1', 0.5));
    const lift = () => {
      const plain = chancesOf(failed('c1', 0.5), failed('c2', 0.5, { parent: 'c1' })).chanceFor('c1');
      const odds = (chance: number) => chance / (1 - chance);
      return odds(chances.chanceFor('c1')) / odds(plain);
    };
    chances.criticised('c1', 'reader', 1);
    chances.add(failed('c2', 0.5, { parent: 'c1' }));
    const hoped = hopedLift({ expected: 0, right: 0 });
    assert.ok(Math.abs(lift() - hoped) < 1e-9, `${lift()} is not ${hoped}`);
    chances.add(failed('c3', 0.5, { parent: 'c1' }));
    assert.ok(lift() < 0.9 * hoped, 'the next was shown it');
  });
});
