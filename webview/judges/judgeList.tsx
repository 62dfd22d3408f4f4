import type { JudgeReport, JudgeView, RunView } from '../../src/protocol.ts';
import { JudgeCard } from './judgeCard.tsx';

/** A judge in this run, and what it turned out to be worth here; one of the two is there. */
export type JudgeFacts = { readonly asked?: JudgeView; readonly report?: JudgeReport };

/** The judges of the run with their reports, then those that were asked in other runs alone. */
export function judgesWithReports(
  { judges, config }: RunView,
  reports: readonly JudgeReport[],
): readonly JudgeFacts[] {
  const ownReport = ({ name }: JudgeView) =>
    reports.find(({ judge, model }) => judge === name && model === config.model);
  const own = judges.map(asked => ({ asked, report: ownReport(asked) }));
  const others = reports.filter(report => !own.some(one => one.report === report));
  return [
    ...own.map(({ asked, report }) => ({ asked, ...(report && { report }) })),
    ...others.map(report => ({ report })),
  ];
}

/** The judges: what each was asked in this run, and how far it can be trusted here. */
export function JudgeList({ judges }: { readonly judges: readonly JudgeFacts[] }) {
  return (
    <ul class="judges">
      {judges.map(facts => (
        <JudgeCard key={`${facts.asked?.name} ${facts.report?.judge} ${facts.report?.model}`} {...facts} />
      ))}
    </ul>
  );
}
