import type { ActionId, Result } from '../../action.ts';
import type { Call } from '../../call.ts';
import type { Offer } from '../../executor.ts';
import type { Cap } from '../../ledger.ts';
import type { JudgeAction, JudgingSetup } from '../asking/judging.ts';
import { allowStep, judgeSteps, type StepJudging } from './judgedSteps.ts';
import { segmentsOf } from './segments.ts';
import { stepsEvidence, withSteps } from './stepEvidence.ts';

/**
 * Votes of a stepwise judge on each step of a complete candidate. The first vote is reserved; those that the budget has no
 * room for later are missing.
 */
export function offerSteps(
  judging: StepJudging & Pick<JudgingSetup, 'candidates' | 'models'>,
  action: JudgeAction,
  available: (cap: Cap) => number,
): Offer {
  const { candidates, task, judge, models } = judging;
  const { code, text } = candidates.candidate(action.candidate);
  const steps = segmentsOf(code ?? text, task.type);
  const allowance = allowStep(judging, steps.slice(0, 1), available);
  if (typeof allowance === 'string') return { type: 'refused', cap: allowance };
  const perform = async (id: ActionId, call: Call): Promise<Result> => {
    const name = `judge ${action.candidate} ${id}`;
    const verdicts = await judgeSteps(judging, steps, action.votes, call, { name, held: allowance.worst });
    const { reward: before } = candidates.candidate(action.candidate);
    const reward = withSteps(before, stepsEvidence(judge.name, steps, verdicts), models);
    candidates.judged(action.candidate, reward);
    return { type: 'judged', candidate: action.candidate, reward };
  };
  return { type: 'offer', worst: allowance.worst, perform: perform };
}
