import type { Prediction } from '../../calibration.ts';
import { ballotChance, type JudgeModel, preferenceLaws } from '../../judgeModel.ts';
import type { JudgeLabel, PairLabel } from '../labels/judgeLabels.ts';
import { isDecided, isTold, preferredOf } from './judgeFit.ts';

/**
 * What a judge itself stated, and what came of it: the mean of its votes as P(the candidate is right); of a pair P(the
 * preferred one is right), its orders for and against with one more each. Undefined where nothing told, it could not be read
 * or it preferred none.
 */
export function statedChance(label: JudgeLabel): Prediction | undefined {
  if (label.right === undefined) return undefined;
  if (label.type === 'votes')
    return label.score === undefined ? undefined : { chance: label.score, right: label.right };
  if (!isDecided(label)) return undefined;
  return { chance: chanceOfPreferred(label), right: preferredOf(label) === label.right };
}

function chanceOfPreferred(label: PairLabel): number {
  const preferred = preferredOf(label);
  const sides = [label.leftFirst, label.rightFirst, label.scored].filter(side => side !== undefined);
  const favour = sides.reduce((sum, side) => sum + (side === preferred ? 1 : side === 'tie' ? 0.5 : 0), 0);
  return (favour + 1) / (sides.length + 2);
}

/** The same as the judge's laws have it, where a share `base` of candidates is right. */
export function calibratedChance(label: JudgeLabel, model: JudgeModel, base: number): Prediction | undefined {
  if (!isTold(label)) return undefined;
  if (label.type === 'votes') {
    const right = base * ballotChance(model.right, label);
    const wrong = (1 - base) * ballotChance(model.wrong, label);
    return { chance: right / (right + wrong), right: label.right === true };
  }
  if (!isDecided(label)) return undefined;
  const { a, b } = preferenceLaws(model).right;
  return { chance: a / (a + b), right: preferredOf(label) === label.right };
}
