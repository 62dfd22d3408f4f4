import { BadOption } from '../../runConfig.ts';
import { samplesFile } from './answerDraws.ts';
import { holds } from './readRows.ts';
import { answerPolicies, routingAnswers } from './routingAnswers.ts';
import { routingVerified, runsFile, verifiedPolicies } from './routingVerified.ts';
import type { Suite } from './suite.ts';

/** Several arms of different prices for every task. */
export const routing: Suite = {
  name: 'routing',
  unit: 'draws',
  summary:
    'which of several arms to draw from, with a verifier (runs.jsonl.gz) or by votes (samples.jsonl.gz)',
  policies: [...new Set<string>([...verifiedPolicies, ...answerPolicies])],
  reads: [[runsFile], [samplesFile]],
  async run(request) {
    const verified = await holds(request.data, runsFile);
    const known: readonly string[] = verified ? verifiedPolicies : answerPolicies;
    const policies = request.policies.filter(policy => known.includes(policy));
    if (policies.length === 0) {
      throw new BadOption(`On ${request.data} there are the policies ${known.join(', ')}.`);
    }
    return await (verified ? routingVerified : routingAnswers)({ ...request, policies });
  },
};
