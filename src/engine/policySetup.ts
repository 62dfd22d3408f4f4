import { CalibratedPolicy } from './calibratedPolicy.ts';
import { calibrated } from './calibration.ts';
import type { Policy, PolicyFactory, PolicySetup } from './policy.ts';
import { samplesOf } from './price.ts';
import { seededRandom } from './random.ts';
import { isVerifiable, type Task } from './task.ts';
import type { RunConfig } from './trace.ts';

/** What a policy is told of a run; a function of what the trace records. */
export function policySetup(task: Task, config: RunConfig): PolicySetup {
  return {
    task: task.type,
    verifiable: isVerifiable(task),
    arms: config.arms,
    actions: config.actions,
    price: config.price,
    ...(config.prior && { prior: config.prior }),
    ...(config.judges && {
      judges: config.judges,
      generatesTests: config.rewards.includes('generated-tests'),
    }),
    budget: config.budget,
    samples: samplesOf(config.effort),
    random: seededRandom(`${config.seed}/policy`),
  };
}

/** The policy of a run; where no verifier tells, its qualities are calibrated by what the trace says was known. */
export function createPolicy(factory: PolicyFactory, task: Task, config: RunConfig): Policy {
  const policy = factory.create(policySetup(task, config));
  const { calibration } = config;
  return calibration && !isVerifiable(task) ? new CalibratedPolicy(policy, calibrated(calibration)) : policy;
}
