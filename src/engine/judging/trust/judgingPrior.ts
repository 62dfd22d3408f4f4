import { flatJudge, type JudgeModel } from '../../judgeModel.ts';
import type { Capabilities } from '../../languageModel.ts';

/**
 * Of a small model, which was measured to tell nothing: so close to nothing that no vote is worth its price, and not
 * nothing, so that labels can say otherwise.
 */
const faintJudge: JudgeModel = { right: { a: 2.505, b: 2.495 }, wrong: { a: 2.495, b: 2.505 } };

/** How a judge is believed to vote before any label; one that the person named is given the benefit of the doubt. */
export function judgeBeforeLabels(style: Capabilities['promptStyle'], isNamed: boolean): JudgeModel {
  return style === 'small' && !isNamed ? faintJudge : flatJudge;
}
