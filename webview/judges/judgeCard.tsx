import type { JudgeView } from '../../src/protocol.ts';
import { count, percent, plural } from '../format.ts';
import type { JudgeFacts } from './judgeList.tsx';
import { JudgeTrust } from './judgeTrust.tsx';

/** One judge: what it does, its votes in this run, what they cost, and what it turned out to be worth. */
export function JudgeCard(props: { readonly facts: JudgeFacts; readonly summary: string | undefined }) {
  const { asked, report } = props.facts;
  return (
    <>
      <h3>
        {asked?.name ?? report?.judge}
        {!asked && report && <span class="muted"> by {report.model}, not in this run</span>}
      </h3>
      {props.summary !== undefined && <p class="muted">{props.summary}</p>}
      {asked && <p>{askedWords(asked)}</p>}
      {asked?.approves && (
        <p class="muted">
          The run took it to approve of {percent(asked.approves.right)} of right attempts and{' '}
          {percent(asked.approves.wrong)} of wrong ones.
        </p>
      )}
      {report && <JudgeTrust report={report} />}
    </>
  );
}

function askedWords({ votes, unread, dropped, comparisons, tokens, unasked }: JudgeView): string {
  if (votes + comparisons === 0 && tokens === 0) return `Not asked: ${unasked ?? 'not yet'}.`;
  const asked = [
    ...(votes > 0 ? [plural(votes, 'vote')] : []),
    ...(comparisons > 0 ? [plural(comparisons, 'comparison')] : []),
  ].join(' and ');
  const parts = [
    ...(asked === '' ? [] : [`asked for ${asked}`]),
    ...(unread > 0 ? [`${count(unread)} could not be read`] : []),
    ...(dropped > 0 ? [`${count(dropped)} dropped`] : []),
    `${count(tokens)} tokens`,
  ];
  return `In this run: ${parts.join(', ')}.`;
}
