import type { JudgeOfRun } from '../judge.ts';
import type { JudgeLabel } from '../labels/judgeLabels.ts';
import { withShares } from './jointShares.ts';
import { fitJudge, type WeighedLabel } from './judgeFit.ts';

/** Labels of other workspaces count like so many of this one at most. */
const mostOfOthers = 10;

/** A label and whether it is of the workspace. */
export type NearLabel = { readonly label: JudgeLabel; readonly here: boolean };

/**
 * The judges of a run as their labels with this model have them, one by one and beside each other; labels of other
 * workspaces only lend a prior.
 */
export function informedJudges(
  judges: readonly JudgeOfRun[],
  model: string,
  labels: readonly NearLabel[],
): readonly JudgeOfRun[] {
  const informed = judges.map(judge => {
    const weighed = ownLabels(judge, model, labels);
    if (weighed.length === 0) return { judge, weighed };
    const fit = fitJudge(judge.model, weighed);
    return {
      judge: { ...judge, model: fit.model, ...(fit.labels > 0 && { labels: fit.labels }) },
      weighed,
    };
  });
  return withShares(
    informed.map(({ judge }) => judge),
    informed.flatMap(({ weighed }) => weighed),
  );
}

function ownLabels(
  { name }: JudgeOfRun,
  model: string,
  labels: readonly NearLabel[],
): readonly WeighedLabel[] {
  const own = labels.filter(({ label }) => label.judge === name && label.model === model);
  const others = own.filter(({ here }) => !here).length;
  const weight = Math.min(1, mostOfOthers / Math.max(1, others));
  return own.map(({ label, here }) => ({ label, weight: here ? 1 : weight }));
}
