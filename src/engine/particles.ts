import type { Action } from './action.ts';
import { describeStepJudge, type Family, stepJudge } from './bellman.ts';
import type { Candidate, CandidateId } from './candidate.ts';
import type { Leader, PolicySetup } from './policy.ts';
import type { Random } from './random.ts';
import { type Resampling, resample } from './resampling.ts';
import { firstSteps, stepValue } from './roundPolicy.ts';
import { effectiveSampleSize, logMeanExp, logOdds, logPotential, normalized } from './weights.ts';

/** One of a population: what it has written, step by step, with its weight. */
export type Particle = {
  /** A prefix for each step; the last one is where it stands. Empty before the first step. */
  readonly lineage: readonly Candidate[];
  /** V of where it stands; 1 before the first step. */
  readonly value: number;
  /** -Infinity: dead, and never continued, copied or chosen again. */
  readonly logWeight: number;
};

export type SweepOptions = {
  readonly particles: number;
  /**
   * ratio: the weight gathers V(now) / V(before), so that it is V(now) over the value at the last resampling and the
   * law of the finished particles is model x V. odds: V / (1 - V) of the current prefix alone, at every step.
   */
  readonly weight: 'ratio' | 'odds';
  /** Exponent on V: the law aimed at is model x V^sharpness. */
  readonly sharpness: number;
  /** Resample when the effective sample size is below this share of the particles; Infinity: at every step. */
  readonly gate: number;
  readonly resampling: Resampling;
};

/** After so many steps an attempt is written to its end without another look. */
export const mostSteps = 40;

/**
 * One pass of a population from the first step to the end (sequential Monte Carlo; Puri et al. 2025, Zhu and Lu 2026).
 * With a reference it is conditional: the first particle follows that lineage whatever is drawn (particle Gibbs).
 */
export class Sweep {
  readonly #setup: PolicySetup;
  readonly #options: SweepOptions;
  readonly #random: Random;
  readonly #reference: readonly Candidate[] | undefined;
  readonly #children = new Map<CandidateId, { value: number; children: number[] }>();
  #particles: readonly Particle[];
  #steps = 0;

  constructor(setup: PolicySetup, options: SweepOptions, random: Random, reference?: readonly Candidate[]) {
    this.#setup = setup;
    this.#options = options;
    this.#random = random;
    this.#reference = reference;
    const start: Particle = { lineage: [], value: 1, logWeight: 0 };
    this.#particles = Array.from({ length: options.particles }, () => start);
  }

  get particles(): readonly Particle[] {
    return this.#particles;
  }

  /** The particles that reached the end alive. */
  get finished(): readonly Particle[] {
    return this.#particles.filter(isFinished);
  }

  /** Prefixes with the values of what was drawn from them. */
  get families(): readonly Family[] {
    return [...this.#children.values()];
  }

  get steps(): number {
    return this.#steps;
  }

  /** One action for each particle that goes on; none when the sweep is over. */
  actions(): readonly Action[] {
    if (this.#steps === 0) return firstSteps(this.#setup, this.#moving().length);
    const until = this.#steps < mostSteps ? 'step' : 'end';
    return this.#moving().flatMap(index => {
      const from = this.#particles[index]?.lineage.at(-1);
      return from ? [{ type: 'extend', arm: from.arm, candidate: from.id, until }] : [];
    });
  }

  /** Takes in the candidates of `actions`, in their order. */
  absorb(drawn: readonly Candidate[]): void {
    const moved = new Map(this.#moving().map((index, position) => [index, drawn[position]]));
    const led = this.#reference?.[this.#steps];
    if (led) moved.set(0, led);
    const over = this.#steps >= mostSteps;
    this.#steps += 1;
    this.#particles = this.#particles.map((particle, index) => {
      const candidate = moved.get(index);
      return candidate ? this.#advanced(particle, candidate, over) : particle;
    });
    if (!this.#particles.some(isOpen)) return;
    this.#resample();
    if (this.#moving().length === 0 && this.#particles.some(isOpen)) this.absorb([]);
  }

  /** Which particles are continued by an action; the reference of a conditional sweep moves by itself. */
  #moving(): readonly number[] {
    return this.#particles.flatMap((particle, index) =>
      isOpen(particle) && !(this.#reference && index === 0) ? [index] : [],
    );
  }

  /** Divides the old twist out, takes the step and puts the new twist on. */
  #advanced(particle: Particle, candidate: Candidate, over: boolean): Particle {
    const { weight, sharpness } = this.#options;
    const value = over && candidate.prefix ? 0 : stepValue(candidate, particle.value);
    this.#remember(particle, value);
    const lineage = [...particle.lineage, candidate];
    if (candidate.error !== undefined || (over && candidate.prefix)) {
      return { lineage, value: 0, logWeight: Number.NEGATIVE_INFINITY };
    }
    const logWeight =
      weight === 'odds'
        ? sharpness * logOdds(value)
        : particle.logWeight - logPotential(particle.value, sharpness) + logPotential(value, sharpness);
    return { lineage, value, logWeight };
  }

  #remember(particle: Particle, value: number): void {
    const parent = particle.lineage.at(-1);
    if (!parent) return;
    const family = this.#children.get(parent.id);
    if (family) family.children.push(value);
    else this.#children.set(parent.id, { value: particle.value, children: [value] });
  }

  #resample(): void {
    const { gate, resampling, weight } = this.#options;
    const logWeights = this.#particles.map(particle => particle.logWeight);
    const weights = normalized(logWeights);
    if (!weights || effectiveSampleSize(weights) >= gate * weights.length) return;
    const kept = this.#reference ? this.#particles.slice(0, 1) : [];
    const even = logMeanExp(logWeights);
    const ancestors = resample(resampling, weights, weights.length - kept.length, this.#random);
    const drawn = ancestors.flatMap(index => this.#particles[index] ?? []);
    this.#particles = [...kept, ...drawn].map(particle =>
      weight === 'ratio' ? { ...particle, logWeight: even } : particle,
    );
  }
}

function isOpen({ lineage, logWeight }: Particle): boolean {
  const last = lineage.at(-1);
  return logWeight !== Number.NEGATIVE_INFINITY && (last === undefined || last.prefix !== undefined);
}

function isFinished(particle: Particle): boolean {
  return particle.value > 0 && particle.logWeight !== Number.NEGATIVE_INFINITY && !isOpen(particle);
}

/**
 * The answer with the largest share of the particles' weight, where some answer came from more than one candidate:
 * otherwise no two agree, and shares say nothing.
 */
export function heaviestAnswer(finished: readonly Particle[]): Leader | undefined {
  const weights = normalized(finished.map(particle => particle.logWeight));
  if (!weights) return undefined;
  const groups = new Map<string, { share: number; first: CandidateId; ids: Set<CandidateId> }>();
  for (const [index, { lineage }] of finished.entries()) {
    const last = lineage.at(-1);
    if (!last) continue;
    const group = groups.get(last.behaviour) ?? { share: 0, first: last.id, ids: new Set() };
    groups.set(last.behaviour, { ...group, share: group.share + (weights[index] ?? 0) });
    group.ids.add(last.id);
  }
  const all = [...groups.values()];
  if (all.every(group => group.ids.size < 2)) return undefined;
  const best = all.reduce((left, right) => (right.share > left.share ? right : left));
  return { id: best.first, quality: Math.min(1, best.share) };
}

/** How a population ended, with the measured Bellman error where one could be measured. */
export function reasonOf(finished: number, steps: number, families: readonly Family[]): string {
  if (finished === 0) return `every attempt died within ${steps} steps: there is no valid answer`;
  const judge = stepJudge(families, steps);
  const measured = judge ? `; ${describeStepJudge(judge)}` : '';
  return `${finished} attempts were finished in ${steps} steps${measured}`;
}
