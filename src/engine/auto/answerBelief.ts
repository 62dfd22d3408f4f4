import type { CandidateId } from '../candidate.ts';
import {
  type Ballot,
  type BetaLaw,
  ballotChance,
  ballotChances,
  type JudgeModel,
  lawAfter,
  noBallot,
  preferenceLaws,
} from '../judgeModel.ts';

/** An answer with P(it is right); together they sum to at most 1, and what is missing is an answer not seen yet. */
export type Standing = { readonly candidate: CandidateId; readonly chance: number };

type Pair = { readonly left: CandidateId; readonly right: CandidateId; readonly forLeft: Ballot };

/** What a judge has said about answers: votes on one, and which of two it preferred. */
export class AnswerBelief {
  readonly #judge: JudgeModel;
  readonly #ballots = new Map<CandidateId, Ballot>();
  readonly #pairs = new Map<string, Pair>();

  constructor(judge: JudgeModel) {
    this.#judge = judge;
  }

  /** All votes on a candidate so far; replaces what was told before. */
  judged(candidate: CandidateId, ballot: Ballot): void {
    this.#ballots.set(candidate, ballot);
  }

  /** One comparison; a margin of 0 is none. */
  compared(left: CandidateId, right: CandidateId, margin: number): void {
    if (margin === 0) return;
    const pair = this.#pair(left, right);
    const preferred = margin > 0 ? left : right;
    const { approving, votes } = pair.forLeft;
    const forLeft = { approving: approving + Number(preferred === pair.left), votes: votes + 1 };
    this.#pairs.set(keyOf(left, right), { ...pair, forLeft });
  }

  /** The chances after what the judge has said. */
  weighed(standings: readonly Standing[]): readonly Standing[] {
    const unseen = Math.max(0, 1 - standings.reduce((sum, { chance }) => sum + chance, 0));
    const weights = standings.map(({ candidate, chance }) => chance * this.#factorOf(candidate));
    const total = unseen + weights.reduce((sum, weight) => sum + weight, 0);
    return standings.map(({ candidate }, i) => ({
      candidate,
      chance: total > 0 ? (weights[i] ?? 0) / total : 0,
    }));
  }

  /**
   * The knowledge gradient of so many more votes on a candidate: the expected chance of the best answer after them,
   * above what it is now. For standings that are weighed already.
   */
  gainOfVotes(standings: readonly Standing[], candidate: CandidateId, votes: number): number {
    const ballot = this.#ballots.get(candidate) ?? noBallot;
    const right = ballotChances(lawAfter(this.#judge.right, ballot), votes);
    const wrong = ballotChances(lawAfter(this.#judge.wrong, ballot), votes);
    return gainOf(standings, votes + 1, (id, outcome) => (id === candidate ? right : wrong)[outcome] ?? 0);
  }

  /** The knowledge gradient of comparing two answers so many times. */
  gainOfComparisons(standings: readonly Standing[], one: CandidateId, other: CandidateId, times = 1): number {
    const { left, right, forLeft } = this.#pair(one, other);
    const laws = preferenceLaws(this.#judge);
    const ahead = (law: BetaLaw) => ballotChances(lawAfter(law, forLeft), times);
    const chances = new Map([
      [left, ahead(laws.right)],
      [right, ahead(reversed(laws.right))],
    ]);
    const even = ahead(laws.even);
    return gainOf(standings, times + 1, (id, outcome) => (chances.get(id) ?? even)[outcome] ?? 0);
  }

  #pair(one: CandidateId, other: CandidateId): Pair {
    return this.#pairs.get(keyOf(one, other)) ?? { left: one, right: other, forLeft: noBallot };
  }

  /** How much likelier what was said is if this candidate is right than if an answer nobody judged is. */
  #factorOf(candidate: CandidateId): number {
    const ballot = this.#ballots.get(candidate);
    const { right, wrong } = this.#judge;
    const factor = ballot ? ballotChance(right, ballot) / ballotChance(wrong, ballot) : 1;
    const laws = preferenceLaws(this.#judge);
    return [...this.#pairs.values()].reduce((product, pair) => {
      if (pair.left !== candidate && pair.right !== candidate) return product;
      const law = pair.left === candidate ? laws.right : reversed(laws.right);
      return (product * ballotChance(law, pair.forLeft)) / ballotChance(laws.even, pair.forLeft);
    }, factor);
  }
}

function reversed({ a, b }: BetaLaw): BetaLaw {
  return { a: b, b: a };
}

/** The sum over outcomes of the highest joint chance of an answer and the outcome, above the highest chance now. */
function gainOf(
  standings: readonly Standing[],
  outcomes: number,
  likelihood: (right: CandidateId, outcome: number) => number,
): number {
  const best = (chances: readonly number[]) => chances.reduce((most, chance) => Math.max(most, chance), 0);
  let after = 0;
  for (let outcome = 0; outcome < outcomes; outcome++)
    after += best(standings.map(({ candidate, chance }) => chance * likelihood(candidate, outcome)));
  return Math.max(0, after - best(standings.map(({ chance }) => chance)));
}

function keyOf(one: CandidateId, other: CandidateId): string {
  return one < other ? `${one} ${other}` : `${other} ${one}`;
}
