import fs from 'node:fs';
import path from 'node:path';
import type { Wins } from '../engine/judging/labels/preferences.ts';
import type { JudgeReport } from '../engine/judging/trust/judgeReport.ts';
import { type Judged, judgedIn } from '../store/learning.ts';
import { counted } from '../view/counted.ts';
import { plain, wrap } from '../view/textTable.ts';
import { BadInput } from './badInput.ts';

export type JudgeReportOptions = { readonly workspace?: string; readonly json?: boolean };

/** `ponder judge report`: what the judges turned out to be worth in a workspace, even one that is gone, or without one in all. */
export function judgeReport(dataDir: string, { workspace, json = false }: JudgeReportOptions): void {
  const folder = workspace === undefined ? undefined : path.resolve(workspace);
  const judged = judgedIn(dataDir, folder);
  if (judged.problem !== undefined) process.stderr.write(`ponder: ${judged.problem}\n`);
  if (folder !== undefined && isNothing(judged) && !isFolder(folder))
    throw new BadInput(`There is no folder ${folder}, and nothing was judged in one of that name.`);
  const text = json ? JSON.stringify(judgedJson(judged), null, 1) : judgedText(judged).join('\n');
  process.stdout.write(`${text}\n`);
}

function isNothing({ judges, picks }: Judged): boolean {
  return judges.length === 0 && picks.arms.size === 0 && picks.origins.size === 0;
}

function isFolder(place: string): boolean {
  return fs.existsSync(place) && fs.statSync(place).isDirectory();
}

/** What `--json` prints. */
export function judgedJson({ judges, picks }: Judged) {
  return { judges, picks: { arms: plainWins(picks.arms), origins: plainWins(picks.origins) } };
}

function plainWins(wins: Wins): Readonly<Record<string, Readonly<Record<string, number>>>> {
  return Object.fromEntries([...wins].map(([winner, over]) => [winner, Object.fromEntries(over)]));
}

/** The lines of the report. */
export function judgedText({ judges, picks }: Judged): readonly string[] {
  const preferred = [...linesOfWins(picks.arms), ...linesOfWins(picks.origins)];
  const lines = [
    ...judges.flatMap(one => ['', ...linesOf(one)]),
    ...(judges.length > 0 ? ['', ...legend] : []),
    ...(preferred.length > 0 ? ['', 'What you took instead of what was proposed', ...preferred] : []),
  ];
  return lines.length === 0
    ? ['No judge was asked yet. Runs ask one where a verdict is worth its price, or name it with --reward.']
    : lines.slice(1);
}

const legend = [
  'weight: log odds that a verdict moves; 0 is not asked. ECE, Brier: how far what it said was from',
  'what came; 0 is best, and a Brier of .25 is what always saying one half would have.',
];

function linesOf(report: JudgeReport): readonly string[] {
  return [
    `${plain(report.judge)} with ${plain(report.model)}: weight ${figure(report.weight)}, ${verdictOn(report)}`,
    ...wrap(figuresOf(report).join(', '), 98).map(line => `  ${line}`),
    ...(report.reliability.length > 0 ? diagramOf(report) : []),
    ...(report.weights.length > 0 ? wrap(courseOf(report), 98).map(line => `  ${line}`) : []),
  ];
}

function verdictOn({ weight, labels }: JudgeReport): string {
  const from = `by ${counted(labels, 'label')}`;
  return weight > 0 ? from : `${from}: it is given no budget`;
}

function figuresOf(report: JudgeReport): readonly string[] {
  const { stated, calibrated, asked, parsed, dropped } = report;
  const some = (name: string, value: number | undefined) =>
    value === undefined ? [] : [`${name} ${figure(value)}`];
  return [
    `${counted(asked, 'verdict')}${parsed === undefined ? '' : `, ${Math.round(100 * parsed)}% readable`}`,
    ...(dropped > 0 ? [`${dropped} dropped by the meta reward`] : []),
    ...some('ECE', stated?.ece),
    ...some('Brier', stated?.brier),
    ...some('calibrated ECE', calibrated?.ece),
    ...some('calibrated Brier', calibrated?.brier),
    ...some('same in both orders', report.orderConsistency),
    ...some('for the one shown first where the order decided', report.positionBias),
    ...some('for the longer one beyond its due', report.lengthBias),
    ...some('score by length among the wrong', report.scoreByLength),
  ];
}

const places = 50;

/** A line for each bin: what it stated (s) and what came (o) on a scale from 0 to 1; * where both fall together. */
function diagramOf({ reliability }: JudgeReport): readonly string[] {
  const placeOf = (value: number) => Math.round(value * places);
  const lines = reliability.map(({ stated, right, number }) => {
    const scale = Array.from({ length: places + 1 }, (_, place) => {
      const [says, came] = [place === placeOf(stated), place === placeOf(right)];
      return says && came ? '*' : says ? 's' : came ? 'o' : '.';
    }).join('');
    const [said, came] = [stated, right].map(value => figure(value).padStart(4));
    return `  ${said}  ${came}  ${String(number).padStart(6)}  |${scale}|`;
  });
  return [`  said  came  number   0${'1 '.padStart(places + 1)}  s said, o came`, ...lines];
}

function courseOf({ weights }: JudgeReport): string {
  const course = weights.map(({ labels, weight }) => `${labels}: ${figure(weight)}`);
  return `weight after so many labels: ${course.join(', ')}`;
}

function linesOfWins(wins: Wins): readonly string[] {
  return [...wins].flatMap(([winner, over]) =>
    [...over].map(([loser, count]) => {
      const other = wins.get(loser)?.get(winner) ?? 0;
      return `  ${plain(winner)} over ${plain(loser)}: ${count} of ${count + other}`;
    }),
  );
}

/** Two places, without the zero before the point. */
function figure(value: number): string {
  return value.toFixed(2).replace(/^(-?)0\./, '$1.');
}
