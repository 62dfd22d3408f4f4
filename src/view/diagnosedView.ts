import type { CandidateView, Diagnostic } from '../protocol.ts';

/** A candidate with what the editor's tools say of it beside what was known; what says the same is kept once. */
export function withProblems(candidate: CandidateView, problems: readonly Diagnostic[]): CandidateView {
  const known = candidate.evidence.flatMap(one => (one.type === 'diagnostics' ? one.problems : []));
  const fresh = problems.filter(one => !known.some(other => isSame(one, other)));
  const others = candidate.evidence.filter(({ type }) => type !== 'diagnostics');
  return { ...candidate, evidence: [...others, { type: 'diagnostics', problems: [...known, ...fresh] }] };
}

/** The editor names the tool before the message. */
function isSame(fresh: Diagnostic, known: Diagnostic): boolean {
  return fresh.line === known.line && !fresh.elsewhere && fresh.message.endsWith(known.message);
}
