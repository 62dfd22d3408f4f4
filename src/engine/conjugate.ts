import type { Random } from './random.ts';
import { drawBeta, drawGamma, drawNormal } from './sampling.ts';

/** What is believed about the mean of a reward. */
export interface Posterior {
  observe(reward: number): void;
  /** A mean drawn from what is believed now. */
  draw(random: Random): number;
}

/** Parameters of a normal-inverse-chi-squared law (Murphy, Probabilistic Machine Learning: Advanced Topics, 3.4.3.3). */
export type NormalLaw = {
  readonly mean: number;
  readonly kappa: number;
  readonly nu: number;
  /** tau squared, the scale of the variance. */
  readonly variance: number;
};

/** The mean of rewards that are normal with unknown mean and variance. */
export class NormalPosterior implements Posterior {
  readonly #prior: NormalLaw;
  #count = 0;
  #mean = 0;
  #squares = 0;

  constructor(prior: NormalLaw) {
    this.#prior = prior;
  }

  get law(): NormalLaw {
    const { mean, kappa, nu, variance } = this.#prior;
    const n = this.#count;
    const apart = (n * kappa * (mean - this.#mean) ** 2) / (kappa + n);
    return {
      mean: (kappa * mean + n * this.#mean) / (kappa + n),
      kappa: kappa + n,
      nu: nu + n,
      variance: (nu * variance + this.#squares + apart) / (nu + n),
    };
  }

  observe(reward: number): void {
    this.#count += 1;
    const off = reward - this.#mean;
    this.#mean += off / this.#count;
    this.#squares += off * (reward - this.#mean);
  }

  draw(random: Random): number {
    const { mean, kappa, nu, variance } = this.law;
    const drawn = (nu * variance) / (2 * drawGamma(nu / 2, random));
    return mean + Math.sqrt(drawn / kappa) * drawNormal(random);
  }
}

/** The mean of rewards on [0, 1], each a share of a success and of a failure. */
export class BetaPosterior implements Posterior {
  #successes: number;
  #failures: number;

  constructor(prior: { readonly successes: number; readonly failures: number }) {
    this.#successes = prior.successes;
    this.#failures = prior.failures;
  }

  get law(): { readonly successes: number; readonly failures: number } {
    return { successes: this.#successes, failures: this.#failures };
  }

  observe(reward: number): void {
    this.#successes += reward;
    this.#failures += 1 - reward;
  }

  draw(random: Random): number {
    return drawBeta(this.#successes, this.#failures, random);
  }
}
