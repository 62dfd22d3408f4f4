import type { Action } from '../action.ts';
import type { Family } from '../bellman.ts';
import type { Candidate } from '../candidate.ts';
import { mostSteps, reasonOf } from '../particles.ts';
import type { PolicyFactory, PolicySetup } from '../policy.ts';
import type { Random } from '../random.ts';
import { firstSteps, isAlive, type NextRound, type RoundPlan, stepValue } from '../roundPolicy.ts';
import { stepPolicy } from './stepPolicy.ts';

/** Each prefix that is kept is continued in so many ways. */
const expansions = 4;

/** Beam search over steps with so many attempts abreast. */
export const beamSearch: PolicyFactory = stepPolicy(
  'beam-search',
  'Beam search: grows attempts step by step, keeps the best quarter and continues each in four ways.',
  setup => new BeamPlan(setup),
);

type Open = { readonly candidate: Candidate; readonly value: number; readonly tie: number };

class BeamPlan implements RoundPlan {
  readonly #setup: PolicySetup;
  readonly #random: Random;
  readonly #families: Family[] = [];
  #parents: readonly (Open | undefined)[] = [];
  #finished = 0;
  #steps = 0;

  constructor(setup: PolicySetup) {
    this.#setup = setup;
    this.#random = setup.random.fork('ties');
  }

  first() {
    return firstSteps(this.#setup, this.#setup.samples);
  }

  next(drawn: readonly Candidate[]): NextRound {
    this.#steps += 1;
    this.#remember(drawn);
    const alive = drawn.map((candidate, index): Open => {
      const value = stepValue(candidate, this.#parents[index]?.value ?? 1);
      return { candidate, value, tie: this.#random.next() };
    });
    const living = alive.filter(({ candidate }) => isAlive(candidate));
    this.#finished += living.filter(({ candidate }) => candidate.prefix === undefined).length;
    const prefixes = living.filter(({ candidate }) => candidate.prefix !== undefined);
    const room = this.#steps > mostSteps ? 0 : this.#setup.samples - this.#finished;
    if (prefixes.length === 0 || room <= 0) {
      return { type: 'end', reason: reasonOf(this.#finished, this.#steps, this.#families) };
    }
    return { type: 'round', actions: this.#continuations(prefixes, room) };
  }

  /** The best prefixes, each continued in turn until the room left by the finished attempts is used. */
  #continuations(prefixes: readonly Open[], room: number): readonly Action[] {
    const kept = [...prefixes]
      .sort((left, right) => right.value - left.value || left.tie - right.tie)
      .slice(0, Math.max(1, Math.floor(room / expansions)));
    this.#parents = Array.from({ length: room }, (_, index) => kept[index % kept.length]);
    const until = this.#steps < mostSteps ? 'step' : 'end';
    return this.#parents.flatMap(open =>
      open ? [{ type: 'extend', arm: open.candidate.arm, candidate: open.candidate.id, until }] : [],
    );
  }

  #remember(drawn: readonly Candidate[]): void {
    for (const parent of new Set(this.#parents)) {
      if (!parent) continue;
      const children = drawn.filter((_, index) => this.#parents[index] === parent);
      this.#families.push({
        value: parent.value,
        children: children.map(child => stepValue(child, parent.value)),
      });
    }
  }
}
