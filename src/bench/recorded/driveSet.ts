import type { Outcome } from '../../engine/action.ts';
import type { Candidate } from '../../engine/candidate.ts';
import type { Cost } from '../../engine/cost.ts';
import { Heap } from '../../engine/heap.ts';
import { Ledger } from '../../engine/ledger.ts';
import type { Decision, Policy, PolicyFactory, PolicySetup } from '../../engine/policy.ts';
import type { Random } from '../../engine/random.ts';

/** A recorded sample; its number within the task becomes the candidate's id: c1, c2, ... */
export type Card = { readonly candidate: Omit<Candidate, 'id' | 'arm' | 'cost'>; readonly cost: Cost };

/** What a task's recorded samples are, in the order they are drawn. */
export type Deck = readonly Card[];

export type SetDrive = {
  readonly factory: PolicyFactory;
  /** A deck for each task. */
  readonly decks: readonly Deck[];
  readonly setup: (task: number) => PolicySetup;
  /** Draws a task, rising; the set shares them. */
  readonly budgets: readonly number[];
  readonly random: Random;
};

/** Where a task stands when a budget is spent. */
export type Standing = {
  /** Position in the deck of the chosen candidate; undefined before the first draw. */
  readonly chosen: number | undefined;
  readonly draws: number;
  /** Why no more is drawn: the policy's word, `budget`, or `no-more-draws` where the recording ends. */
  readonly stop: string;
};

export type SetDriven = {
  /** For each budget, where every task stands. */
  readonly standings: readonly (readonly Standing[])[];
  readonly decisions: number;
  readonly millis: number;
};

type Acting = Extract<Decision, { type: 'act' }>;
type Pending = {
  readonly task: Seat;
  readonly decision: Acting;
  readonly gainPerCharge: number;
  readonly draws: number;
  readonly tie: number;
};
type Seat = { readonly policy: Policy; readonly deck: Deck; draws: number; stop: string };

/**
 * Runs a policy on every task of a set through its contract, one draw at a time, out of one ledger: the next draw goes
 * where the policy expects the most gain for its charge, or in rounds where it does not say. What a smaller budget buys
 * is what a larger one buys first, so one drive serves all budgets.
 */
export function driveSet({ factory, decks, setup, budgets, random }: SetDrive): SetDriven {
  const most = budgets.at(-1) ?? 0;
  const ledger = new Ledger({ calls: Math.round(most * decks.length) });
  const seats = decks.map((deck, task): Seat => {
    return { policy: factory.create(setup(task)), deck, draws: 0, stop: 'budget' };
  });
  const clock = { decisions: 0, millis: 0 };
  const heap = new Heap<Pending>(isBefore);
  const ask = (task: Seat) => {
    const began = performance.now();
    const decision = task.policy.ask(1);
    clock.millis += performance.now() - began;
    clock.decisions += 1;
    if (decision.type === 'stop') task.stop = decision.kind;
    else if (decision.type === 'wait')
      throw new Error(`${factory.name} waits although nothing is in flight.`);
    else if (task.draws >= task.deck.length) task.stop = 'no-more-draws';
    else {
      const gain = gainPerCharge(decision);
      heap.push({ task, decision, gainPerCharge: gain, draws: task.draws, tie: random.next() });
    }
  };
  for (const seat of seats) ask(seat);
  const standings: (readonly Standing[])[] = [];
  let drawn = 0;
  for (const budget of budgets) {
    const limit = Math.round(budget * decks.length);
    while (drawn < limit) {
      const next = heap.pop();
      if (!next) break;
      draw(next, drawn, ledger);
      drawn += 1;
      ask(next.task);
    }
    standings.push(seats.map(standingOf));
  }
  return { standings, ...clock };
}

function isBefore(left: Pending, right: Pending): boolean {
  if (left.gainPerCharge !== right.gainPerCharge) return left.gainPerCharge > right.gainPerCharge;
  return left.draws === right.draws ? left.tie < right.tie : left.draws < right.draws;
}

function gainPerCharge({ actions, why }: Acting): number {
  const [action] = actions;
  if (action?.type !== 'sample') return 0;
  const bought = why.considered.find(one => one.action.type === 'sample' && one.action.arm === action.arm);
  return bought && bought.charge > 0 ? bought.value / bought.charge : 0;
}

function draw({ task, decision }: Pending, drawn: number, ledger: Ledger): void {
  const [action] = decision.actions;
  const card = task.deck[task.draws];
  const hold = card && ledger.reserve(card.cost);
  if (action?.type !== 'sample' || !card || !hold)
    throw new Error('Only samples within the budget are drawn.');
  const id = `a${drawn + 1}`;
  task.policy.started([{ id, action }]);
  hold.charge(card.cost);
  const spent = hold.settle();
  task.draws += 1;
  const candidate = { ...card.candidate, id: `c${task.draws}`, arm: action.arm, cost: spent };
  const outcome: Outcome = { id, action, result: { type: 'candidate', candidate }, cost: spent };
  task.policy.tell(outcome);
}

function standingOf({ policy, draws, stop }: Seat): Standing {
  const leader = policy.best();
  return { chosen: leader && Number(leader.id.slice(1)) - 1, draws, stop };
}
