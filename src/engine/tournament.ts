import type { Action, ActionId, Outcome } from './action.ts';
import type { CandidateId } from './candidate.ts';
import type { Contest } from './contest.ts';
import { groupByBehaviour } from './groups.ts';
import { judgeToAsk } from './judging/trust/judgingChoice.ts';
import type { Decision, Leader, Policy, PolicySetup } from './policy.ts';
import { Pool } from './pool.ts';
import type { Random } from './random.ts';

/**
 * Draws samples, then lets one candidate of every behaviour meet in a contest; candidates that behave alike never meet.
 * With a verifier, or where nothing can be compared, the draws decide alone.
 */
export class Tournament implements Policy {
  readonly #setup: PolicySetup;
  readonly #judge: ReturnType<typeof judgeToAsk>;
  readonly #pool = new Pool();
  readonly #open: (entrants: readonly CandidateId[], random: Random) => Contest;
  #contest: Contest | undefined;
  #shares: ReadonlyMap<CandidateId, number> = new Map();
  #drawn = 0;

  constructor(setup: PolicySetup, open: (entrants: readonly CandidateId[], random: Random) => Contest) {
    this.#setup = setup;
    this.#judge = judgeToAsk(setup, 'compare');
    this.#open = open;
  }

  ask(slots: number): Decision {
    const { samples, arms } = this.#setup;
    const why = { quality: this.best()?.quality ?? 0, considered: [] };
    const underWay = this.#pool.inFlight.length;
    if (this.#pool.best()?.reward?.verified) {
      return { type: 'stop', kind: 'verified', reason: 'a candidate passed every test', why };
    }
    const count = Math.min(slots, samples - this.#drawn);
    if (count > 0) {
      const arm = (i: number) => arms[(this.#drawn + i) % arms.length]?.id ?? '';
      const actions = Array.from({ length: count }, (_, i): Action => ({ type: 'sample', arm: arm(i) }));
      return { type: 'act', actions, why };
    }
    if (!this.#contest && underWay > 0) return { type: 'wait' };
    this.#contest ??= this.#begin();
    const matches = this.#contest?.next(slots) ?? [];
    const actions = matches.map((match): Action => ({ ...match, ...this.#judge }));
    if (actions.length > 0) return { type: 'act', actions, why };
    if (underWay > 0) return { type: 'wait' };
    const reason = this.#contest
      ? `every match between ${this.#shares.size} different candidates was decided`
      : `all ${samples} samples were drawn`;
    return { type: 'stop', kind: 'completed', reason, why };
  }

  started(actions: readonly { readonly id: ActionId; readonly action: Action }[]): void {
    const matches = actions.filter(({ action }) => action.type === 'compare').length;
    this.#drawn += actions.length - matches;
    this.#contest?.started(matches);
    this.#pool.started(actions);
  }

  tell(outcome: Outcome): void {
    if (!this.#pool.tell(outcome)) return;
    const { action, result } = outcome;
    if (action.type !== 'compare') return;
    this.#contest?.tell(action, result.type === 'compared' ? result.margin : undefined);
  }

  best(): Leader | undefined {
    const leader = this.#contest?.leader();
    if (leader === undefined) return this.#pool.leader(this.#setup.verifiable);
    return { id: leader, quality: this.#shares.get(leader) ?? 0 };
  }

  #begin(): Contest | undefined {
    const { verifiable, random } = this.#setup;
    if (verifiable || !this.#judge) return undefined;
    const groups = groupByBehaviour(this.#pool.candidates);
    if (groups.length < 2) return undefined;
    const votes = groups.reduce((sum, group) => sum + group.members.length, 0);
    this.#shares = new Map(
      groups.flatMap(({ members: [first, ...rest] }) =>
        first === undefined ? [] : [[first, (1 + rest.length) / (votes + 1)] as const],
      ),
    );
    return this.#open([...this.#shares.keys()], random.fork('contest'));
  }
}
