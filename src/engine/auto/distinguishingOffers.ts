import type { Action, Outcome } from '../action.ts';
import type { Candidate } from '../candidate.ts';
import { type Cost, cost } from '../cost.ts';
import { MeanCosts } from '../meanCosts.ts';
import type { Considered, PolicySetup } from '../policy.ts';
import { consider } from './consider.ts';
import { keyOfPair, type Pair, pairsOf } from './distinguishingPairs.ts';

/** Who leads, as probes tell. */
export type Contenders = {
  readonly leader: Candidate;
  /** The others that behave like the leader. */
  readonly alike: readonly Candidate[];
  /** The best of the behaviour that comes second. */
  readonly rival: Candidate | undefined;
  /** Probes on which the leader gives a value. */
  readonly telling: number;
  /** P(the leader is right). */
  readonly quality: number;
};

/**
 * What a readable reply gains in P(the chosen one is right), fitted to recorded samples of which only some probes were
 * kept: where 2 tell anything .025, 3 .021, 7 .015, 14 .007, 27 .002 and 93 .000, for both pairs and from 8 samples to 32
 * about alike (figures.newInputs of the code-agreement suite).
 */
const gainOfCalls = (telling: number) => 0.03 * Math.exp(-telling / 9);
/** Less than this could not be told from nothing. */
const leastGain = 1e-4;
/** Share of replies that hold a call (10 of 12 of the embedded model), and how many that weighs. */
const readable = { share: 0.8, weight: 2 } as const;
/** After so many replies in a row without a call on which the two differ, nothing is expected of another. */
const mostFruitless = 2;
/** Tokens of the examples that the prompt shows beside the two programs. */
const instructions = 350;

/**
 * Inputs that tell two programs apart (S*, Li et al. 2025), for code that is chosen by what it does on probes: worth the
 * more the fewer probes tell anything, as where a function refuses most inputs. No pair of codes is asked about twice.
 */
export class DistinguishingOffers {
  readonly #setup: PolicySetup;
  readonly #costs = new MeanCosts();
  readonly #asked = new Set<string>();
  #replies = 0;
  #read = 0;
  #fruitless = 0;

  constructor(setup: PolicySetup) {
    this.#setup = setup;
  }

  /** Whether this run writes calls at all. */
  get areMade(): boolean {
    const { actions, generatesTests = false } = this.#setup;
    return generatesTests && actions.includes('compare') && this.#fruitless < mostFruitless;
  }

  /** The outcome of a comparison without a judge, and its two; others are not for here. */
  tell({ result, cost: spent }: Outcome, pair: Pair | undefined): void {
    if (result.type !== 'compared') return;
    if (pair) this.#asked.add(keyOfPair(pair));
    this.#costs.add('calls', spent);
    this.#replies += 1;
    this.#read += result.written ? 1 : 0;
    this.#fruitless = result.calls?.length ? 0 : this.#fruitless + 1;
  }

  /** One at a time; `sample` is what a sample is expected to cost, from which the first reply's cost is guessed. */
  considered(contenders: Contenders, under: readonly Action[], sample: Cost): readonly Considered[] {
    if (!this.areMade || under.some(isDistinguishing)) return [];
    const { leader, alike, rival, telling, quality } = contenders;
    const { share, weight } = readable;
    const value = (gainOfCalls(telling) * (this.#read + weight * share)) / (this.#replies + weight);
    if (value < leastGain) return [];
    const expectedCost = this.#costs.expected('calls', guessOf(sample));
    return pairsOf(leader, alike, rival)
      .filter(pair => !this.#asked.has(keyOfPair(pair)))
      .map(([left, right]) => {
        const action: Action = { type: 'compare', left: left.id, right: right.id };
        const forecast = `what inputs to tell two apart gain where ${telling} probes tell anything`;
        return consider({ action, value, expectedCost, forecast }, quality, this.#setup.price);
      });
  }
}

/** Whether an action asks the model for calls on which two candidates differ. */
export function isDistinguishing(action: Action): action is Extract<Action, { type: 'compare' }> {
  return action.type === 'compare' && action.by === undefined;
}

/** The prompt shows what two samples wrote. */
function guessOf({ completionTokens }: Cost): Cost {
  return cost({
    promptTokens: 2 * completionTokens + instructions,
    completionTokens,
    calls: 1,
    estimated: true,
  });
}
