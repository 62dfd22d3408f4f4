import type { Action, ActionId, Outcome } from '../action.ts';
import type { CandidateId } from '../candidate.ts';
import { groupByBehaviour } from '../groups.ts';
import type { JudgeName } from '../judging/judge.ts';
import { judgeToAsk } from '../judging/trust/judgingChoice.ts';
import type { Decision, Policy, PolicyFactory, PolicySetup } from '../policy.ts';
import { Pool } from '../pool.ts';

/**
 * Critique refinement as Critique-GRPO does at inference (arXiv 2506.03106): half of the draws are samples; while none
 * is verified, the rest are failures written anew from what the tests say about them, and from what a judge says where
 * there is one to ask. Where nothing can be refined or verified it draws samples alone.
 */
export const critiqueRefinement: PolicyFactory = {
  name: 'critique-refinement',
  summary: 'Draws half of its attempts afresh and repairs the failures with the rest.',
  create: setup => new CritiqueRefinement(setup),
};

class CritiqueRefinement implements Policy {
  readonly #setup: PolicySetup;
  readonly #pool = new Pool();
  readonly #fresh: number;
  readonly #critic: JudgeName | undefined;
  /** Failures that the judge was asked about. */
  readonly #asked = new Set<CandidateId>();
  #bought = 0;

  constructor(setup: PolicySetup) {
    this.#setup = setup;
    const refines = setup.verifiable && setup.actions.includes('refine');
    this.#critic = refines ? judgeToAsk(setup, 'judge')?.by : undefined;
    this.#fresh = refines ? Math.ceil(setup.samples / 2) : setup.samples;
  }

  ask(slots: number): Decision {
    const { samples } = this.#setup;
    const why = { quality: this.best()?.quality ?? 0, considered: [] };
    if (this.#pool.best()?.reward?.verified) {
      return { type: 'stop', kind: 'verified', reason: 'a candidate passed every test', why };
    }
    const left = samples - this.#bought;
    const actions = left > 0 ? this.#next(Math.min(slots, left)) : [];
    if (actions.length > 0) return { type: 'act', actions, why };
    if (this.#pool.inFlight.length > 0) return { type: 'wait' };
    return { type: 'stop', kind: 'completed', reason: `all ${samples} attempts were made`, why };
  }

  started(actions: readonly { readonly id: ActionId; readonly action: Action }[]): void {
    for (const { action } of actions) {
      if (action.type === 'judge') this.#asked.add(action.candidate);
      else this.#bought += 1;
    }
    this.#pool.started(actions);
  }

  tell(outcome: Outcome): void {
    this.#pool.tell(outcome);
  }

  best() {
    return this.#pool.leader(this.#setup.verifiable);
  }

  #next(count: number): readonly Action[] {
    const fresh = Math.min(count, Math.max(0, this.#fresh - this.#bought));
    const actions: Action[] = Array.from({ length: fresh }, (_, i) => this.#sample(i));
    if (fresh === count) return actions;
    const underWay = this.#pool.inFlight;
    let targets = this.#targets().filter(
      ({ id }) => !underWay.some(action => action.type === 'judge' && action.candidate === id),
    );
    for (let i = fresh; i < count; i++) {
      const target = nextOf(targets);
      if (!target) {
        const isIdle = underWay.length + fresh === 0 && !actions.some(action => action.type === 'judge');
        if (isIdle) actions.push(this.#sample(i));
      } else if (this.#critic !== undefined && !this.#asked.has(target.id)) {
        actions.push({ type: 'judge', candidate: target.id, votes: 1, by: this.#critic });
        targets = targets.filter(one => one !== target);
      } else {
        actions.push({ type: 'refine', arm: this.#arm(i), candidate: target.id });
        target.refined += 1;
      }
    }
    return actions;
  }

  /** One failure of each behaviour, with how often that behaviour has been refined or is being refined. */
  #targets(): readonly Target[] {
    const candidates = new Map(this.#pool.candidates.map(candidate => [candidate.id, candidate]));
    const parents = [
      ...this.#pool.candidates.map(candidate => candidate.parent),
      ...this.#pool.inFlight.map(action => (action.type === 'refine' ? action.candidate : undefined)),
    ];
    const refined = new Map<string, number>();
    for (const parent of parents) {
      const behaviour = parent !== undefined && candidates.get(parent)?.behaviour;
      if (typeof behaviour === 'string') refined.set(behaviour, (refined.get(behaviour) ?? 0) + 1);
    }
    return groupByBehaviour(candidates.values()).flatMap(({ behaviour, members }) => {
      const id = members[0];
      const value = id === undefined ? 0 : (candidates.get(id)?.reward?.value ?? 0);
      return id === undefined ? [] : [{ id, value, refined: refined.get(behaviour) ?? 0 }];
    });
  }

  #sample(ahead: number): Action {
    return { type: 'sample', arm: this.#arm(ahead) };
  }

  #arm(ahead: number): string {
    const { arms } = this.#setup;
    return arms[(this.#bought + ahead) % arms.length]?.id ?? '';
  }
}

type Target = { readonly id: CandidateId; readonly value: number; refined: number };

/** The least refined; of those the one that passed most. */
function nextOf(targets: readonly Target[]): Target | undefined {
  let best: Target | undefined;
  for (const target of targets) {
    const sooner = best ? best.refined - target.refined || target.value - best.value : 1;
    if (sooner > 0) best = target;
  }
  return best;
}
