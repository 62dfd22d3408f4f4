import type { Diagnostics } from '../diagnostics.ts';
import type { AssembledCode, Shown } from './evaluation.ts';

/**
 * What was shown of a candidate, with what the compiler says of it. Value and quality stay: tests decide, or what
 * candidates do. A candidate that passed every test is not asked about, nor one that cannot be used.
 */
export async function withDiagnostics(
  shown: Shown,
  code: AssembledCode,
  diagnostics: Diagnostics | undefined,
  signal: AbortSignal,
): Promise<Shown> {
  const { reward, error } = shown;
  if (!diagnostics || !reward || reward.verified || error !== undefined) return shown;
  const problems = await diagnostics.problemsOf(code, signal);
  if (!problems || problems.length === 0) return shown;
  return {
    ...shown,
    reward: { ...reward, evidence: [...reward.evidence, { type: 'diagnostics', problems }] },
  };
}
