import { meanOf } from '../../engine/mean.ts';
import { type Random, seededRandom } from '../../engine/random.ts';
import { intervalOfMean } from '../recorded/interval.ts';
import type { Interval } from '../recorded/suite.ts';
import { changedJudge, type PairJudge, type PairSet } from './pairSet.ts';
import { marginOf, type PairVerdict, tallied } from './pairVerdict.ts';

/** What a judge's share of right choices becomes when verdicts are made unreadable; an open pair counts half. */
export type MalformedJudge = {
  readonly judge: string;
  readonly accuracy: number;
  readonly ci95: Interval;
  readonly malformed: number;
  readonly within: boolean;
};

export type MalformedFigures = {
  readonly share: number;
  readonly judges: readonly MalformedJudge[];
  /** Judges by accuracy, best first, before and after. */
  readonly ranking: readonly string[];
  readonly rankingMalformed: readonly string[];
  /** Pairs of judges asked about the same pairs whose difference changes its sign while its interval excluded 0. */
  readonly movedBeyondInterval: readonly string[];
  /** The choices of all judges together: the accuracy, and the share of chosen sides that stays; null where none was chosen. */
  readonly choices: MalformedJudge & { readonly unchanged: number | null };
};

const share = 0.3;

/** The figures of a set, means over seeds: each verdict is unreadable with this chance, independently. */
export function malformedFigures(set: PairSet, seeds: number): MalformedFigures {
  const spoiled = Array.from({ length: seeds }, (_, seed) => {
    const random = seededRandom(`malformed/${seed}`);
    return set.judges.map(judge => spoiledJudge(judge, random));
  });
  const before = set.judges.map(judge => creditsOf([judge], set));
  const after = set.judges.map((_, index) =>
    meanCredits(spoiled.map(judges => creditsOf(judges.slice(index, index + 1), set))),
  );
  const judges = set.judges.map(({ name }, i) => figure(name, before[i], after[i]));
  const byName = (key: 'accuracy' | 'malformed') =>
    judges.toSorted((left, right) => right[key] - left[key]).map(({ judge }) => judge);
  const moved = set.judges.flatMap((one, i) =>
    set.judges.slice(i + 1).flatMap((other, j) => {
      const differences = [before, after].map(credits => differenceOf(credits[i], credits[i + 1 + j]));
      return movedBeyond(differences[0] ?? [], differences[1] ?? []) ? [`${one.name}, ${other.name}`] : [];
    }),
  );
  const together = creditsOf(set.judges, set);
  const spoiledTogether = spoiled.map(members => creditsOf(members, set));
  const kept = spoiledTogether.flatMap(credits =>
    [...together].flatMap(([pair, credit]) => (credit === 0.5 ? [] : [credits.get(pair) === credit ? 1 : 0])),
  );
  return {
    share,
    judges,
    ranking: byName('accuracy'),
    rankingMalformed: byName('malformed'),
    movedBeyondInterval: moved,
    choices: {
      ...figure('all together', together, meanCredits(spoiledTogether)),
      unchanged: kept.length === 0 ? null : meanOf(kept),
    },
  };
}

/** The judge with each verdict unreadable with the chance of this benchmark. */
function spoiledJudge(judge: PairJudge, random: Random): PairJudge {
  const spoil = (verdict: PairVerdict) => (random.next() < share ? 'none' : verdict);
  return changedJudge(judge, judge.name, ([first, second]) => [spoil(first), spoil(second)]);
}

type Credits = ReadonlyMap<number, number>;

/** By pair: 1 for the right choice of the judges' first prompts in both orders, 0 for the wrong one, half for none. */
export function creditsOf(judges: readonly PairJudge[], set: PairSet): Credits {
  const first = judges.map(judge => judge.prompts[0]?.verdicts);
  return new Map(
    set.labels.flatMap((label, pair): (readonly [number, number])[] => {
      const asked = first.flatMap(verdicts => verdicts?.get(pair) ?? []);
      if (asked.length === 0) return [];
      const side = Math.sign(marginOf(tallied(asked))) * (label === 'A' ? 1 : -1);
      return [[pair, (1 + side) / 2]];
    }),
  );
}

function meanCredits(all: readonly Credits[]): Credits {
  const pairs = [...(all[0]?.keys() ?? [])];
  return new Map(pairs.map(pair => [pair, meanOf(all.map(credits => credits.get(pair) ?? 0))]));
}

function figure(judge: string, before: Credits = new Map(), after: Credits = new Map()): MalformedJudge {
  const ci95 = intervalOfMean([...before.values()]);
  const malformed = meanOf([...after.values()]);
  const within = malformed >= ci95[0] && malformed <= ci95[1];
  return { judge, accuracy: meanOf([...before.values()]), ci95, malformed, within };
}

function differenceOf(one: Credits = new Map(), other: Credits = new Map()): readonly number[] {
  return [...one].flatMap(([pair, credit]) => {
    const against = other.get(pair);
    return against === undefined ? [] : [credit - against];
  });
}

function movedBeyond(before: readonly number[], after: readonly number[]): boolean {
  if (before.length === 0) return false;
  const [lo, hi] = intervalOfMean(before);
  return (lo > 0 && meanOf(after) <= 0) || (hi < 0 && meanOf(after) >= 0);
}
