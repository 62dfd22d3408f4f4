import type { CandidateId } from '../candidate.ts';
import {
  type Ballot,
  type BetaLaw,
  ballotChance,
  ballotChances,
  ballotRatio,
  flatJudge,
  type JudgeModel,
  lawAfter,
  noBallot,
  preferenceLaws,
} from '../judgeModel.ts';
import type { JudgeName } from '../judging/judge.ts';

/** An answer with P(it is right); together they sum to at most 1, and what is missing is an answer not seen yet. */
export type Standing = { readonly candidate: CandidateId; readonly chance: number };

/** Judges by name; the one without a name is that of a run that names none. */
export type JudgesByName = ReadonlyMap<JudgeName | undefined, JudgeModel>;

/**
 * What acting best is worth, from the chance of each answer in the order of the standings and that of an answer not seen
 * yet; all times the chance of what was heard, and the worth with them.
 */
export type Worth = (chances: readonly number[], unseen: number) => number;

/** Taking the likeliest answer. */
export const worthOfBest: Worth = chances => chances.reduce((most, chance) => Math.max(most, chance), 0);

type Pair = { readonly left: CandidateId; readonly right: CandidateId; readonly forLeft: Ballot };
type By = JudgeName | undefined;
type Heard = { readonly ballots: Map<CandidateId, Ballot>; readonly pairs: Map<string, Pair> };

/**
 * What judges have said about answers: votes on one, and which of two they preferred. Each is believed by its own laws,
 * and what they say multiplies; so the laws of judges that are asked together are those beside one another (besideOthers).
 */
export class AnswerBelief {
  readonly #judges: JudgesByName;
  readonly #heard = new Map<By, Heard>();

  constructor(judges: JudgesByName) {
    this.#judges = judges;
  }

  /** More votes of a judge on a candidate. */
  judged(by: By, candidate: CandidateId, { approving, votes }: Ballot): void {
    const { ballots } = this.#heardOf(by);
    const before = ballots.get(candidate) ?? noBallot;
    ballots.set(candidate, { approving: before.approving + approving, votes: before.votes + votes });
  }

  /** One comparison by a judge; a margin of 0 is none, and an answer does not meet itself. */
  compared(by: By, left: CandidateId, right: CandidateId, margin: number): void {
    if (margin === 0 || left === right) return;
    const pair = this.#pair(by, left, right);
    const preferred = margin > 0 ? left : right;
    const { approving, votes } = pair.forLeft;
    const forLeft = { approving: approving + Number(preferred === pair.left), votes: votes + 1 };
    this.#heardOf(by).pairs.set(keyOf(left, right), { ...pair, forLeft });
  }

  /** The chances after what the judges have said. */
  weighed(standings: readonly Standing[]): readonly Standing[] {
    const unseen = unseenOf(standings);
    const weights = standings.map(({ candidate, chance }) => chance * this.#factorOf(candidate));
    const total = unseen + weights.reduce((sum, weight) => sum + weight, 0);
    return standings.map(({ candidate }, i) => ({
      candidate,
      chance: total > 0 ? (weights[i] ?? 0) / total : 0,
    }));
  }

  /**
   * The knowledge gradient of so many more votes of a judge on a candidate: what acting best is expected to be worth after
   * them, above what it is worth now. For standings that are weighed already.
   */
  gainOfVotes(
    by: By,
    standings: readonly Standing[],
    candidate: CandidateId,
    votes: number,
    worth: Worth = worthOfBest,
  ): number {
    const judge = this.#judgeOf(by);
    const ballot = this.#heard.get(by)?.ballots.get(candidate) ?? noBallot;
    const right = ballotChances(lawAfter(judge.right, ballot), votes);
    const wrong = ballotChances(lawAfter(judge.wrong, ballot), votes);
    const likelihood: Likelihood = (id, outcome) => (id === candidate ? right : wrong)[outcome] ?? 0;
    return gainOf(standings, votes + 1, likelihood, worth);
  }

  /** The knowledge gradient of comparing two answers by a judge so many times. */
  gainOfComparisons(
    by: By,
    standings: readonly Standing[],
    one: CandidateId,
    other: CandidateId,
    times = 1,
    worth: Worth = worthOfBest,
  ): number {
    const { left, right, forLeft } = this.#pair(by, one, other);
    const laws = preferenceLaws(this.#judgeOf(by));
    const ahead = (law: BetaLaw) => ballotChances(lawAfter(law, forLeft), times);
    const chances = new Map<CandidateId | undefined, readonly number[]>([
      [left, ahead(laws.right)],
      [right, ahead(reversed(laws.right))],
    ]);
    const even = ahead(laws.even);
    const likelihood: Likelihood = (id, outcome) => (chances.get(id) ?? even)[outcome] ?? 0;
    return gainOf(standings, times + 1, likelihood, worth);
  }

  #judgeOf(by: By): JudgeModel {
    return this.#judges.get(by) ?? flatJudge;
  }

  #heardOf(by: By): Heard {
    const heard = this.#heard.get(by) ?? { ballots: new Map(), pairs: new Map() };
    this.#heard.set(by, heard);
    return heard;
  }

  #pair(by: By, one: CandidateId, other: CandidateId): Pair {
    const known = this.#heard.get(by)?.pairs.get(keyOf(one, other));
    return known ?? { left: one, right: other, forLeft: noBallot };
  }

  /** How much likelier what was said is if this candidate is right than if an answer nobody judged is. */
  #factorOf(candidate: CandidateId): number {
    let factor = 1;
    for (const [by, { ballots, pairs }] of this.#heard) {
      const judge = this.#judgeOf(by);
      factor *= ballotRatio(judge, ballots.get(candidate) ?? noBallot);
      const laws = preferenceLaws(judge);
      for (const { left, right, forLeft } of pairs.values()) {
        if (left !== candidate && right !== candidate) continue;
        const law = left === candidate ? laws.right : reversed(laws.right);
        factor *= ballotChance(law, forLeft) / ballotChance(laws.even, forLeft);
      }
    }
    return factor;
  }
}

function reversed({ a, b }: BetaLaw): BetaLaw {
  return { a: b, b: a };
}

/** How likely an outcome is if this answer is right; without one, if it is an answer not seen yet. */
type Likelihood = (right: CandidateId | undefined, outcome: number) => number;

/** The sum over outcomes of the worth of the joint chances of answers and outcome, above the worth now. */
function gainOf(
  standings: readonly Standing[],
  outcomes: number,
  likelihood: Likelihood,
  worth: Worth,
): number {
  const unseen = unseenOf(standings);
  let after = 0;
  for (let outcome = 0; outcome < outcomes; outcome++) {
    const joint = standings.map(({ candidate, chance }) => chance * likelihood(candidate, outcome));
    after += worth(joint, unseen * likelihood(undefined, outcome));
  }
  const now = standings.map(({ chance }) => chance);
  return Math.max(0, after - worth(now, unseen));
}

/** The chance of an answer not seen yet. */
export function unseenOf(standings: readonly Standing[]): number {
  return Math.max(0, 1 - standings.reduce((sum, { chance }) => sum + chance, 0));
}

function keyOf(one: CandidateId, other: CandidateId): string {
  return one < other ? `${one} ${other}` : `${other} ${one}`;
}
