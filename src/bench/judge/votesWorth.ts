import { AnswerBelief, type Standing } from '../../engine/auto/answerBelief.ts';
import { ballotChances, type JudgeModel } from '../../engine/judgeModel.ts';
import type { Random } from '../../engine/random.ts';

const ballots = [1, 2, 4] as const;
/** The share of the chance that an answer not seen yet may have, at most. */
const mostUnseen = 0.2;

/** Choices among three answers, with unlike chances. */
export function drawChoices(many: number, random: Random): readonly (readonly Standing[])[] {
  return Array.from({ length: many }, () => {
    const seen = 1 - mostUnseen * random.next();
    const shares = Array.from({ length: 3 }, () => random.next() + 0.05);
    const total = shares.reduce((sum, share) => sum + share, 0);
    return shares.map((share, i) => ({ candidate: `c${i}`, chance: (seen * share) / total }));
  });
}

/**
 * What asking a judge once about a choice really changes, in P(correct) less the charge of its votes, in the mean: where one
 * who takes it to vote by the laws `believed` buys the best of its votes by their knowledge gradient, or none.
 */
export function worthOfVotes(
  truth: JudgeModel,
  believed: JudgeModel,
  choices: readonly (readonly Standing[])[],
  charge: number,
): number {
  return choices.reduce((sum, choice) => sum + worthAt(truth, believed, choice, charge), 0) / choices.length;
}

function worthAt(
  truth: JudgeModel,
  believed: JudgeModel,
  choice: readonly Standing[],
  charge: number,
): number {
  const belief = beliefIn(believed);
  let best = { net: 0, candidate: '', votes: 0 };
  for (const { candidate } of choice) {
    for (const votes of ballots) {
      const net = belief.gainOfVotes(undefined, choice, candidate, votes) - charge * votes;
      if (net > best.net) best = { net, candidate, votes };
    }
  }
  const { candidate, votes } = best;
  if (votes === 0) return 0;
  const [right, wrong] = [ballotChances(truth.right, votes), ballotChances(truth.wrong, votes)];
  const after = right.reduce((sum, ifRight, approving) => {
    const told = beliefIn(believed);
    told.judged(undefined, candidate, { approving, votes });
    const chosen = likeliest(told.weighed(choice)).candidate;
    const chance = choice.find(one => one.candidate === chosen)?.chance ?? 0;
    return sum + chance * (chosen === candidate ? ifRight : (wrong[approving] ?? 0));
  }, 0);
  return after - likeliest(choice).chance - charge * votes;
}

function beliefIn(judge: JudgeModel): AnswerBelief {
  return new AnswerBelief(new Map([[undefined, judge]]));
}

function likeliest(standings: readonly Standing[]): Standing {
  const none: Standing = { candidate: '', chance: 0 };
  return standings.reduce((best, one) => (one.chance > best.chance ? one : best), none);
}
