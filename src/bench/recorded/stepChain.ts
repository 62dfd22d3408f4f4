import type { Action } from '../../engine/action.ts';
import type { Candidate, CandidateId } from '../../engine/candidate.ts';
import { cost } from '../../engine/cost.ts';
import type { Random } from '../../engine/random.ts';
import type { Reward } from '../../engine/reward.ts';
import { drawNormal } from '../../engine/sampling.ts';
import { logOdds } from '../../engine/weights.ts';

/** A made-up task of several steps, of which one wrong one spoils the rest, with a judge of prefixes. */
export type StepChain = {
  readonly steps: number;
  /** P(a step is right). */
  readonly right: number;
  /**
   * The judge's log odds are those of the true value of an unspoilt prefix, `gap` less for a spoilt one, plus normal
   * noise of this standard deviation at each prefix.
   */
  readonly judge: { readonly gap: number; readonly noise: number };
  /** P(an attempt ends after a step that is not its last); 0 when missing. */
  readonly ending?: number;
  /** A verifier says of complete candidates whether they are right, instead of the judge. */
  readonly verified?: boolean;
};

type Drawn = { readonly candidate: Candidate; readonly spoilt: boolean };

/** log odds of a value of 1; the judge is never surer. */
const surest = 9;

/** Performs samples and extensions in a chain. Every attempt behaves like no other. */
export class ChainDraws {
  readonly #chain: StepChain;
  readonly #random: Random;
  readonly #drawn = new Map<CandidateId, Drawn>();

  constructor(chain: StepChain, random: Random) {
    this.#chain = chain;
    this.#random = random;
  }

  /** Steps drawn so far, whatever became of them. */
  steps = 0;

  isRight(id: CandidateId): boolean {
    const drawn = this.#drawn.get(id);
    return drawn !== undefined && !drawn.spoilt && drawn.candidate.prefix === undefined;
  }

  /** The candidate a sample or an extension gives. Throws for other actions and for what cannot be extended. */
  draw(action: Action): Candidate {
    if (action.type !== 'sample' && action.type !== 'extend') {
      throw new RangeError(`A chain performs samples and extensions, not "${action.type}".`);
    }
    const from = action.type === 'extend' ? this.#drawn.get(action.candidate) : undefined;
    if (action.type === 'extend' && !from?.candidate.prefix) {
      throw new RangeError(`${action.candidate} is no prefix that could be extended.`);
    }
    let [spoilt, at] = [from?.spoilt ?? false, from?.candidate.prefix?.steps ?? 0];
    const before = at;
    do {
      at += 1;
      spoilt ||= this.#random.next() >= this.#chain.right;
    } while (action.until !== 'step' && !this.#ends(at));
    const complete = action.until !== 'step' || this.#ends(at);
    this.steps += at - before;
    return this.#keep(action, spoilt, at, complete, at - before);
  }

  #ends(at: number): boolean {
    const { steps, ending = 0 } = this.#chain;
    return at >= steps || this.#random.next() < ending;
  }

  #keep(
    action: Extract<Action, { type: 'sample' | 'extend' }>,
    spoilt: boolean,
    at: number,
    complete: boolean,
    steps: number,
  ): Candidate {
    const id = `c${this.#drawn.size + 1}`;
    const value = this.#judged(spoilt, complete ? this.#chain.steps : at);
    const candidate: Candidate = {
      id,
      arm: action.arm,
      text: id,
      behaviour: id,
      ...(action.type === 'extend' && { parent: action.candidate }),
      ...(complete ? { reward: this.#reward(spoilt, value) } : { prefix: { steps: at, value } }),
      cost: cost({ completionTokens: 10 * steps, calls: 1 }),
    };
    this.#drawn.set(id, { candidate, spoilt });
    return candidate;
  }

  #reward(spoilt: boolean, judged: number): Reward {
    const verified = this.#chain.verified === true && !spoilt;
    const value = this.#chain.verified ? Number(verified) : judged;
    return { value, quality: value, verified, evidence: [] };
  }

  #judged(spoilt: boolean, at: number): number {
    const { steps, right, judge } = this.#chain;
    const sure = Math.min(surest, logOdds(right ** (steps - at)));
    const odds = sure - (spoilt ? judge.gap : 0) + judge.noise * drawNormal(this.#random);
    return 1 / (1 + Math.exp(-odds));
  }
}
