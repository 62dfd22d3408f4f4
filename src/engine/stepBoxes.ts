import type { Action } from './action.ts';
import type { ArmId, Candidate, CandidateId } from './candidate.ts';
import { type Cost, scaledCost, zeroCost } from './cost.ts';
import { forecast, meanOf } from './forecast.ts';
import { MeanCosts } from './meanCosts.ts';
import { mostSteps } from './particles.ts';
import type { Considered, PolicySetup } from './policy.ts';
import { chargeOf } from './price.ts';
import { flatSample } from './prior.ts';
import { type Opened, StepValues, worthOfStart } from './stepValues.ts';

/** Steps of an attempt before one was finished; weighs like one attempt. */
const priorSteps = 4;

/** A step that can be bought: the next of a prefix, or the first of an attempt by an arm. */
export type Box = {
  readonly arm: ArmId;
  readonly prefix?: Opened;
  /** Of the same steps that are under way. */
  readonly waiting: number;
  readonly reservation: number;
};

type Step = { readonly cost: Cost; readonly charge: number };

/** Every prefix and every fresh start as a box of Weitzman's, whose prize is a success. */
export class StepBoxes {
  readonly values = new StepValues();
  readonly #setup: PolicySetup;
  readonly #costs = new MeanCosts();
  readonly #first = new Map<ArmId, readonly number[]>();
  #finished = 0;
  #stepsOfFinished = 0;

  constructor(setup: PolicySetup) {
    this.#setup = setup;
  }

  /** Takes in what a step gave. */
  tell(drawn: Candidate, parentId: CandidateId | undefined, cost: Cost): void {
    const steps = 1 + (parentId === undefined ? 0 : (this.values.find(parentId)?.steps ?? 0));
    const value = this.values.add(drawn, parentId);
    this.#costs.add(drawn.arm, cost);
    if (parentId === undefined) this.#first.set(drawn.arm, [...(this.#first.get(drawn.arm) ?? []), value]);
    if (drawn.prefix !== undefined) return;
    this.#finished += 1;
    this.#stepsOfFinished += steps;
  }

  /** Steps of an attempt, as those that were finished tell. */
  get length(): number {
    return (priorSteps + this.#stepsOfFinished) / (1 + this.#finished);
  }

  /** All boxes, when these actions are under way. */
  all(inFlight: Iterable<Action>): Box[] {
    const waiting = new Map<string, number>();
    for (const action of inFlight) {
      const key = keyOf(action);
      waiting.set(key, (waiting.get(key) ?? 0) + 1);
    }
    const starts = this.#setup.arms.map(({ id }) => this.#start(id, waiting.get(startKey(id)) ?? 0));
    const steps = new Map(this.#setup.arms.map(({ id }) => [id, this.#stepOf(id)]));
    const prefixes = this.values.opened.flatMap(prefix => {
      const step = steps.get(prefix.candidate.arm);
      return step ? [this.#continued(prefix, step, waiting.get(prefix.candidate.id) ?? 0)] : [];
    });
    return [...starts, ...prefixes];
  }

  /** The same box with one more under way. */
  again({ arm, prefix, waiting }: Box): Box {
    return prefix ? this.#continued(prefix, this.#stepOf(arm), waiting + 1) : this.#start(arm, waiting + 1);
  }

  /** Where a walk stands: a prefix, or before its first step, when the arms take turns. */
  at(tip: CandidateId | undefined, number: number): Pick<Box, 'arm' | 'prefix'> {
    const { arms } = this.#setup;
    const prefix = tip === undefined ? undefined : this.values.find(tip);
    return prefix ? { arm: prefix.candidate.arm, prefix } : { arm: arms[number % arms.length]?.id ?? '' };
  }

  action({ arm, prefix }: Pick<Box, 'arm' | 'prefix'>): Action {
    if (!prefix) return { type: 'sample', arm, until: 'step' };
    const until = prefix.steps < mostSteps ? 'step' : 'end';
    return { type: 'extend', arm, candidate: prefix.candidate.id, until };
  }

  /** The box with the figures behind it, for a leader of this quality. */
  considered(box: Box, quality: number): Considered {
    const { arm, prefix } = box;
    const step = this.#stepOf(arm);
    const later = step.charge * this.#stepsAfter(prefix);
    const chances = prefix
      ? [{ value: this.#chanceOf(prefix, box.waiting), weight: 1 }]
      : this.#startsOf(arm, box.waiting);
    const mean = meanOf(chances);
    const net = ({ value }: { value: number }) => Math.max(0, value * (1 - quality) - later);
    return {
      action: this.action(box),
      value: chances.reduce((sum, atom) => sum + atom.weight * net(atom), 0),
      reservation: box.reservation,
      expectedCost: step.cost,
      charge: step.charge,
      forecast: prefix
        ? `${percent(mean)} right in the end, ${prefix.steps} of about ${this.length.toFixed(1)} steps made`
        : `${percent(mean)} right if every start were carried to its end`,
    };
  }

  /** A fresh start: its first step tells how good it is, and it need not be continued. */
  #start(arm: ArmId, waiting: number): Box {
    const { charge } = this.#stepOf(arm);
    const chances = this.#startsOf(arm, waiting);
    const worth = worthOfStart(chances, charge, charge * this.#stepsAfter(undefined));
    return { arm, waiting, reservation: 1 - worth };
  }

  #continued(prefix: Opened, { charge }: Step, waiting: number): Box {
    const chance = this.#chanceOf(prefix, waiting);
    const rest = charge * (1 + this.#stepsAfter(prefix));
    const reservation = chance > 0 ? 1 - rest / chance : Number.NEGATIVE_INFINITY;
    return { arm: prefix.candidate.arm, prefix, waiting, reservation };
  }

  /** P(one more continuation brings the success, and none of those under way does). */
  #chanceOf(prefix: Opened, waiting: number): number {
    let chance = this.values.chanceOf(prefix, waiting);
    for (let earlier = 0; earlier < waiting; earlier++) chance *= 1 - this.values.chanceOf(prefix, earlier);
    return chance;
  }

  /** The chances that first steps of an arm have had, when those under way are needed to fail. */
  #startsOf(arm: ArmId, waiting: number) {
    const factor = this.values.factor(1);
    const { chance, weight } = this.#setup.prior?.sample[arm] ?? flatSample;
    const judged = forecast([
      { value: chance, weight },
      ...(this.#first.get(arm) ?? []).map(value => ({ value, weight: 1 })),
    ]);
    const needed = (1 - Math.min(1, factor * meanOf(judged))) ** waiting;
    return judged.map(atom => ({ ...atom, value: Math.min(1, atom.value * factor) * needed }));
  }

  /** Steps of an attempt after the next one. */
  #stepsAfter(prefix: Opened | undefined): number {
    return Math.max(0, this.length - (prefix?.steps ?? 0) - 1);
  }

  #stepOf(arm: ArmId): Step {
    const whole = this.#setup.arms.find(one => one.id === arm)?.expectedCost ?? zeroCost;
    const cost = this.#costs.expected(arm, scaledCost(whole, 1 / this.length));
    return { cost, charge: chargeOf(cost, this.#setup.price) };
  }
}

function keyOf(action: Action): string {
  if (action.type === 'extend') return action.candidate;
  return action.type === 'sample' ? startKey(action.arm) : '';
}

function startKey(arm: ArmId): string {
  return `start ${arm}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}
