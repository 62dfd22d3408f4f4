import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RefineChances } from '../../../src/engine/auto/refineChances.ts';
import type { Candidate } from '../../../src/engine/candidate.ts';
import { zeroCost } from '../../../src/engine/cost.ts';

const prior = { chance: 0.2, weight: 2 };
const hopeful = { chance: 0.3, weight: 2 };
const none: ReadonlyMap<string, number> = new Map();

function failed(id: string, value: number, parts: Partial<Candidate> = {}): Candidate {
  const reward = { value, quality: 0, verified: false, evidence: [] };
  return { id, arm: 'default', text: '', behaviour: `b ${id}`, cost: zeroCost, reward, ...parts };
}

function chancesOf(...candidates: readonly Candidate[]): RefineChances {
  const chances = new RefineChances(prior, hopeful);
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

  it('are another belief once a judge said what is wrong, and learn by judge', () => {
    const chances = chancesOf(failed('c1', 0.5), failed('c2', 0.5));
    const close = (value: number, expected: number) =>
      assert.ok(Math.abs(value - expected) < 1e-12, `${value}`);
    close(chances.chanceFor('c1'), 0.4 / 2.5);
    close(chances.chanceIfCriticised('c1', 'reader'), 0.6 / 2.5);
    chances.criticised('c1', 'reader', 0);
    close(chances.chanceFor('c1'), 0.6 / 2.5);
    close(chances.chanceFor('c2'), 0.4 / 2.5);
    chances.add(failed('c3', 0.5, { parent: 'c1' }));
    // The third failure weighs .5; the try of this judge 1, for others and for none .5.
    close(chances.chanceIfCriticised('c2', 'reader'), 0.6 / 4);
    close(chances.chanceIfCriticised('c2', 'other'), 0.6 / 3.5);
    close(chances.chanceFor('c2'), 0.4 / 3.5);
  });

  it('take a refinement that was begun before the critique for one without it', () => {
    const chances = chancesOf(failed('c1', 0.5));
    chances.criticised('c1', 'reader', 1);
    chances.add(failed('c2', 0.5, { parent: 'c1', behaviour: 'b c1' }));
    const [promising] = chances.promising(none, 1);
    assert.deepEqual([promising?.critic, promising?.tries], ['reader', 0]);
    chances.add(failed('c3', 0.5, { parent: 'c1', behaviour: 'b c1' }));
    assert.equal(chances.promising(none, 1)[0]?.tries, 1);
  });
});
