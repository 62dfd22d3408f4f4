import type { CandidateId, CandidateView, EvidenceView, ProbesView, RunView } from '../src/protocol.ts';
import { Bar } from './bar.tsx';
import { CandidateDetail } from './candidateDetail.tsx';
import { countedValues } from './evidence/countedValues.ts';
import { chosenId, count, outcomeWords, plural, standing, tokensOf } from './format.ts';
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
    <div class={`entry ${candidate.id === chosenId(ui.view) ? 'entry-leader' : ''}`}>
      <RowHead
        label={spoken(candidate, words, ui.view)}
        isOpen={isOpen}
        onToggle={open => ui.setOpen(name, open)}
        stop={stop}
      >
        <StateIcon candidate={candidate} />
        <span class="row-id">{candidate.id}</span>
        <span class="row-words" title={[candidate.answer, words].filter(Boolean).join(': ')}>
          <bdi>{candidate.answer ?? words}</bdi>
        </span>
        {candidate.context !== undefined && (
          <span class="row-mark" title={`Shown what search ${candidate.context} found`}>
            <Icon name="search" tone="muted" />
          </span>
        )}
        {candidate.reward !== undefined && (
          <span class="row-reward">
            <Bar share={candidate.reward} {...(candidate.verified && { tone: 'passed' })} />
            <span class="figure">{candidate.reward.toFixed(2)}</span>
          </span>
        )}
        {candidate.evidence.length > 0 && (
          <span class="row-tests figure">{evidence(candidate, ui.view)}</span>
        )}
        <span class="row-tokens figure muted">
          {count(candidate.tokensInAll ?? tokensOf(candidate.cost))}
        </span>
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

/**
 * What stands in the line, which has room for one: tests and probes come before what judges said. How many samples agree
 * stands with the answers of a prompt.
 */
function evidence({ id, evidence }: CandidateView, { probes, task }: RunView): string {
  const words = evidence.map(one => {
    switch (one.type) {
      case 'agreement':
        return task.type === 'prompt' ? '' : `${one.votes} of ${one.of}`;
      case 'tests':
        return one.outcome === 'ran' || one.total > 0
          ? `${one.passed}/${one.total}`
          : outcomeWords[one.outcome];
      case 'votes':
        return plural(countedVotes(evidence), 'vote');
      case 'probes':
        return alike(probes, id);
      case 'steps':
        return plural(one.steps.length, 'step');
      case 'confidence':
      case 'diagnostics':
      case 'examples':
      case 'not-probed':
        return '';
      default:
        return one satisfies never;
    }
  });
  return words.find(Boolean) ?? '';
}

/** Votes that count, of all judges. */
function countedVotes(evidence: readonly EvidenceView[]): number {
  return countedValues(evidence.flatMap(one => (one.type === 'votes' ? one.votes : []))).length;
}

function alike(probes: ProbesView | undefined, id: CandidateId): string {
  if (probes?.failing.includes(id)) return 'errors';
  const groups = probes?.groups ?? [];
  const all = groups.reduce((sum, { members }) => sum + members.length, 0);
  return `${groups.find(({ members }) => members.includes(id))?.members.length ?? 0}/${all}`;
}

function spoken(candidate: CandidateView, words: string, { probes }: RunView): string {
  const { id, answer, reward, cost, tokensInAll = tokensOf(cost) } = candidate;
  const tests = candidate.evidence.find(one => one.type === 'tests');
  const parts = [
    `Candidate ${id}`,
    words,
    answer === undefined ? '' : `answer ${answer}`,
    reward === undefined ? '' : `reward ${reward.toFixed(2)}`,
    tests ? `${tests.passed} of ${tests.total} tests passed` : '',
    candidate.evidence.some(one => one.type === 'probes')
      ? `alike ${alike(probes, id).replace('/', ' of ')}`
      : '',
    candidate.evidence.some(({ type }) => type === 'votes')
      ? `${plural(countedVotes(candidate.evidence), 'vote')} of judges`
      : '',
    candidate.context === undefined ? '' : `shown what search ${candidate.context} found`,
    plural(tokensInAll, 'token'),
  ];
  return parts.filter(Boolean).join(', ');
}
