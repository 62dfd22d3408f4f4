import type { ArmId } from '../../candidate.ts';
import type { Random } from '../../random.ts';
import { drawBeta } from '../../sampling.ts';
import type { Wins } from './preferences.ts';

/** Of the confidence bounds; the theory asks for more than one half. */
const alpha = 0.6;

/**
 * The two that should meet next, by Double Thompson Sampling (Wu & Liu 2016): among those that may beat most others by
 * their upper bounds the one that does in a draw, against the strongest in a second draw among those that may beat it. The
 * same twice where nobody may. `contestants` are at least one; of a shared rank chance decides.
 */
export function nextDuel(
  wins: Wins,
  contestants: readonly string[],
  random: Random,
): readonly [first: string, second: string] {
  const first = likelyBest(wins, contestants, random);
  const drawn = contestants.map(one => ({
    one,
    chance: one === first ? 0.5 : drawOf(wins, one, first, random),
    open: one === first || boundsOf(wins, one, first).lower <= 0.5,
  }));
  const rivals = drawn.filter(({ open }) => open);
  const strongest = Math.max(...rivals.map(({ chance }) => chance));
  return [first, rivals.find(({ chance }) => chance === strongest)?.one ?? first];
}

/** So many duels tell the shares. */
const duels = 200;

/**
 * For each arm the share of places that it takes in duels; they sum to 1. Even shares before any pick, and nearly all for
 * one that is surely preferred to every other (the Condorcet winner).
 */
export function preferredArms(
  wins: Wins,
  arms: readonly ArmId[],
  random: Random,
): Readonly<Record<ArmId, number>> {
  const shares = new Map(arms.map(arm => [arm, 0]));
  for (let i = 0; i < duels; i++) {
    for (const arm of nextDuel(wins, arms, random)) shares.set(arm, (shares.get(arm) ?? 0) + 0.5 / duels);
  }
  return Object.fromEntries(shares);
}

function likelyBest(wins: Wins, contestants: readonly string[], random: Random): string {
  const may = contestants.map(
    one => contestants.filter(other => other !== one && boundsOf(wins, one, other).upper > 0.5).length,
  );
  const candidates = contestants.filter((_, i) => may[i] === Math.max(...may));
  const chances = drawnChances(wins, contestants, random);
  const beats = candidates.map(
    one => contestants.filter(other => (chances.get(`${one} ${other}`) ?? 0.5) > 0.5).length,
  );
  const best = candidates.filter((_, i) => beats[i] === Math.max(...beats));
  const chosen = best[random.below(best.length)];
  if (chosen === undefined) throw new RangeError('A duel needs at least one contestant.');
  return chosen;
}

/** P(one beats another), drawn once for each pair. */
function drawnChances(
  wins: Wins,
  contestants: readonly string[],
  random: Random,
): ReadonlyMap<string, number> {
  const chances = new Map<string, number>();
  for (const [i, one] of contestants.entries()) {
    for (const other of contestants.slice(i + 1)) {
      const chance = drawOf(wins, one, other, random);
      chances.set(`${one} ${other}`, chance).set(`${other} ${one}`, 1 - chance);
    }
  }
  return chances;
}

function drawOf(wins: Wins, one: string, other: string, random: Random): number {
  return drawBeta(1 + countOf(wins, one, other), 1 + countOf(wins, other, one), random);
}

function countOf(wins: Wins, one: string, other: string): number {
  return wins.get(one)?.get(other) ?? 0;
}

/** Bounds of P(one beats another); all of [0, 1] before they met. */
function boundsOf(wins: Wins, one: string, other: string) {
  const [won, lost] = [countOf(wins, one, other), countOf(wins, other, one)];
  if (won + lost === 0) return { lower: 0, upper: 1 };
  const picks = [...wins.values()].flatMap(over => [...over.values()]).reduce((sum, count) => sum + count, 0);
  const width = Math.sqrt((alpha * Math.log(picks + 1)) / (won + lost));
  const share = won / (won + lost);
  return { lower: share - width, upper: share + width };
}
