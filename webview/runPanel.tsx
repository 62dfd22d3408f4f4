import type { PanelContent } from '../src/protocol.ts';
import { Answers } from './answers.tsx';
import { attemptsIn } from './attempts.ts';
import { CandidateList } from './candidateList.tsx';
import { Compute } from './compute.tsx';
import { DecisionList } from './decisionList.tsx';
import { plural } from './format.ts';
import { GeneratedTests } from './generatedTests.tsx';
import { Header } from './header.tsx';
import type { UiState } from './host.ts';
import { JudgeList, judgesWithReports } from './judges/judgeList.tsx';
import { LedgerTable } from './ledgerTable.tsx';
import { SearchList } from './searchList.tsx';
import { Section } from './section.tsx';
import type { Ui } from './ui.ts';

/** One run from top to bottom: what was asked, what was tried, where the compute went, why, and the accounts. */
export function RunPanel(props: {
  readonly ui: Ui;
  readonly runs: PanelContent['runs'];
  readonly request: { readonly row: number } | undefined;
  readonly isSectionOpen: (name: string) => boolean;
  readonly setSectionOpen: (name: string, isOpen: boolean) => void;
  readonly computeAs: UiState['computeAs'];
  readonly onComputeAs: (computeAs: UiState['computeAs']) => void;
}) {
  const { ui, runs, request } = props;
  const { view } = ui;
  const section = (name: string) => ({
    name,
    isOpen: props.isSectionOpen(name),
    onToggle: (isOpen: boolean) => props.setSectionOpen(name, isOpen),
  });
  const candidates = attemptsIn(view).length;
  const judged = judgesWithReports(view, ui.judgeReports);
  return (
    <main class="panel">
      <Header ui={ui} runs={runs} />
      <div class="columns">
        <div class="column">
          {view.task.type === 'prompt' && (
            <Section {...section('answers')} title="Answers" badge={String(view.answers.length)}>
              <Answers view={view} />
            </Section>
          )}
          <Section {...section('candidates')} title="Candidates" badge={String(candidates)}>
            <CandidateList ui={ui} />
          </Section>
          {view.generatedTests && (
            <Section
              {...section('generated-tests')}
              title="Generated tests"
              badge={String(view.generatedTests.tests.length)}
            >
              <GeneratedTests seen={view.generatedTests} />
            </Section>
          )}
          {view.searches.length > 0 && (
            <Section {...section('searches')} title="Searches" badge={String(view.searches.length)}>
              <SearchList searches={view.searches} />
            </Section>
          )}
        </div>
        <div class="column">
          <Section {...section('compute')} title="Where the compute went">
            <Compute view={view} shownAs={props.computeAs} onChoose={props.onComputeAs} />
          </Section>
          <Section {...section('why')} title="Why" badge={plural(view.decisions.length, 'decision')}>
            <DecisionList ui={ui} request={request} />
          </Section>
          <Section {...section('ledger')} title="Ledger">
            <LedgerTable view={view} />
          </Section>
          {judged.length > 0 && (
            <Section {...section('judges')} title="Judges" badge={String(judged.length)}>
              <JudgeList judges={judged} askable={ui.askable} />
            </Section>
          )}
        </div>
      </div>
      <footer class="footer muted">
        {view.config.model} ({view.config.provider}), policy {view.config.policy}, effort {view.config.effort}
        .{' '}
        <button type="button" class="link" onClick={() => ui.post({ type: 'openTrace', run: view.run })}>
          Open trace
        </button>
      </footer>
    </main>
  );
}
