import type { Action } from '../../engine/action.ts';
import type { Candidate, CandidateId } from '../../engine/candidate.ts';
import { cost } from '../../engine/cost.ts';
import type { Random } from '../../engine/random.ts';
import type { GoldChain } from './goldChain.ts';

type Path = { readonly gold: boolean; readonly at: number; readonly value: number };

/** V of a gold first step by a true judge; a trap's is as much less as gold is rarer. */
const firstValue = 0.05;

/** Performs samples and extensions in a gold chain; the answer of an attempt is what it is, gold or trap. */
export class GoldDraws {
  readonly #chain: GoldChain;
  readonly #random: Random;
  readonly #paths = new Map<CandidateId, Path>();
  steps = 0;

  constructor(chain: GoldChain, random: Random) {
    this.#chain = chain;
    this.#random = random;
  }

  draw(action: Action): Candidate {
    if (action.type !== 'sample' && action.type !== 'extend') {
      throw new RangeError(`A chain performs samples and extensions, not "${action.type}".`);
    }
    let path = action.type === 'extend' ? this.#paths.get(action.candidate) : undefined;
    const before = path?.at ?? 0;
    do path = this.#next(path);
    while (action.until !== 'step' && path.at < this.#chain.steps);
    this.steps += path.at - before;
    return this.#kept(action, path, path.at - before);
  }

  #next(path: Path | undefined): Path {
    const { rare, swing } = this.#chain;
    if (!path) {
      const gold = this.#random.next() < rare;
      return { gold, at: 1, value: gold ? firstValue : (firstValue * rare) / (1 - rare) };
    }
    const factor = this.#random.next() < 0.5 ? 1 + swing : 1 - swing;
    return { ...path, at: path.at + 1, value: path.value * factor };
  }

  #kept(action: Extract<Action, { type: 'sample' | 'extend' }>, path: Path, steps: number): Candidate {
    const id = `c${this.#paths.size + 1}`;
    this.#paths.set(id, path);
    const complete = path.at === this.#chain.steps;
    const value = this.#judged(path);
    const behaviour = path.gold ? 'gold' : 'trap';
    return {
      id,
      arm: action.arm,
      text: behaviour,
      behaviour,
      answer: behaviour,
      ...(action.type === 'extend' && { parent: action.candidate }),
      ...(complete
        ? { reward: { value, quality: value, verified: false, evidence: [] } }
        : { prefix: { steps: path.at, value } }),
      cost: cost({ completionTokens: 10 * steps, calls: 1 }),
    };
  }

  #judged({ gold, at, value }: Path): number {
    const tilt = (1 + this.#chain.error) ** Math.min(at, this.#chain.steps - at);
    return Math.min(1, gold ? value / tilt : value * tilt);
  }
}
