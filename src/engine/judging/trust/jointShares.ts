import type { JudgeOfRun } from '../judge.ts';
import { jointCases } from './jointCases.ts';
import { type JointCase, jointWeights } from './jointWeights.ts';
import type { WeighedLabel } from './judgeFit.ts';
import { differenceOf, tellsAnything } from './judgingChoice.ts';

/** Of a share before labels. On recorded pairs 0.15 to 0.7 choose within half a point of it, from 10 labels to 200. */
const deviation = 0.5;

/**
 * The share of each of so many judges that tell anything, before labels: where they tell as much as each other, or of those
 * beside the one that tells the most; all together count the same. By the log loss on recorded pairs, with laws that fit
 * each judge, the best equal share of 2, 3, 4 and 6 judges is .85, .7, .6 and .5 on judgebench and .9, .8, .75 and .6 on
 * llmbar; this has .86, .75, .67 and .55.
 */
export function shareBeforeLabels(judges: number, isBesideBest: boolean): number {
  return (isBesideBest ? 5 : 6) / (judges + 5);
}

/**
 * Judges with the share of each that counts beside the others. The one that tells the most counts whole, so that it is no
 * less worth asking alone; of the others what they add: what the labels of candidates and pairs that several judged make
 * likeliest, from 0 to 1, the laws given. A judge that tells nothing, or is the only one that does, has no share.
 */
export function withShares(
  judges: readonly JudgeOfRun[],
  labels: readonly WeighedLabel[],
): readonly JudgeOfRun[] {
  const told = judges.filter(judge => judge.performs.some(kind => tellsAnything(judge, kind)));
  const best = bestOf(told);
  const shares = told.length < 2 ? [] : sharesOf(told, best, jointCases(told, labels));
  return judges.map(judge => {
    const { share: _, ...alone } = judge;
    const share = shares[told.indexOf(judge)];
    return share === undefined || judge === best ? alone : { ...alone, share };
  });
}

function sharesOf(
  judges: readonly JudgeOfRun[],
  best: JudgeOfRun | undefined,
  cases: readonly JointCase[],
): readonly number[] {
  const whole = best === undefined ? -1 : judges.indexOf(best);
  const share = shareBeforeLabels(judges.length, best !== undefined);
  const beside = cases.map(one => ({ ...one, ahead: (one.ahead ?? 0) + (one.said[whole] ?? 0) }));
  const before = judges.map(judge => (judge === best ? 0 : share));
  return jointWeights(beside, before, { deviation, most: 1 });
}

/** The one that tells the most; undefined where several do. */
function bestOf(judges: readonly JudgeOfRun[]): JudgeOfRun | undefined {
  const most = Math.max(...judges.map(strengthOf));
  const best = judges.filter(judge => strengthOf(judge) === most);
  return best.length === 1 ? best[0] : undefined;
}

function strengthOf(judge: JudgeOfRun): number {
  return Math.max(...judge.performs.map(kind => differenceOf(judge, kind)));
}
