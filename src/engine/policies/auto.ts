import { AgreementAppraiser } from '../auto/agreementAppraiser.ts';
import { type Appraiser, PricedPolicy } from '../auto/pricedPolicy.ts';
import { VerifiedAppraiser } from '../auto/verifiedAppraiser.ts';
import { VotesAppraiser } from '../auto/votesAppraiser.ts';
import type { PolicyFactory, PolicySetup } from '../policy.ts';
import { AutoSteps } from './autoSteps.ts';
import { AutoStepVotes } from './autoStepVotes.ts';
import { draftingArms, router } from './router.ts';

/** Buys the action whose expected gain in P(correct) most exceeds its price, and stops when none does. */
export const auto: PolicyFactory = {
  name: 'auto',
  summary: 'Buys what its expected gain is most worth; stops when nothing is worth its price.',
  create: setup => {
    if (setup.actions.includes('extend')) {
      const whole = { ...setup, actions: setup.actions.filter(kind => kind !== 'extend') };
      return setup.verifiable ? new AutoSteps(setup) : new AutoStepVotes(setup, auto.create(whole));
    }
    return routes(setup) ? router.create(setup) : new PricedPolicy(appraiserFor(setup));
  },
};

/**
 * Which of unlike arms is next: with a verifier by a joint model of them, where one was learnt; for prompts by whether the
 * cheap arms' votes leave enough open to ask the dear one, which counts for more than a vote.
 */
function routes(setup: PolicySetup): boolean {
  if (setup.verifiable) return setup.prior?.routing !== undefined;
  return setup.task === 'prompt' && draftingArms(setup).dear !== undefined;
}

function appraiserFor(setup: PolicySetup): Appraiser {
  if (setup.verifiable) return new VerifiedAppraiser(setup);
  return setup.task === 'code' ? new AgreementAppraiser(setup) : new VotesAppraiser(setup);
}
