import type { Action } from '../../engine/action.ts';
import type { Candidate, CandidateId } from '../../engine/candidate.ts';
import { cost } from '../../engine/cost.ts';
import type { Random } from '../../engine/random.ts';
import type { State } from './game24.ts';
import { calibratedOn, foldOf, folds, type JudgedSteps } from './judgedSteps.ts';

/** A recorded judge that can be asked about any state: it says what it said of another state like it. */
export type Judge = (task: number, step: number, winnable: boolean, random: Random) => number;

/**
 * The calibrated value of a state: the value recorded for a state of the same step and truth of the task's own fold, as
 * P(winnable) by a calibration on the other folds.
 */
export function emulatedJudge({ states }: JudgedSteps): Judge {
  const said = new Map<string, number[]>();
  for (const { task, step, winnable, value } of states) {
    const key = keyOf(foldOf(task), step, winnable);
    said.set(key, [...(said.get(key) ?? []), value]);
  }
  const calibrations = Array.from({ length: folds * 4 }, (_, index) =>
    calibratedOn(
      states.filter(state => state.step === index % 4 && foldOf(state.task) !== Math.floor(index / 4)),
    ),
  );
  return (task, step, winnable, random) => {
    const values = said.get(keyOf(foldOf(task), step, winnable)) ?? [];
    const value = values[random.below(values.length)] ?? 0;
    return calibrations[foldOf(task) * 4 + step]?.(value) ?? 0;
  };
}

function keyOf(fold: number, step: number, winnable: boolean): string {
  return `${fold}/${step}/${winnable}`;
}

export type SearchWorld = {
  readonly task: number;
  readonly start: State;
  readonly judge: Judge;
  readonly winnable: (state: State) => boolean;
  readonly successors: (state: State) => readonly State[];
};

/** Performs samples and extensions in a Game of 24: a step is a random legal move, three of them make an attempt. */
export class MoveDraws {
  readonly #world: SearchWorld;
  readonly #random: Random;
  readonly #states = new Map<CandidateId, State>();
  /** Moves drawn so far, and states the judge was asked about. */
  moves = 0;
  judged = 0;

  constructor(world: SearchWorld, random: Random) {
    this.#world = world;
    this.#random = random;
  }

  isRight(id: CandidateId): boolean {
    const state = this.#states.get(id);
    return state !== undefined && state.length === 1 && this.#world.winnable(state);
  }

  draw(action: Action): Candidate {
    if (action.type !== 'sample' && action.type !== 'extend') {
      throw new RangeError(`A search performs samples and extensions, not "${action.type}".`);
    }
    let state = action.type === 'extend' ? this.#states.get(action.candidate) : this.#world.start;
    const before = this.moves;
    do {
      const next = this.#world.successors(state ?? []);
      state = next[this.#random.below(next.length)];
      if (!state) throw new RangeError('There is no move from here.');
      this.moves += 1;
    } while (action.until !== 'step' && state.length > 1);
    return this.#kept(action, state, this.moves - before);
  }

  #kept(action: Extract<Action, { type: 'sample' | 'extend' }>, state: State, moves: number): Candidate {
    const id = `c${this.#states.size + 1}`;
    this.#states.set(id, state);
    const { task, judge, winnable } = this.#world;
    const wins = winnable(state);
    const steps = 4 - state.length;
    const standing =
      state.length > 1
        ? { prefix: { steps, value: judge(task, steps, wins, this.#random) } }
        : { reward: { value: wins ? 1 : 0, quality: wins ? 1 : 0, verified: wins, evidence: [] } };
    if (state.length > 1) this.judged += 1;
    return {
      id,
      arm: action.arm,
      text: id,
      behaviour: id,
      ...(action.type === 'extend' && { parent: action.candidate }),
      ...standing,
      cost: cost({ completionTokens: 20 * moves, calls: 1 }),
    };
  }
}
