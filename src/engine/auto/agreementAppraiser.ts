import type { Action, Outcome } from '../action.ts';
import { type Agreement, agreementOf } from '../agreement.ts';
import type { CandidateId } from '../candidate.ts';
import { type Cost, zeroCost } from '../cost.ts';
import { Executions } from '../executions.ts';
import { MeanCosts } from '../meanCosts.ts';
import type { Considered, Leader, PolicySetup } from '../policy.ts';
import { Pool } from '../pool.ts';
import type { Reward } from '../reward.ts';
import { consider } from './consider.ts';
import type { Appraiser } from './pricedPolicy.ts';

export type AgreementSetup = PolicySetup & {
  /** The most samples and generated tests there can be; without it the budget alone ends them. */
  readonly most?: { readonly samples: number; readonly tests: number };
};

/**
 * Where the best is so far ahead of every other behaviour, twice as many samples have gained .00 on recorded tasks, from
 * so many candidates on, and from two that work when there is no other behaviour; elsewhere .06. It has a tenth of the gain.
 */
const decided = { lead: 0.4, from: 5, gain: 0.1 } as const;

/**
 * What the n-th sample has gained in P(the chosen one is right), and a sample of tests after m of them; from recorded
 * samples, where neither the agreement so far nor its novelty told more about the next gain than their number did.
 */
const gainOfSample = (drawn: number) => 0.5 * (drawn + 1) ** -1.75;
const gainOfTests = (drawn: number) => 0.000_3 / (1 + drawn / 80);
/** The share of recorded replies that held a test that could be used, weighing like so many replies of the run. */
const readable = { share: 0.107, weight: 20 } as const;

const unlimited = { samples: Number.POSITIVE_INFINITY, tests: Number.POSITIVE_INFINITY } as const;

type Standing = {
  /** Candidates at the time. */
  readonly at: number;
  readonly isDecided: boolean;
  readonly quality: number;
  readonly leader: CandidateId | undefined;
};

/**
 * Code without a verifier: chooses by output agreement, and buys samples, later generated tests (`judge`), while their
 * gain is worth their price. More samples is more agreement to choose by: it stops early only where the best is far ahead
 * of every other behaviour.
 */
export class AgreementAppraiser implements Appraiser {
  readonly pool = new Pool();
  readonly firstIsFree = true;
  readonly #setup: AgreementSetup;
  readonly #executions = new Executions();
  readonly #costs = new MeanCosts();
  #votes = 0;
  /** Votes whose reply held a test. */
  #read = 0;
  #isProbed = false;
  #known: { readonly of: string; readonly agreement: Agreement } | undefined;
  /** As of the last time that the candidates had become a tenth more. */
  #standing: Standing = { at: 0, isDecided: false, quality: 0, leader: undefined };

  constructor(setup: AgreementSetup) {
    this.#setup = setup;
  }

  /** As of the last time that it was reckoned: agreement is dear among many. */
  quality(): number {
    return this.#standing.quality;
  }

  settled() {
    return undefined;
  }

  tell({ result, cost }: Outcome): void {
    if (result.type === 'candidate') {
      this.#executions.add(result.candidate);
      this.#isProbed ||= result.candidate.reward?.evidence.some(one => one.type === 'probes') ?? false;
    }
    if (result.type === 'judged') {
      this.#executions.addTests(result.reward);
      this.#costs.add('vote', cost);
      this.#votes += 1;
      this.#read += holdsTest(result.reward) ? 1 : 0;
    }
    const drawn = this.pool.size;
    if (drawn < Math.max(2, 1.1 * this.#standing.at)) return;
    const { lead, live, quality } = this.#agreement();
    const isUnanimous = lead === Number.POSITIVE_INFINITY && live.length >= 2;
    const isDecided = lead > decided.lead && (isUnanimous || drawn >= decided.from);
    this.#standing = { at: drawn, isDecided, quality, leader: this.best()?.id };
  }

  best(): Leader | undefined {
    const { candidates } = this.pool;
    const { chosen, quality } = this.#agreement();
    const candidate =
      candidates[chosen ?? -1] ?? candidates.find(one => one.error === undefined) ?? candidates[0];
    return candidate && { id: candidate.id, quality };
  }

  appraise(more: readonly Action[]): readonly Considered[] {
    const { most = unlimited } = this.#setup;
    const under = [...this.pool.inFlight, ...more];
    const samples = this.pool.size + under.filter(action => action.type === 'sample').length;
    const tests = this.#votes + under.filter(action => action.type === 'judge').length;
    return [
      ...(samples < most.samples ? this.#samples(samples) : []),
      ...(tests < most.tests ? this.#judgings(tests) : []),
    ];
  }

  ending(best: Considered | undefined) {
    if (!best) return { kind: 'completed', reason: 'everything there is was drawn' } as const;
    const next = best.action.type === 'judge' ? 'another sample of tests' : 'another attempt';
    const reason = `${next} is worth ${best.value.toFixed(4)} and costs ${best.charge.toFixed(4)}`;
    return { kind: 'no-gain', reason } as const;
  }

  #samples(drawn: number): readonly Considered[] {
    const forecast = `what attempt ${drawn + 1} gains on recorded tasks${this.#ahead}`;
    return this.#setup.arms.map(arm => {
      const action: Action = { type: 'sample', arm: arm.id };
      return this.#considered(
        action,
        gainOfSample(drawn),
        this.pool.expectedSampleCost(arm.expectedCost),
        forecast,
      );
    });
  }

  #judgings(votes: number): readonly Considered[] {
    const { leader } = this.#standing;
    if (leader === undefined || !this.#isProbed || !this.#setup.actions.includes('judge')) return [];
    const action: Action = { type: 'judge', candidate: leader, votes: 1 };
    const guess = this.pool.expectedSampleCost(this.#setup.arms[0]?.expectedCost ?? zeroCost);
    const forecast = `what ${votes + 1} samples of tests gain on recorded tasks${this.#ahead}`;
    const value = gainOfTests(votes) * this.#readable();
    return [this.#considered(action, value, this.#costs.expected('vote', guess), forecast)];
  }

  #considered(action: Action, gain: number, expectedCost: Cost, forecast: string): Considered {
    const { isDecided, quality } = this.#standing;
    const value = gain * (isDecided ? decided.gain : 1);
    return consider({ action, value, expectedCost, forecast }, quality, this.#setup.price);
  }

  get #ahead(): string {
    return this.#standing.isDecided ? '; the leader is far ahead of every other behaviour' : '';
  }

  /** How much likelier than recorded ones this model's replies are to hold a test; learnt in the run. */
  #readable(): number {
    const { share, weight } = readable;
    return (this.#read + weight * share) / (this.#votes + weight) / share;
  }

  #agreement(): Agreement {
    const of = `${this.pool.size}/${this.#votes}`;
    if (this.#known?.of !== of) {
      const agreement = agreementOf(this.#executions.sampled(), this.#executions.tests());
      this.#known = { of, agreement };
    }
    return this.#known.agreement;
  }
}

function holdsTest({ evidence }: Reward): boolean {
  return evidence.some(one => one.type === 'generated-tests' && one.tests.some(({ weight }) => weight > 0));
}
