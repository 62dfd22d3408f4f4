import type { PolicySetup } from './policy.ts';
import { samplesOf } from './price.ts';
import { seededRandom } from './random.ts';
import type { Task } from './task.ts';
import type { RunConfig } from './trace.ts';

/** What a policy is told of a run; a function of what the trace records. */
export function policySetup(task: Task, config: RunConfig): PolicySetup {
  return {
    task: task.type,
    verifiable: task.type === 'code' && task.tests !== undefined,
    arms: config.arms,
    actions: config.actions,
    price: config.price,
    ...(config.prior && { prior: config.prior }),
    budget: config.budget,
    samples: samplesOf(config.effort),
    random: seededRandom(`${config.seed}/policy`),
  };
}
