import type { JudgeView } from '../../src/protocol.ts';
import { count, plural } from '../format.ts';
import type { JudgeFacts } from './judgeList.tsx';
import { JudgeTrust } from './judgeTrust.tsx';

/** One judge: its votes in this run, what they cost, and what it turned out to be worth. */
export function JudgeCard({ asked, report }: JudgeFacts) {
  return (
    <li>
      <h3>
        {asked?.name ?? report?.judge}
        {!asked && report && <span class="muted"> by {report.model}, not in this run</span>}
      </h3>
      {asked && <p>{askedWords(asked)}</p>}
      {asked?.approves && (
        <p class="muted">
          The run took it to approve of {percent(asked.approves.right)} of right attempts and{' '}
          {percent(asked.approves.wrong)} of wrong ones.
        </p>
      )}
      {report && <JudgeTrust report={report} />}
    </li>
  );
}

function askedWords({ votes, unread, dropped, comparisons, tokens, unasked }: JudgeView): string {
  if (votes + comparisons === 0 && tokens === 0) return `Not asked: ${unasked ?? 'not yet'}.`;
  const parts = [
    ...(votes > 0 ? [plural(votes, 'vote')] : []),
    ...(dropped > 0 ? [`${dropped} dropped`] : []),
    ...(comparisons > 0 ? [plural(comparisons, 'comparison')] : []),
    ...(unread > 0 ? [`${unread} could not be read`] : []),
    `${count(tokens)} tokens`,
  ];
  return `In this run: ${parts.join(', ')}.`;
}

function percent(share: number): string {
  return `${Math.round(100 * share)}%`;
}
