import type { Diagnostic } from '../engine/reward.ts';

/** An error or a warning as an editor's tool reports it; lines from 0. */
export type Problem = {
  readonly severity: 'error' | 'warning';
  readonly line: number;
  readonly message: string;
  /** The tool: `ts`, `eslint`, `Ruff`. */
  readonly tool: string;
  readonly code: string;
};

/** Where a change stands: lines from `first` on are new ones, and those behind them were moved by `moved`. */
export type Changed = { readonly first: number; readonly last: number; readonly moved: number };

/**
 * The problems that were not there before a change: the same tool, code and message counts as the same problem, first where
 * the change has moved it to, then anywhere.
 */
export function newProblems(
  before: readonly Problem[],
  after: readonly Problem[],
  { last, moved }: Changed,
): readonly Problem[] {
  const left = before.map(problem => {
    const line = problem.line + moved > last ? problem.line + moved : problem.line;
    return { key: keyOf(problem), line };
  });
  const unmatched =
    (matches: (old: { key: string; line: number }, now: Problem) => boolean) => (now: Problem) => {
      const at = left.findIndex(old => matches(old, now));
      if (at >= 0) left.splice(at, 1);
      return at < 0;
    };
  return after
    .filter(unmatched((old, now) => old.key === keyOf(now) && old.line === now.line))
    .filter(unmatched((old, now) => old.key === keyOf(now)));
}

function keyOf({ tool, code, message }: Problem): string {
  return JSON.stringify([tool, code, message]);
}

const typeCheckers = /^(?:ts|js|typescript|javascript|deno-ts|pylance|pyright|basedpyright|mypy)$/i;

/** As evidence: lines from 1 in the candidate's code, or in the file for what stands elsewhere; the tool is named. */
export function asDiagnostic(
  { severity, line, message, tool, code }: Problem,
  { first, last }: Changed,
): Diagnostic {
  const isInside = line >= first && line <= last;
  const name = code === '' ? tool : `${tool} ${code}`.trim();
  return {
    source: typeCheckers.test(tool) ? 'types' : 'linter',
    severity,
    line: isInside ? line - first + 1 : line + 1,
    message: name === '' ? message : `${name}: ${message}`,
    ...(!isInside && { elsewhere: true }),
  };
}
