import { chanceOfVote, posterior, recordedAnswerPrior } from '../answerPrior.ts';
import { type Course, coursesOf, type EscalationCharges, foresight } from '../escalation.ts';

/** Votes of the answers that are there now, in their order, and of those that may come, in falling order. */
type Votes = { readonly now: readonly number[]; readonly later: readonly number[] };

type Move = { readonly to: number; readonly chance: number };

/** Expected shares of the answers that are there now, and the largest of one that may come. */
type Place = { readonly shares: readonly number[]; readonly later: number; readonly moves: readonly Move[] };

/**
 * Where votes can go from here, with the answers told apart: what a cascade looks ahead over once judges have made more of
 * one answer than of another. Without verdicts it is the escalation plan.
 */
export class AnswersAhead {
  readonly #places: readonly Place[];

  /** From these votes of each answer, in any order; at most `horizon` votes in all are foreseen. */
  constructor(votes: readonly number[], horizon: number) {
    this.#places = placesFrom(votes, horizon);
  }

  /** Expected shares of the answers, in the order of their votes. */
  get shares(): readonly number[] {
    return this.#places[0]?.shares ?? [];
  }

  /**
   * What each step is worth from here, where the answers have these chances (votes and verdicts together) and one not seen
   * yet that of `unseen`; all may be times the chance of what was heard, and so are the worths then. Verdicts move what the
   * next votes will be too, as far as votes tell of the right answer.
   */
  courseAt(chances: readonly number[], unseen: number, charges: EscalationCharges): Course {
    const { shares } = this;
    const ratios = chances.map((chance, answer) => ratioOf(chance, shares[answer] ?? 0));
    const other = ratioOf(unseen, 1 - sumOf(shares));
    const points = this.#places.map(place => pointOf(place, ratios, other));
    return coursesOf(points, charges)[0] ?? { lead: 0, asked: 0, drawn: Number.NEGATIVE_INFINITY };
  }
}

/** `ratios` and `other`: how much likelier what was said is if an answer is right than before it was said. */
function pointOf({ shares, later, moves }: Place, ratios: readonly number[], other: number) {
  let lead = later * other;
  let mass = 0;
  let seen = 0;
  for (let answer = 0; answer < shares.length; answer++) {
    const share = shares[answer] ?? 0;
    const weight = share * (ratios[answer] ?? 1);
    if (weight > lead) lead = weight;
    mass += weight;
    seen += share;
  }
  return { lead, mass: mass + Math.max(0, 1 - seen) * other, moves };
}

/** Where nothing more is foreseen. */
function placeNow(votes: readonly number[]): Place {
  const counts = votes.toSorted((left, right) => right - left);
  const after = posterior(counts, recordedAnswerPrior);
  return { shares: votes.map(size => chanceOfVote(size, counts, after)), later: 0, moves: [] };
}

/** Every place that votes can lead to, each after those that lead to it. */
function placesFrom(votes: readonly number[], horizon: number): readonly Place[] {
  if (sumOf(votes) >= horizon) return [placeNow(votes)];
  const { find, ahead } = foresight(horizon);
  const found: Votes[] = [{ now: votes, later: [] }];
  const numbers = new Map<string, number>();
  const numberOf = (next: Votes): number => {
    const key = `${next.now} ${next.later}`;
    const number = numbers.get(key) ?? found.push(next) - 1;
    numbers.set(key, number);
    return number;
  };
  const places: Place[] = [];
  for (let at = 0; at < found.length; at++) {
    const { now, later } = found[at] ?? { now: [], later: [] };
    const counts = [...now, ...later].sort((left, right) => right - left);
    const { shares = [], moves = [] } = ahead[find(counts) ?? -1] ?? {};
    const isNew = moves.find(({ size }) => size === 0)?.chance ?? 0;
    const shareOf = (size: number) => (size === 0 ? isNew : (shares[counts.indexOf(size)] ?? 0));
    const next = moves.length > 0 ? nextVotes({ now, later }) : [];
    places.push({
      shares: now.map(shareOf),
      later: later[0] === undefined ? 0 : shareOf(later[0]),
      moves: next.map(({ size, many, to }) => ({ to: numberOf(to), chance: many * shareOf(size) })),
    });
  }
  return places;
}

/** One more vote: for any of `many` answers that have `size` votes each, or (size 0) for a new answer. */
function nextVotes({ now, later }: Votes): readonly {
  readonly size: number;
  readonly many: number;
  readonly to: Votes;
}[] {
  return [
    ...now.map((size, answer) => ({ size, many: 1, to: { now: now.with(answer, size + 1), later } })),
    ...[...new Set(later)].map(size => ({
      size,
      many: later.filter(one => one === size).length,
      to: { now, later: later.with(later.indexOf(size), size + 1) },
    })),
    { size: 0, many: 1, to: { now, later: [...later, 1] } },
  ];
}

function ratioOf(chance: number, share: number): number {
  return share > 0 ? chance / share : 0;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
