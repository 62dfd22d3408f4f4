import type { JudgeReport, JudgeView, RunView } from '../../src/protocol.ts';
import { FirstFew } from '../firstFew.tsx';
import type { Ui } from '../ui.ts';
import { FigureWords } from './figureWords.tsx';
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
export function JudgeList(props: {
  readonly judges: readonly JudgeFacts[];
  readonly askable: Ui['askable'];
}) {
  const { judges, askable } = props;
  const summaryOf = ({ asked, report }: JudgeFacts) =>
    askable.find(({ name }) => name === (asked?.name ?? report?.judge))?.summary;
  return (
    <div class="judges-body">
      <FirstFew
        class="judges"
        few={6}
        things="judges"
        items={judges}
        render={facts => <JudgeCard facts={facts} summary={summaryOf(facts)} />}
      />
      {judges.some(({ report }) => report && report.labels > 0) && <FigureWords />}
    </div>
  );
}
