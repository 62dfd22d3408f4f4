import { type Deciding, decidingTests } from '../deciding.ts';
import type { Reward } from '../reward.ts';
import { countTests, type TestReport } from '../testRunner.ts';

/**
 * The reward of executed tests: the share that passed. A verifier, so its quality is 1 when all of at least one
 * deciding test passed in a run that ended by itself, and else 0.
 */
export function rewardOfTests(report: TestReport, deciding: Deciding, reused: boolean): Reward {
  const tests = decidingTests(report, deciding);
  const { passed, failed, total } = countTests(tests);
  const verified = report.outcome === 'ran' && failed === 0 && passed > 0;
  return {
    value: total === 0 ? 0 : passed / total,
    quality: verified ? 1 : 0,
    verified,
    evidence: [{ type: 'tests', report: { ...report, tests }, passed, failed, total, reused }],
  };
}
