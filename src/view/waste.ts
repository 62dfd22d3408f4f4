import type { Action, Result } from '../engine/action.ts';
import type { Reward } from '../engine/reward.ts';
import type { CandidateView, SpendPart, TaskView, Waste } from '../protocol.ts';
import { isUnread } from './generatedTestsView.ts';

/** What an action that told something was bought for. */
export function purposeOf(action: Action): Exclude<SpendPart['purpose'], Waste> {
  if (action.type === 'baseline') return 'baseline';
  return action.type === 'judge' || action.type === 'compare' ? 'judging' : 'attempts';
}

/** Where tests decide, a sample that repeats an earlier one told nothing new; where votes do, it is a vote. */
export function wasteOf(
  result: Result,
  action: Action,
  candidate: CandidateView | undefined,
  task: TaskView,
): Waste | undefined {
  if (result.type === 'failed' || result.type === 'cancelled') return result.type;
  if (candidate?.fate.type === 'unusable') return 'unusable';
  if (result.type === 'judged' && gaveNothing(action, result.reward)) return 'unusable';
  if (result.type === 'compared' && toldNothing(result)) return 'unusable';
  const testsDecide = task.type === 'code' && task.tests !== undefined;
  return testsDecide && candidate?.fate.type === 'duplicate' ? 'duplicate' : undefined;
}

/** No vote could be read, or no call told the two apart. */
function toldNothing({ votes, calls }: Extract<Result, { type: 'compared' }>): boolean {
  if (calls !== undefined) return calls.length === 0;
  return votes?.every(({ preferred }) => preferred === undefined) ?? false;
}

/** None of the votes that an action bought could be read; the last ones of the reward are its. */
function gaveNothing(action: Action, reward: Reward): boolean {
  if (action.type !== 'judge' || action.by === undefined) return isUnread(reward);
  const votes = reward.evidence.flatMap(one =>
    one.type === 'votes' && one.by === action.by ? one.votes : [],
  );
  const bought = votes.slice(-action.votes);
  return bought.length > 0 && bought.every(({ value }) => value === undefined);
}
