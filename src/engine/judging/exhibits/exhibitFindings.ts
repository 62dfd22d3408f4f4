import type { Candidate } from '../../candidate.ts';
import type { Evidence } from '../../reward.ts';
import { type TalkFinder, withoutTalk } from './exhibitTalk.ts';

/** Lines of each kind that a judge is shown. */
const most = 5;

/**
 * What running a candidate has shown, in words; undefined where nothing was run. What its code printed, threw or gave back
 * is cleaned like its text: a program can speak too.
 */
export function findingsOf({ error, reward }: Candidate, finder: TalkFinder): string | undefined {
  const lines = [
    ...(error === undefined ? [] : [`It could not be used: ${error}`]),
    ...(reward?.evidence ?? []).flatMap(linesOf),
  ];
  const clean = lines.map(line => oneLine(withoutTalk(line, finder).text)).filter(line => line !== '');
  return clean.length === 0 ? undefined : clean.join('\n');
}

function linesOf(evidence: Evidence): readonly string[] {
  switch (evidence.type) {
    case 'tests':
      return [`${evidence.passed} of ${evidence.total} tests passed`, ...failuresOf(evidence)];
    case 'probes':
      return evidence.written.slice(0, most).map(({ call, output }) => `${call} gave ${output}`);
    case 'diagnostics':
      return evidence.problems
        .slice(0, most)
        .map(({ source, severity, line, message }) => `${source} ${severity} in line ${line}: ${message}`);
    case 'not-probed':
      return [`It could not be run: ${evidence.reason}`];
    default:
      return [];
  }
}

function failuresOf({ report }: Extract<Evidence, { type: 'tests' }>): readonly string[] {
  const failing = report.tests.filter(({ status }) => status === 'failed' || status === 'timed-out');
  return failing
    .slice(0, most)
    .map(
      ({ name, status, message }) =>
        `${name}: ${status === 'timed-out' ? 'did not end in time' : (message ?? 'failed')}`,
    );
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 240 ? `${line.slice(0, 240)} ...` : line;
}
