import type { CandidateView, RunView } from '../src/protocol.ts';
import { Bar } from './bar.tsx';
import { CandidateDetail } from './candidateDetail.tsx';
import { count, outcomeWords, plural, standing, tokensOf } from './format.ts';
import { Icon } from './icon.tsx';
import { RowHead } from './rowHead.tsx';
import type { RowStop } from './rowList.tsx';
import type { Ui } from './ui.ts';

/** A candidate in a line, and all about it below when opened. */
export function CandidateRow(props: {
  readonly ui: Ui;
  readonly candidate: CandidateView;
  readonly stop: RowStop;
}) {
  const { ui, candidate, stop } = props;
  const name = `candidate ${candidate.id}`;
  const isOpen = ui.isOpen(name, isWorthShowing(candidate, ui.view));
  const words = standing(candidate, ui.view);
  return (
    <div class={`entry ${candidate.id === (ui.view.chosen ?? ui.view.leader) ? 'entry-leader' : ''}`}>
      <RowHead
        label={spoken(candidate, words)}
        isOpen={isOpen}
        onToggle={open => ui.setOpen(name, open)}
        stop={stop}
      >
        <StateIcon candidate={candidate} />
        <span class="row-id">{candidate.id}</span>
        <span class="row-words" title={words}>
          {candidate.answer ?? words}
        </span>
        {candidate.reward !== undefined && (
          <span class="row-reward">
            <Bar share={candidate.reward} {...(candidate.verified && { tone: 'passed' })} />
            <span class="figure">{candidate.reward.toFixed(2)}</span>
          </span>
        )}
        {candidate.evidence.length > 0 && <span class="row-tests figure">{evidence(candidate)}</span>}
        <span class="row-tokens figure muted">{count(tokensOf(candidate.cost))}</span>
      </RowHead>
      {isOpen && <CandidateDetail ui={ui} candidate={candidate} />}
    </div>
  );
}

/** When a run has ended, its result is open without a click. */
function isWorthShowing(candidate: CandidateView, view: RunView): boolean {
  return view.task.type === 'code' && view.state.type === 'ended' && candidate.id === view.chosen;
}

function StateIcon({ candidate: { verified, fate, evidence } }: { readonly candidate: CandidateView }) {
  if (verified) return <Icon name="pass" tone="passed" />;
  if (fate.type === 'unusable') return <Icon name="circle-slash" tone="muted" />;
  if (evidence.some(one => one.type === 'tests')) return <Icon name="error" tone="failed" />;
  return <Icon name="circle-outline" tone="muted" />;
}

function evidence({ evidence }: CandidateView): string {
  const words = evidence.map(one => {
    if (one.type === 'agreement') return `${one.votes} of ${one.of}`;
    return one.outcome === 'ran' || one.total > 0 ? `${one.passed}/${one.total}` : outcomeWords[one.outcome];
  });
  return words.join(', ');
}

function spoken(candidate: CandidateView, words: string): string {
  const { id, answer, reward, cost } = candidate;
  const tests = candidate.evidence.find(one => one.type === 'tests');
  const parts = [
    `Candidate ${id}`,
    words,
    answer === undefined ? '' : `answer ${answer}`,
    reward === undefined ? '' : `reward ${reward.toFixed(2)}`,
    tests ? `${tests.passed} of ${tests.total} tests passed` : '',
    plural(tokensOf(cost), 'token'),
  ];
  return parts.filter(Boolean).join(', ');
}
