import type { Action, ActionId, Outcome } from '../action.ts';
import { type Agreement, agreementOf, type Sampled, type TestVote } from '../agreement.ts';
import type { CandidateId } from '../candidate.ts';
import { zeroCost } from '../cost.ts';
import { forecast, reservationValue } from '../forecast.ts';
import type { Considered, Decision, Leader, Policy, PolicySetup } from '../policy.ts';
import { Pool } from '../pool.ts';
import { chargeOf } from '../price.ts';

/** What execution has shown of a run's candidates. */
export interface Executions {
  /** What a candidate did on the probes. */
  sampled(candidate: CandidateId): Sampled;
  /** The tests generated so far, against these candidates in this order. */
  tests(candidates: readonly CandidateId[]): readonly TestVote[];
}

export type AgreementSetup = PolicySetup & {
  readonly executions: Executions;
  /** The most samples and generated tests there can be. */
  readonly most: { readonly samples: number; readonly tests: number };
};

/** Below this many candidates their agreement says too little to stop on. */
const fewest = 8;
/** With the best so far ahead of every other behaviour, more samples have gained nothing. */
const decided = { lead: 0.4, gain: 0.1 } as const;

/**
 * What the n-th sample has gained in P(the chosen one is right), and a sample of tests after m of them; from recorded
 * samples, where neither the agreement so far nor its novelty told more about the next gain than their number did.
 */
const gainOfSample = (drawn: number) => 0.5 * (drawn + 1) ** -1.75;
const gainOfTests = (drawn: number) => 0.000_3 / (1 + drawn / 80);

type Standing = {
  /** Candidates at the time. */
  readonly at: number;
  readonly lead: number;
  readonly quality: number;
  readonly leader: CandidateId | undefined;
};

/**
 * `auto` for code without a verifier: chooses by output agreement, and buys samples, later generated tests (`judge`),
 * while their gain is worth their price. More samples is more agreement to choose by: it stops early only where the best
 * is far ahead of every other behaviour.
 */
export class AutoAgreement implements Policy {
  readonly #setup: AgreementSetup;
  readonly #pool = new Pool();
  readonly #judged = new Set<ActionId>();
  #judgeTokens = 0;
  #known: { readonly of: string; readonly agreement: Agreement } | undefined;
  /** As of the last time that the candidates had become a tenth more. */
  #standing: Standing = { at: 0, lead: 0, quality: 0, leader: undefined };

  constructor(setup: AgreementSetup) {
    this.#setup = setup;
  }

  started(actions: readonly { readonly id: ActionId; readonly action: Action }[]): void {
    this.#pool.started(actions);
  }

  tell(outcome: Outcome): void {
    if (!this.#pool.tell(outcome)) return;
    const drawn = this.#pool.candidates.length;
    if (drawn >= Math.max(fewest, 1.1 * this.#standing.at)) {
      const { lead, quality } = this.#agreement();
      this.#standing = { at: drawn, lead, quality, leader: this.best()?.id };
    }
    if (outcome.result.type !== 'judged') return;
    this.#judged.add(outcome.id);
    this.#judgeTokens += outcome.cost.promptTokens + outcome.cost.completionTokens;
  }

  best(): Leader | undefined {
    const { candidates } = this.#pool;
    const { chosen, quality } = this.#agreement();
    const candidate =
      candidates[chosen ?? -1] ?? candidates.find(one => one.error === undefined) ?? candidates[0];
    return candidate && { id: candidate.id, quality };
  }

  ask(slots: number): Decision {
    const actions: Action[] = [];
    const first = this.#considered([]);
    for (let best = first[0]; actions.length < slots && best && best.value > best.charge; ) {
      actions.push(best.action);
      best = this.#considered(actions)[0];
    }
    const why = { quality: this.#standing.quality, considered: first };
    if (actions.length > 0) return { type: 'act', actions, why };
    if (this.#pool.inFlight.length > 0) return { type: 'wait' };
    const [best] = first;
    if (!best) return { type: 'stop', kind: 'completed', reason: 'everything there is was drawn', why };
    const reason = `the next buy is worth ${best.value.toFixed(4)} and costs ${best.charge.toFixed(4)}`;
    return { type: 'stop', kind: 'no-gain', reason, why };
  }

  /** The best buy first, when these actions are counted as under way. */
  #considered(more: readonly Action[]): readonly Considered[] {
    const { most, arms, actions } = this.#setup;
    const under = (type: Action['type']) =>
      [...this.#pool.inFlight, ...more].filter(action => action.type === type).length;
    const samples = this.#pool.candidates.length + under('sample');
    const tests = this.#judged.size + under('judge');
    const buys: Considered[] = [];
    const share = this.#standing.lead > decided.lead ? decided.gain : 1;
    if (samples < most.samples) {
      for (const arm of arms) {
        const action: Action = { type: 'sample', arm: arm.id };
        buys.push(this.#buy(action, gainOfSample(samples) * share, `sample ${samples + 1}`));
      }
    }
    const { leader } = this.#standing;
    if (actions.includes('judge') && leader !== undefined && tests < most.tests) {
      const action: Action = { type: 'judge', candidate: leader, votes: 1 };
      buys.push(this.#buy(action, gainOfTests(tests) * share, `generated tests ${tests + 1}`));
    }
    const surplus = ({ value, charge }: Considered) => value / charge;
    return buys.sort((left, right) => surplus(right) - surplus(left));
  }

  #buy(action: Action, value: number, brief: string): Considered {
    const { price, arms } = this.#setup;
    const arm = arms.find(one => action.type !== 'sample' || one.id === action.arm);
    const sample = this.#pool.expectedSampleCost(arm?.expectedCost ?? zeroCost);
    const tests = this.#judged.size;
    const tokens = (this.#judgeTokens + sample.completionTokens) / (tests + 1);
    const expectedCost =
      action.type === 'judge' ? { ...sample, promptTokens: 0, completionTokens: tokens } : sample;
    const charge = chargeOf(expectedCost, price);
    const { quality } = this.#standing;
    const atoms = forecast([
      { value: Math.min(1, quality + 2 * value), weight: 0.5 },
      { value: quality, weight: 0.5 },
    ]);
    return {
      action,
      value,
      reservation: reservationValue(atoms, charge),
      expectedCost,
      charge,
      forecast: brief,
    };
  }

  #agreement(): Agreement {
    const ids = this.#pool.candidates.map(candidate => candidate.id);
    const of = `${ids.length}/${this.#judged.size}`;
    if (this.#known?.of !== of) {
      const { executions } = this.#setup;
      this.#known = {
        of,
        agreement: agreementOf(
          ids.map(id => executions.sampled(id)),
          executions.tests(ids),
        ),
      };
    }
    return this.#known.agreement;
  }
}
