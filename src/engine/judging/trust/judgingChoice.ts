import { meanOfLaw, preferenceLaws } from '../../judgeModel.ts';
import type { PolicySetup } from '../../policy.ts';
import type { JudgeName, JudgeOfRun } from '../judge.ts';

/** Less than this between a judge's approval of the right and of the wrong is as good as nothing. */
const leastDifference = 0.01;

/**
 * The judge that a policy with one judge asks: the one that tells right from wrong the best. Without a name where the run
 * names no judges; undefined where it cannot judge so, or no judge tells anything.
 */
export function judgeToAsk(
  { judges, actions }: Pick<PolicySetup, 'judges' | 'actions'>,
  kind: 'judge' | 'compare',
): { readonly by?: JudgeName } | undefined {
  if (!actions.includes(kind)) return undefined;
  if (!judges) return {};
  const able = judges.filter(judge => judge.performs.includes(kind) && tellsAnything(judge, kind));
  const [best] = able.toSorted((left, right) => differenceOf(right, kind) - differenceOf(left, kind));
  return best && { by: best.name };
}

/** Whether a judge's verdicts are worth asking for at all, whatever they cost. */
export function tellsAnything(judge: JudgeOfRun, kind: 'judge' | 'compare'): boolean {
  return differenceOf(judge, kind) >= leastDifference;
}

/** How well it tells right from wrong, from -1 to 1; the same for both kinds where a judge compares as it votes. */
export function differenceOf({ model }: JudgeOfRun, kind: 'judge' | 'compare'): number {
  return kind === 'judge'
    ? meanOfLaw(model.right) - meanOfLaw(model.wrong)
    : 2 * meanOfLaw(preferenceLaws(model).right) - 1;
}
