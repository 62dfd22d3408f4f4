import type { Candidate } from '../engine/candidate.ts';
import { totalTokens } from '../engine/cost.ts';
import { countTests } from '../engine/testRunner.ts';
import type { RunOutcome } from '../ponder.ts';

/** The parts of `--json` that every run has. */
export function outcomeJson(outcome: RunOutcome) {
  return {
    status: outcome.status,
    stopReason: outcome.reason,
    spent: spentJson(outcome),
    candidates: outcome.candidates.map(candidateJson),
    trace: outcome.trace ?? null,
    ...(outcome.traceProblem !== undefined && { traceProblem: outcome.traceProblem }),
    ...(outcome.learningProblem !== undefined && { learningProblem: outcome.learningProblem }),
  };
}

/** Tests of what was chosen, else of the code as it stood; all 0 when none was run. */
export function testsJson(outcome: RunOutcome) {
  const chosen = outcome.chosen && testsOf(outcome.chosen);
  if (chosen) return { passed: chosen.passed, failed: chosen.failed, total: chosen.total };
  return countTests(outcome.baseline?.deciding ?? []);
}

function spentJson({ spent, seconds }: RunOutcome) {
  return {
    promptTokens: spent.promptTokens,
    completionTokens: spent.completionTokens,
    totalTokens: totalTokens(spent),
    calls: spent.calls,
    testRuns: spent.testRuns,
    seconds: Math.round(seconds * 1000) / 1000,
    estimated: spent.estimated,
  };
}

function candidateJson(candidate: Candidate) {
  const tests = testsOf(candidate);
  return {
    id: candidate.id,
    reward: candidate.reward?.value ?? null,
    passed: tests?.passed ?? 0,
    failed: tests?.failed ?? 0,
    tokens: totalTokens(candidate.cost),
    error: candidate.error ?? null,
    ...(candidate.answer !== undefined && { answer: candidate.answer }),
    ...(candidate.prefix && { steps: candidate.prefix.steps }),
  };
}

export function testsOf(candidate: Candidate) {
  return candidate.reward?.evidence.find(evidence => evidence.type === 'tests');
}
