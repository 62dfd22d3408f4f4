import { AgreementAppraiser } from '../auto/agreementAppraiser.ts';
import { type Appraiser, PricedPolicy } from '../auto/pricedPolicy.ts';
import { VerifiedAppraiser } from '../auto/verifiedAppraiser.ts';
import { VotesAppraiser } from '../auto/votesAppraiser.ts';
import type { PolicyFactory, PolicySetup } from '../policy.ts';
import { AutoSteps } from './autoSteps.ts';
import { AutoStepVotes } from './autoStepVotes.ts';
import { router } from './router.ts';

/** Buys the action whose expected gain in P(correct) most exceeds its price, and stops when none does. */
export const auto: PolicyFactory = {
  name: 'auto',
  summary: 'Buys what its expected gain is most worth; stops when nothing is worth its price.',
  create: setup => {
    if (setup.actions.includes('extend')) {
      const whole = { ...setup, actions: setup.actions.filter(kind => kind !== 'extend') };
      return setup.verifiable ? new AutoSteps(setup) : new AutoStepVotes(setup, auto.create(whole));
    }
    if (setup.verifiable && setup.prior?.routing) return router.create(setup);
    return new PricedPolicy(appraiserFor(setup));
  },
};

function appraiserFor(setup: PolicySetup): Appraiser {
  if (setup.verifiable) return new VerifiedAppraiser(setup);
  return setup.task === 'code' ? new AgreementAppraiser(setup) : new VotesAppraiser(setup);
}
