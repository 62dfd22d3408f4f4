import { totalTokens } from '../engine/cost.ts';
import type { CandidateView, DecisionView, LedgerRow, RunView, TestsView } from '../protocol.ts';
import { cut, plain, textTable, wrap } from './textTable.ts';

/** The report of a run as text: at most `width` columns (40 and more; 100 unless told), no colours, ASCII signs. */
export function report(view: RunView, width = 100): string {
  const columns = Math.min(100, Math.max(40, width));
  const parts = [
    head(view, columns),
    attempts(view, columns),
    answers(view, columns),
    compute(view, columns),
    reasons(view, columns),
    ledger(view, columns),
    view.warnings.flatMap(warning => wrap(`Warning: ${plain(warning)}`, columns)),
  ];
  return `${parts
    .filter(lines => lines.length > 0)
    .map(lines => lines.join('\n'))
    .join('\n\n')}\n`;
}

function head(view: RunView, width: number): readonly string[] {
  const { task, config, headline } = view;
  const asked = task.type === 'code' ? `${task.functionName} in ${task.file}` : task.text;
  const how = `${config.policy}, effort ${config.effort}, ${config.model} (${config.provider}), seed ${config.seed}`;
  return [
    cut(plain(asked), width),
    cut(`${plain(how)}, ${view.date}`, width),
    '',
    ...wrap(plain(headline.text), width),
    ...wrap(plain(headline.detail ?? ''), width),
  ];
}

function attempts(view: RunView, width: number): readonly string[] {
  if (view.candidates.length === 0) return [];
  const rows = view.candidates.map(candidate => [
    candidate.id,
    candidate.reward === undefined ? '' : `${bar(candidate.reward)} ${candidate.reward.toFixed(2)}`,
    evidence(candidate),
    String(totalTokens(candidate.cost)),
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
  return ['Attempts', ...table, ...failures(view, width)];
}

function bar(share: number): string {
  const filled = Math.round(share * 10);
  return '#'.repeat(filled) + '.'.repeat(10 - filled);
}

function evidence({ evidence, answer }: CandidateView): string {
  if (answer !== undefined) return cut(plain(answer), 30);
  return evidence
    .map(one =>
      one.type === 'tests' ? `${one.passed}/${one.total} tests` : `${one.votes} of ${one.of} votes`,
    )
    .join(', ');
}

function standing({ id, fate, verified, verdict }: CandidateView, view: RunView): string {
  const isKept = view.state.type === 'ended' && view.state.status !== 'failed';
  const words = [
    ...(verified ? ['verified'] : []),
    ...(id === (view.chosen ?? view.leader) ? [isKept ? 'chosen' : 'best so far'] : []),
    ...(fate.type === 'duplicate' ? [`same as ${fate.of}`] : []),
    ...(fate.type === 'unusable' ? [`unusable: ${plain(fate.error)}`] : []),
    ...(verdict ? [`${verdict} by you`] : []),
  ];
  return words.join(', ');
}

/** The failing tests of the best candidate. */
function failures(view: RunView, width: number): readonly string[] {
  const best = view.candidates.find(candidate => candidate.id === (view.chosen ?? view.leader));
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

function answers(view: RunView, width: number): readonly string[] {
  if (view.answers.length === 0) return [];
  const rows = view.answers.map(({ answer, members }) => [String(members.length), plain(answer)]);
  return ['Answers', ...textTable([{ title: 'votes', align: 'right' }, { title: 'answer' }], rows, width)];
}

const purposes: Readonly<Record<RunView['spend'][number]['purpose'], string>> = {
  baseline: 'tests of the code as it stands',
  attempts: 'attempts that told something new',
  duplicate: 'wasted: repeats of earlier attempts',
  unusable: 'wasted: text that was no usable code',
  failed: 'wasted: failed actions',
  cancelled: 'wasted: cancelled actions',
};

function compute(view: RunView, width: number): readonly string[] {
  const rows = view.spend
    .filter(part => part.actions > 0)
    .map(({ purpose, actions, cost }) => [
      String(actions),
      String(cost.promptTokens),
      String(cost.completionTokens),
      cost.sandboxSeconds.toFixed(1),
      purposes[purpose],
    ]);
  if (rows.length === 0) return [];
  const titles = ['actions', 'prompt', 'completion', 'sandbox s'];
  const columns = [...titles.map(title => ({ title, align: 'right' as const })), { title: 'for' }];
  return ['Where the compute went', ...textTable(columns, rows, width)];
}

function reasons(view: RunView, width: number): readonly string[] {
  if (view.decisions.length === 0) return [];
  return ['Why', ...view.decisions.flatMap(decision => reason(decision, view, width))];
}

function reason(decision: DecisionView, view: RunView, width: number): readonly string[] {
  const { considered, stop, predicted, actual, actions } = decision;
  const indent = '     ';
  const bought = actions.length === 0 ? '' : `bought ${boughtNames(actions, view)}`;
  const choice = stop ? `stop: ${plain(stop.reason)}` : bought;
  const [first = '', ...rest] = wrap(`q* ${decision.quality.toFixed(2)}: ${choice}`, width, indent);
  const lines = [`${String(decision.decision).padStart(3)}  ${first.trimStart()}`, ...rest];
  for (const one of considered) {
    const name = one.action.type === 'sample' ? `sample ${one.action.arm}` : one.action.type;
    const figures = `worth ${one.value.toFixed(3)}, price ${one.charge.toFixed(3)}`;
    lines.push(...wrap(`${plain(name)}: ${figures} (${plain(one.forecast)})`, width, indent));
  }
  if (predicted && actual.ended > 0) {
    const told = `predicted ${Math.round(predicted.tokens)} tokens, gain ${predicted.gain.toFixed(3)}`;
    lines.push(
      cut(`${indent}${told}; actual ${actual.tokens} tokens, gain ${actual.gain.toFixed(3)}`, width),
    );
  }
  return lines;
}

/** The candidates that a decision's actions gave; the action where there is none. */
function boughtNames(actions: readonly string[], view: RunView): string {
  return actions
    .map(id => view.actions.find(action => action.id === id)?.ended?.candidate ?? `${id} (no candidate)`)
    .join(', ');
}

const rowNames: Readonly<Record<LedgerRow['name'], string>> = {
  tokens: 'tokens',
  promptTokens: '  prompt',
  completionTokens: '  completion',
  calls: 'calls',
  testRuns: 'test runs',
  sandboxSeconds: 'sandbox seconds',
  microDollars: 'US dollars',
  seconds: 'seconds',
};

function ledger(view: RunView, width: number): readonly string[] {
  const { rows, estimatedTokens } = view.ledger;
  const table = textTable(
    [
      { title: '' },
      { title: 'spent', align: 'right' },
      { title: 'held', align: 'right' },
      { title: 'limit', align: 'right' },
    ],
    rows.map(row => [
      rowNames[row.name],
      amount(row, row.spent),
      row.held === 0 ? '-' : amount(row, row.held),
      row.limit === undefined ? '-' : amount(row, row.limit),
    ]),
    width,
  );
  const source =
    estimatedTokens === 0
      ? 'Tokens as reported by the provider.'
      : `${estimatedTokens} of the tokens are estimated: the provider did not report them.`;
  return ['Ledger', ...table, ...wrap(source, width - 2).map(line => `  ${line}`)];
}

function amount({ name }: LedgerRow, value: number): string {
  if (name === 'microDollars') return (value / 1e6).toFixed(4);
  return name === 'sandboxSeconds' || name === 'seconds' ? value.toFixed(1) : String(value);
}
