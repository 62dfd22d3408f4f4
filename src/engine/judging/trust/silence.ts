import type { BetaLaw, JudgeModel } from '../../judgeModel.ts';
import type { WeighedBallot } from './fittedLaw.ts';

/** The chance to approve of a judge that says nothing: any, and rather always or never (Jeffreys' prior). */
const anyChance: BetaLaw = { a: 0.5, b: 0.5 };

/**
 * How much likelier the labels are if the judge approves of right and wrong candidates with the same chance than if with
 * two, by the prior's laws; both are as likely before. All votes on a candidate are one observation: they are not
 * independent. So 1 without labels, and soon large for a judge that always says the same.
 */
export function oddsOfSilence(
  prior: JudgeModel,
  told: { readonly right: readonly WeighedBallot[]; readonly wrong: readonly WeighedBallot[] },
): number {
  const [right, wrong] = [massOf(told.right), massOf(told.wrong)];
  const same = logChance(anyChance, { a: right.a + wrong.a, b: right.b + wrong.b });
  return Math.exp(same - logChance(prior.right, right) - logChance(prior.wrong, wrong));
}

/** Candidates that were approved of and that were not, each counting its share of votes. */
export function massOf(ballots: readonly WeighedBallot[]): BetaLaw {
  let [a, b] = [0, 0];
  for (const { approving, votes, weight } of ballots) {
    a += (weight * approving) / votes;
    b += weight * (1 - approving / votes);
  }
  return { a, b };
}

/** ln P(observations) where the chance is of this law; they need not be whole. */
function logChance(law: BetaLaw, seen: BetaLaw): number {
  return logBeta(law.a + seen.a, law.b + seen.b) - logBeta(law.a, law.b);
}

function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}

/** ln Gamma(x) for x above 0, by Stirling's series from 8 on and the recurrence below it; exact to 1e-10. */
function logGamma(x: number): number {
  let shift = 0;
  let at = x;
  for (; at < 8; at++) shift += Math.log(at);
  const inverse = 1 / at;
  const series = inverse / 12 - inverse ** 3 / 360 + inverse ** 5 / 1260 - inverse ** 7 / 1680;
  return (at - 0.5) * Math.log(at) - at + Math.log(2 * Math.PI) / 2 + series - shift;
}
