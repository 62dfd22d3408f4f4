import { ballotChances, flatJudge, type JudgeModel } from '../../engine/judgeModel.ts';
import { fitJudge, type WeighedLabel } from '../../engine/judging/trust/judgeFit.ts';
import { meanOf } from '../../engine/mean.ts';
import { type Effort, priceOf } from '../../engine/price.ts';
import { seededRandom } from '../../engine/random.ts';
import { drawJudge, drawLabel, weightOf } from './simulatedJudges.ts';
import { drawChoices, worthOfVotes } from './votesWorth.ts';

/** How judges of one worth fare after so many labels, in the mean. */
export type TrustPoint = {
  /** Share of pairs of a right and a wrong candidate that the judges would put in their order. */
  readonly auc: number;
  /** Candidates whose truth is known, with three votes each. */
  readonly labels: number;
  /** Share of the judges that are above weight 0. */
  readonly asked: number;
  /** Share that was at 0 at some station before or now: a judge that is not asked has no labels to recover by. */
  readonly givenUp: number;
  /** Log odds, and what they really are. */
  readonly weight: number;
  readonly trueWeight: number;
  /** Log loss of the belief that three votes lead to less that of none, in thousandths of a nat; and that of the true laws. */
  readonly loss: number;
  readonly bestLoss: number;
  /** What asking it brings to a choice less its charge, in thousandths of P(correct), at two prices; and at best. */
  readonly balanced: number;
  readonly bestBalanced: number;
  readonly thorough: number;
  readonly bestThorough: number;
};

const votes = 3;
/** Shares of candidates that are right. */
const bases = [0.2, 0.3, 0.5] as const;
/** How many choices a judge is asked about for its worth. */
const choicesAsked = 12;
/** A vote costs about as much as so many samples. */
const samplesOfVote = 2;
const sampleTokens = 160;

/** Judges of each worth, so many for each share of right candidates, and what their labels make of them. */
export function trustCurve(
  aucs: readonly number[],
  stations: readonly number[],
  judges: number,
): readonly TrustPoint[] {
  return aucs.flatMap(auc => {
    const courses = bases.flatMap(base =>
      Array.from({ length: judges }, (_, i) => courseOf(auc, base, stations, `${auc}/${base}/${i}`)),
    );
    return stations.map((labels, at) => ({
      auc,
      labels,
      ...meanOfPoints(courses.flatMap(course => course[at] ?? [])),
    }));
  });
}

type Measured = Omit<TrustPoint, 'auc' | 'labels'>;

function courseOf(auc: number, base: number, stations: readonly number[], seed: string): readonly Measured[] {
  const random = seededRandom(seed);
  const truth = drawJudge(auc, random);
  const choices = drawChoices(choicesAsked, random.fork('choices'));
  const worth = (believed: JudgeModel, effort: Effort) =>
    1000 *
    worthOfVotes(
      truth,
      believed,
      choices,
      samplesOfVote * sampleTokens * priceOf(effort, sampleTokens).perToken,
    );
  const best = {
    trueWeight: weightOf(truth),
    bestLoss: lossOf(truth, truth, base),
    bestBalanced: worth(truth, 'balanced'),
    bestThorough: worth(truth, 'thorough'),
  };
  const labels: WeighedLabel[] = [];
  let givenUp = 0;
  return stations.map(station => {
    while (labels.length < station) labels.push({ label: drawLabel(truth, base, votes, random), weight: 1 });
    const { model, weight } = fitJudge(flatJudge, labels);
    givenUp = weight > 0 ? givenUp : 1;
    return {
      ...best,
      asked: weight > 0 ? 1 : 0,
      givenUp,
      weight,
      loss: lossOf(truth, model, base),
      balanced: worth(model, 'balanced'),
      thorough: worth(model, 'thorough'),
    };
  });
}

/** In thousandths of a nat: of the belief by the laws `believed` after three votes, less that of the base rate. */
function lossOf(truth: JudgeModel, believed: JudgeModel, base: number): number {
  const [right, wrong] = [ballotChances(truth.right, votes), ballotChances(truth.wrong, votes)];
  const [ifRight, ifWrong] = [ballotChances(believed.right, votes), ballotChances(believed.wrong, votes)];
  const loss = right.reduce((sum, chance, i) => {
    const [forIt, against] = [ifRight[i] ?? 0, ifWrong[i] ?? 0];
    const told = base * forIt + (1 - base) * against;
    return (
      sum - base * chance * Math.log(forIt / told) - (1 - base) * (wrong[i] ?? 0) * Math.log(against / told)
    );
  }, 0);
  return 1000 * loss;
}

function meanOfPoints(points: readonly Measured[]): Measured {
  const mean = (of: (point: Measured) => number) => meanOf(points.map(of));
  return {
    asked: mean(point => point.asked),
    givenUp: mean(point => point.givenUp),
    weight: mean(point => point.weight),
    trueWeight: mean(point => point.trueWeight),
    loss: mean(point => point.loss),
    bestLoss: mean(point => point.bestLoss),
    balanced: mean(point => point.balanced),
    bestBalanced: mean(point => point.bestBalanced),
    thorough: mean(point => point.thorough),
    bestThorough: mean(point => point.bestThorough),
  };
}
