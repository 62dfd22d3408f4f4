import type { Action, ActionId, Outcome } from '../action.ts';
import { describeStepJudge, stepJudge } from '../bellman.ts';
import type { Decision, Policy, PolicySetup, Rationale } from '../policy.ts';
import { Pool } from '../pool.ts';
import { type Box, StepBoxes } from '../stepBoxes.ts';
import { type Walk, Walks } from '../walks.ts';

/** Alternatives shown with a decision. */
const mostShown = 8;

type Chosen = { readonly action: Action; readonly walk?: Walk };

/**
 * `auto` where a verifier tells and attempts can grow step by step: every prefix and every fresh start is a box of
 * Weitzman's, and the one with the highest reservation value is opened. A prefix that is not worth its rest is not
 * continued: early rejection needs no rule of its own. For each lineage that broke the judge's promise one attempt is
 * walked to its end without the judge, so that a judge that is wrong costs a share of the budget and not all of it.
 */
export class AutoSteps implements Policy {
  readonly #boxes: StepBoxes;
  readonly #walks = new Walks();
  readonly #complete = new Pool();
  readonly #inFlight = new Map<ActionId, Action>();
  #chosen: readonly Chosen[] = [];

  constructor(setup: PolicySetup) {
    this.#boxes = new StepBoxes(setup);
  }

  started(actions: readonly { readonly id: ActionId; readonly action: Action }[]): void {
    for (const [position, { id, action }] of actions.entries()) {
      this.#inFlight.set(id, action);
      const walk = this.#chosen[position]?.walk;
      if (walk) this.#walks.started(walk, id);
    }
    this.#chosen = [];
  }

  tell(outcome: Outcome): void {
    const action = this.#inFlight.get(outcome.id);
    if (!action) return;
    this.#inFlight.delete(outcome.id);
    const drawn = outcome.result.type === 'candidate' ? outcome.result.candidate : undefined;
    this.#walks.tell(outcome.id, drawn);
    if (!drawn) return;
    this.#boxes.tell(drawn, action.type === 'extend' ? action.candidate : undefined, outcome.cost);
    if (drawn.prefix === undefined) this.#complete.tell(outcome);
  }

  best() {
    return this.#complete.leader(true);
  }

  ask(slots: number): Decision {
    const quality = this.best()?.quality ?? 0;
    this.#chosen = [];
    if (this.#complete.best()?.reward?.verified) {
      const reason = 'a candidate passed every test; another step can add nothing';
      return { type: 'stop', kind: 'verified', reason, why: { quality, considered: [] } };
    }
    const boxes = this.#boxes.all(this.#inFlight.values());
    const why = this.#why(boxes, quality);
    this.#chosen = this.#choose(boxes, quality, slots);
    const actions = this.#chosen.map(({ action }) => action);
    if (actions.length > 0) return { type: 'act', actions, why };
    if (this.#inFlight.size > 0) return { type: 'wait' };
    return { type: 'stop', kind: 'no-gain', reason: stopReason(why), why };
  }

  /** Nothing where no box is worth its price; else the walks that are owed, then the best box again and again. */
  #choose(boxes: Box[], quality: number, slots: number): readonly Chosen[] {
    if (!boxes.some(box => box.reservation > quality)) return [];
    const walks = this.#walks.due(this.#boxes.values.broken, slots);
    const chosen = walks.map((walk): Chosen => ({ walk, action: this.#stepOf(walk) }));
    while (chosen.length < slots) {
      const at = bestOf(boxes);
      const box = boxes[at];
      if (!box || box.reservation <= quality) break;
      chosen.push({ action: this.#boxes.action(box) });
      boxes[at] = this.#boxes.again(box);
    }
    return chosen;
  }

  #stepOf({ number, tip }: Walk): Action {
    return this.#boxes.action(this.#boxes.at(tip, number));
  }

  #why(boxes: readonly Box[], quality: number): Rationale {
    const { values, length } = this.#boxes;
    const shown = [...boxes].sort((left, right) => right.reservation - left.reservation).slice(0, mostShown);
    const judge = stepJudge(values.opened, length);
    return {
      quality,
      considered: shown.map(box => this.#boxes.considered(box, quality)),
      ...(judge && { stepJudge: judge }),
    };
  }
}

/** The index of the box with the highest reservation value. */
function bestOf(boxes: readonly Box[]): number {
  let [best, highest] = [-1, Number.NEGATIVE_INFINITY];
  for (const [index, { reservation }] of boxes.entries()) {
    if (reservation > highest) [best, highest] = [index, reservation];
  }
  return best;
}

function stopReason({ considered: [best], stepJudge: judge }: Rationale): string {
  if (!best) return 'there is nothing to buy';
  const figures = `the next step is worth ${best.value.toFixed(4)} and costs ${best.charge.toFixed(4)}`;
  return judge ? `${figures}; ${describeStepJudge(judge)}` : figures;
}
