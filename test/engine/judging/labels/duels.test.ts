import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nextDuel, preferredArms } from '../../../../src/engine/judging/labels/duels.ts';
import { type PersonPick, winsOf } from '../../../../src/engine/judging/labels/preferences.ts';
import { seededRandom } from '../../../../src/engine/random.ts';

const arms = ['a', 'b', 'c', 'd'] as const;
/** P(the row is preferred to the column); b beats every other, and a, c and d beat each other in a circle. */
const chances: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  a: { b: 0.3, c: 0.8, d: 0.2 },
  b: { a: 0.7, c: 0.65, d: 0.7 },
  c: { a: 0.2, b: 0.35, d: 0.8 },
  d: { a: 0.8, b: 0.3, c: 0.2 },
};
const chanceOf = (one: string, other: string) => (one === other ? 0.5 : (chances[one]?.[other] ?? 0.5));

function pick(winner: string, loser: string): PersonPick {
  const made = (arm: string) => ({ arm, origin: 'sample' }) as const;
  return { key: '', model: 'm', winner: made(winner), loser: made(loser) };
}

/** So many duels as they are proposed; the regret of each is how far both are from the winner of all. */
function simulated(rounds: number, seed: number) {
  const random = seededRandom(`duels/${seed}`);
  const picks: PersonPick[] = [];
  const regrets: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const [one, other] = nextDuel(winsOf(picks, 'arm'), arms, random);
    regrets.push((chanceOf('b', one) + chanceOf('b', other) - 1) / 2);
    const won = random.next() < chanceOf(one, other);
    picks.push(won ? pick(one, other) : pick(other, one));
  }
  return { picks, regrets };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('duels between arms', () => {
  it('find the one that beats every other, though the rest go in a circle, and regret falls', () => {
    const seeds = Array.from({ length: 12 }, (_, seed) => simulated(600, seed));
    for (const { picks } of seeds) {
      const shares = preferredArms(winsOf(picks, 'arm'), arms, seededRandom('shares'));
      assert.ok((shares.b ?? 0) > 0.6, JSON.stringify(shares));
    }
    const early = sum(seeds.map(({ regrets }) => sum(regrets.slice(0, 100))));
    const late = sum(seeds.map(({ regrets }) => sum(regrets.slice(500))));
    assert.ok(late < early / 3, `${early} ${late}`);
  });

  it('shares are even before any pick, sum to 1 and follow a single pair of arms', () => {
    const shares = (picks: readonly PersonPick[], of: readonly string[] = arms) =>
      preferredArms(winsOf(picks, 'arm'), of, seededRandom(1));
    for (const share of Object.values(shares([]))) assert.ok(Math.abs(share - 0.25) < 0.08, `${share}`);
    const told = shares(
      Array.from({ length: 30 }, () => pick('a', 'b')),
      ['a', 'b'],
    );
    assert.ok(Math.abs(sum(Object.values(told)) - 1) < 1e-9);
    assert.ok((told.a ?? 0) > 0.95);
    const once = shares([pick('a', 'b')], ['a', 'b']);
    assert.ok((once.a ?? 0) > 0.5 && (once.b ?? 0) > 0.2, JSON.stringify(once));
  });

  it('are between an arm and itself where there is one, and the same for the same seed', () => {
    assert.deepEqual(nextDuel(new Map(), ['a'], seededRandom(1)), ['a', 'a']);
    const wins = winsOf([pick('a', 'b'), pick('c', 'b')], 'arm');
    assert.deepEqual(nextDuel(wins, arms, seededRandom(7)), nextDuel(wins, arms, seededRandom(7)));
  });
});
