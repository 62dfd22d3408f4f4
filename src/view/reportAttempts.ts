import { totalTokens } from '../engine/cost.ts';
import { countedValues } from '../engine/reward.ts';
import type { CandidateView, RunView, TestsView } from '../protocol.ts';
import { chosenId, chosenOf } from './chosenOf.ts';
import { examplesCount } from './examplesView.ts';
import { attemptsIn, stepsText } from './growth.ts';
import { alikeCount } from './probesView.ts';
import { cut, plain, textTable } from './textTable.ts';

/** A line for each candidate, and what fails in the best. */
export function attempts(view: RunView, width: number): readonly string[] {
  if (view.candidates.length === 0) return [];
  const rows = attemptsIn(view.candidates).map(candidate => [
    candidate.id,
    candidate.reward === undefined ? '' : `${bar(candidate.reward)} ${candidate.reward.toFixed(2)}`,
    evidence(candidate, view),
    String(candidate.tokensInAll ?? totalTokens(candidate.cost)),
    String(candidate.decision),
    standing(candidate, view),
  ]);
  const table = textTable(
    [
      { title: 'id' },
      { title: 'reward' },
      { title: 'evidence' },
      { title: 'tokens', align: 'right' },
      { title: 'decision', align: 'right' },
      { title: 'state' },
    ],
    rows,
    width,
  );
  return ['Attempts', ...table, ...failures(view, width), ...deeds(view, width)];
}

function bar(share: number): string {
  const filled = Math.round(share * 10);
  return '#'.repeat(filled) + '.'.repeat(10 - filled);
}

function evidence({ id, evidence, answer }: CandidateView, { probes }: RunView): string {
  if (answer !== undefined) return cut(plain(answer), 30);
  return evidence
    .map(one => {
      switch (one.type) {
        case 'tests':
          return `${one.passed}/${one.total} tests`;
        case 'agreement':
          return `${one.votes} of ${one.of} votes`;
        case 'votes':
          return `${countedValues(one.votes).length} votes of ${one.by ?? 'the judge'}`;
        case 'probes':
          return probes ? alikeCount(probes, id) : '';
        case 'examples':
          return examplesCount([one]);
        case 'steps':
          return `${one.steps.length} steps by ${one.by}`;
        case 'diagnostics':
          return one.problems.length === 0 ? '' : `${one.problems.length} diagnostics`;
        case 'confidence':
          return '';
        case 'not-probed':
          return 'not run';
        default:
          return one satisfies never;
      }
    })
    .filter(Boolean)
    .join(', ');
}

function standing(candidate: CandidateView, view: RunView): string {
  const { id, fate, verified, verdict, context, grewFrom } = candidate;
  const unfinished = stepsText(candidate, view.state.type === 'running');
  const isKept = view.state.type === 'ended' && view.state.status !== 'failed';
  const words = [
    ...(verified ? ['verified'] : []),
    ...(id === chosenId(view) ? [isKept ? 'chosen' : 'best so far'] : []),
    ...(fate.type === 'duplicate' ? [`same as ${fate.of}`] : []),
    ...(fate.type === 'unusable' ? [`unusable: ${plain(fate.error)}`] : []),
    ...(id === view.meeting[0] ? ['does what you expect'] : []),
    ...(verdict ? [`${verdict} by you`] : []),
    ...(unfinished === undefined ? [] : [unfinished]),
    ...(grewFrom ? [`grew from ${grewFrom.join(', ')}`] : []),
    ...(context !== undefined ? [`shown what ${context} found`] : []),
  ];
  return words.join(', ');
}

/** The failing tests of the best candidate. */
function failures(view: RunView, width: number): readonly string[] {
  const best = view.candidates.find(candidate => candidate.id === chosenId(view));
  const tests = best?.evidence.find((one): one is TestsView & typeof one => one.type === 'tests');
  const failing = tests?.tests.filter(test => test.status === 'failed' || test.status === 'timed-out') ?? [];
  if (!best || failing.length === 0) return [];
  const lines = failing.map(({ name, status, message }) =>
    cut(
      `  x ${plain(name)}: ${status === 'timed-out' ? 'timed out ' : ''}${plain(message ?? '')}`.trimEnd(),
      width,
    ),
  );
  return ['', `Failing in ${best.id}`, ...lines];
}

/** What the best candidate does on the inputs that tell most, and how many do the same. */
function deeds(view: RunView, width: number): readonly string[] {
  const best = chosenOf(view);
  const rows = (view.probes?.rows ?? []).flatMap(({ call, outputs }) => {
    const mine = outputs.find(({ members }) => members.includes(best?.id ?? ''));
    const of = outputs.reduce((sum, { members }) => sum + members.length, 0);
    return mine ? [[`${mine.members.length} of ${of}`, plain(`${call} -> ${mine.output}`)]] : [];
  });
  if (!best || rows.length === 0) return [];
  const table = textTable([{ title: 'alike', align: 'right' }, { title: 'call' }], rows, width);
  return ['', `What ${best.id} does`, ...table];
}
