import type { RunView } from '../protocol.ts';
import { attempts } from './reportAttempts.ts';
import { evidenceOfBest } from './reportEvidence.ts';
import { examples } from './reportExamples.ts';
import { expectations } from './reportExpectations.ts';
import { compute, ledger } from './reportFigures.ts';
import { generatedTests } from './reportGeneratedTests.ts';
import { judges } from './reportJudges.ts';
import { reasons } from './reportReasons.ts';
import { searches } from './reportSearches.ts';
import { cut, plain, textTable, wrap } from './textTable.ts';

/** The report of a run as text: at most `width` columns (40 and more; 100 unless told), no colours, ASCII signs. */
export function report(view: RunView, width = 100): string {
  const columns = Math.min(100, Math.max(40, width));
  const parts = [
    head(view, columns),
    attempts(view, columns),
    answers(view, columns),
    examples(view, columns),
    evidenceOfBest(view, columns),
    expectations(view, columns),
    generatedTests(view, columns),
    searches(view, columns),
    compute(view, columns),
    reasons(view, columns),
    ledger(view, columns),
    judges(view, columns),
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
    ...wrap(plain(view.taught ?? ''), width),
  ];
}

/** The answers with their samples, what the run took for their chance to be right, and what judges said of each. */
function answers(view: RunView, width: number): readonly string[] {
  if (view.answers.length === 0) return [];
  const isReckoned = view.answers.some(({ chance }) => chance !== undefined);
  const rows = view.answers.map(({ answer, members, chance }) => [
    String(members.length),
    ...(isReckoned ? [chance === undefined ? '' : `${Math.round(100 * chance)} %`] : []),
    plain(answer),
  ]);
  const columns = [
    { title: 'votes', align: 'right' },
    ...(isReckoned ? [{ title: 'right', align: 'right' } as const] : []),
    { title: 'answer' },
  ] as const;
  const said = view.answers.flatMap(({ answer, said: words }) =>
    words.length === 0 ? [] : wrap(`of ${plain(cut(answer, 30))}, ${plain(words.join('; '))}`, width, '  '),
  );
  return [
    'Answers',
    ...textTable(columns, rows, width),
    ...(view.choice === undefined ? [] : ['', ...wrap(plain(view.choice), width, '  ')]),
    ...said,
  ];
}
