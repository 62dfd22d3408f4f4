import type { Action, Result } from '../engine/action.ts';
import { ballotOf, type Reward } from '../engine/reward.ts';

type Judged = Extract<Result, { type: 'judged' | 'compared' }>;

/** What a judge or a comparison came to, in a line for a person. */
export function verdictLine(action: Action | undefined, result: Judged): string {
  if (result.type === 'compared') {
    const [left, right, by] =
      action?.type === 'compare' ? [action.left, action.right, action.by] : ['left', 'right', undefined];
    if (result.written !== undefined)
      return `${left} against ${right}: they differ on ${result.calls?.length ?? 0} of ${result.written} new inputs`;
    const better = result.margin > 0 ? left : result.margin < 0 ? right : 'neither';
    return `${left} against ${right}${byText(by)}: ${better} is better`;
  }
  const by = action?.type === 'judge' ? action.by : undefined;
  return by === undefined
    ? `${result.candidate} on generated tests: ${result.reward.value.toFixed(2)}`
    : `${result.candidate} judged by ${by}: ${votesText(result.reward, by)}`;
}

function byText(by: string | undefined): string {
  return by === undefined ? '' : ` by ${by}`;
}

/** All votes of the judge so far; what could not be read or does not count is no vote. */
function votesText(reward: Reward, by: string): string {
  const all = reward.evidence.flatMap(each => (each.type === 'votes' && each.by === by ? each.votes : []));
  const { approving, votes } = ballotOf(reward, by);
  const unread = all.filter(({ value }) => value === undefined).length;
  const dropped = all.filter(vote => vote.dropped !== undefined).length;
  return [
    `${approving} for it, ${votes - approving} against`,
    ...(unread > 0 ? [`${unread} unread`] : []),
    ...(dropped > 0 ? [`${dropped} dropped`] : []),
  ].join(', ');
}
