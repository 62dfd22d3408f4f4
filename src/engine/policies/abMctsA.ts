import type { Action, ActionId, Outcome } from '../action.ts';
import type { ArmId, Candidate, CandidateId } from '../candidate.ts';
import { BetaPosterior, NormalPosterior, type Posterior } from '../conjugate.ts';
import type { Decision, Policy, PolicyFactory, PolicySetup } from '../policy.ts';
import { Pool } from '../pool.ts';
import type { Random } from '../random.ts';

/**
 * AB-MCTS-A (arXiv 2503.04412, as treequest has it): at every candidate of a tree Thompson sampling decides between a
 * new child and a child that is there; at the root a child is a sample, elsewhere a refinement. Without refinement the
 * tree is one level deep: repeated sampling with Thompson sampling over the arms.
 */
export const abMctsA: PolicyFactory = treeSearch(
  'ab-mcts-a',
  () => new NormalPosterior({ mean: 0, kappa: 1, nu: 1, variance: 0.1 }),
);

/** The same with a Beta law of the rewards, which learns from failures what the normal one at mean 0 cannot. */
export const abMctsABeta: PolicyFactory = treeSearch(
  'ab-mcts-a-beta',
  () => new BetaPosterior({ successes: 0.5, failures: 0.5 }),
);

function treeSearch(name: string, believe: () => Posterior): PolicyFactory {
  return {
    name,
    summary: 'Tree search that draws afresh or repairs, whichever has paid so far.',
    create: setup => new TreeSearch(setup, believe),
  };
}

/** A place in the tree: the root, or a candidate. */
type Place = {
  /** Missing for the root. */
  readonly candidate?: Candidate;
  readonly parent?: Place;
  readonly children: Place[];
  /** Rewards of its own and of what came from it. */
  readonly worth: Posterior;
  /** Rewards of new children, and of what came from children already there. */
  readonly generate: Posterior;
  readonly proceed: Posterior;
};

class TreeSearch implements Policy {
  readonly #setup: PolicySetup;
  readonly #pool = new Pool();
  readonly #believe: () => Posterior;
  readonly #root: Place;
  readonly #places = new Map<CandidateId, Place>();
  readonly #arms: ReadonlyMap<ArmId, Posterior>;
  readonly #refines: boolean;
  #bought = 0;

  constructor(setup: PolicySetup, believe: () => Posterior) {
    this.#setup = setup;
    this.#believe = believe;
    this.#root = this.#place();
    this.#arms = new Map(setup.arms.map(arm => [arm.id, believe()]));
    this.#refines = setup.verifiable && setup.actions.includes('refine');
  }

  ask(slots: number): Decision {
    const { samples, random } = this.#setup;
    const why = { quality: this.best()?.quality ?? 0, considered: [] };
    if (this.#pool.best()?.reward?.verified) {
      return { type: 'stop', kind: 'verified', reason: 'a candidate passed every test', why };
    }
    const count = Math.min(slots, samples - this.#bought);
    if (count > 0) {
      const known = `${this.#places.size} known, ${this.#pool.inFlight.length} under way`;
      const chance = random.fork(known);
      return { type: 'act', actions: Array.from({ length: count }, () => this.#descend(chance)), why };
    }
    if (this.#pool.inFlight.length > 0) return { type: 'wait' };
    return { type: 'stop', kind: 'completed', reason: `all ${samples} attempts were made`, why };
  }

  started(actions: readonly { readonly id: ActionId; readonly action: Action }[]): void {
    this.#bought += actions.length;
    this.#pool.started(actions);
  }

  tell(outcome: Outcome): void {
    if (this.#pool.tell(outcome) && outcome.result.type === 'candidate') this.#grow(outcome.result.candidate);
  }

  best() {
    return this.#pool.leader(this.#setup.verifiable);
  }

  #descend(random: Random): Action {
    let place = this.#root;
    while (this.#refines && place.children.length > 0) {
      const proceeds = place.proceed.draw(random) > place.generate.draw(random);
      if (!proceeds) break;
      place = likeliest(place.children, child => child.worth.draw(random));
    }
    const arm = likeliest([...this.#arms], ([, worth]) => worth.draw(random))[0];
    return place.candidate ? { type: 'refine', arm, candidate: place.candidate.id } : { type: 'sample', arm };
  }

  /** A new candidate is evidence about making children of its parent, and about everything above its parent. */
  #grow(candidate: Candidate): void {
    const reward = this.#rewardOf(candidate);
    const parent = (candidate.parent !== undefined && this.#places.get(candidate.parent)) || this.#root;
    const place = this.#place(candidate, parent);
    this.#places.set(candidate.id, place);
    if (candidate.error === undefined) parent.children.push(place);
    if (reward === undefined) return;
    place.worth.observe(reward);
    parent.generate.observe(reward);
    this.#arms.get(candidate.arm)?.observe(reward);
    for (let above: Place = parent; above.parent; above = above.parent) {
      above.worth.observe(reward);
      above.parent.proceed.observe(reward);
    }
  }

  /** Nothing can be said of a candidate that no reward judged. */
  #rewardOf({ reward, error }: Candidate): number | undefined {
    return error === undefined ? reward?.value : 0;
  }

  #place(candidate?: Candidate, parent?: Place): Place {
    const believe = this.#believe;
    return {
      ...(candidate && { candidate }),
      ...(parent && { parent }),
      children: [],
      worth: believe(),
      generate: believe(),
      proceed: believe(),
    };
  }
}

function likeliest<Choice extends object>(
  choices: readonly Choice[],
  draw: (choice: Choice) => number,
): Choice {
  const [first, ...rest] = choices;
  if (first === undefined) throw new RangeError('There is nothing to choose from.');
  let best = first;
  let top = draw(first);
  for (const choice of rest) {
    const value = draw(choice);
    if (value > top) [best, top] = [choice, value];
  }
  return best;
}
