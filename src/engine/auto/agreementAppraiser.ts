import type { Action, Outcome } from '../action.ts';
import { type Agreement, agreementOf } from '../agreement.ts';
import type { Sampled } from '../behaviours.ts';
import type { CandidateId } from '../candidate.ts';
import { type Cost, zeroCost } from '../cost.ts';
import { Executions } from '../executions.ts';
import { MeanCosts } from '../meanCosts.ts';
import type { Considered, Leader, PolicySetup } from '../policy.ts';
import { Pool } from '../pool.ts';
import { relativeChance } from '../prior.ts';
import type { Reward } from '../reward.ts';
import { type BehaviourStandings, standingsOf } from './behaviourStandings.ts';
import { consider } from './consider.ts';
import { type Contenders, DistinguishingOffers, isDistinguishing } from './distinguishingOffers.ts';
import type { Pair } from './distinguishingPairs.ts';
import { JudgeOffers } from './judgeOffers.ts';
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

/** What the candidates say about each other. */
type Seen = BehaviourStandings & {
  readonly of: string;
  readonly agreement: Agreement;
  readonly sampled: readonly Sampled[];
};

type Reckoned = {
  /** Candidates at the time. */
  readonly at: number;
  readonly isDecided: boolean;
  readonly quality: number;
  readonly leader: CandidateId | undefined;
};

/**
 * Code without a verifier: chooses by output agreement, and buys samples, later generated tests (`judge`), while their
 * gain is worth their price. More samples is more agreement to choose by: it stops early only where the best is far ahead
 * of every other behaviour. Judges may be asked about the behaviours; then the choice follows both. Where few probes tell
 * anything, it buys inputs that tell two candidates apart.
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
  readonly #judges: JudgeOffers;
  readonly #distinguishing: DistinguishingOffers;
  #known: Seen | undefined;
  /** As of the last time that the candidates had become a tenth more. */
  #reckoned: Reckoned = { at: 0, isDecided: false, quality: 0, leader: undefined };

  constructor(setup: AgreementSetup) {
    this.#setup = setup;
    this.#judges = new JudgeOffers(setup);
    this.#distinguishing = new DistinguishingOffers(setup);
  }

  /** As of the last time that it was reckoned, until a judge has spoken: agreement is dear among many. */
  quality(): number {
    return this.#judges.haveSpoken ? (this.best()?.quality ?? 0) : this.#reckoned.quality;
  }

  settled() {
    return undefined;
  }

  tell(outcome: Outcome): void {
    const { action, result, cost } = outcome;
    if (isDistinguishing(action)) this.#distinguishing.tell(outcome, this.#pairOf(action));
    else if (!writesTests(action)) this.#judges.tell(outcome);
    if (result.type === 'candidate') {
      this.#executions.add(result.candidate);
      this.#isProbed ||= result.candidate.reward?.evidence.some(one => one.type === 'probes') ?? false;
    }
    if (result.type === 'judged' && writesTests(action)) {
      this.#executions.addTests(result.reward);
      this.#costs.add('vote', cost);
      this.#votes += 1;
      this.#read += holdsTest(result.reward) ? 1 : 0;
    }
    if (result.type === 'compared' && result.calls?.length) {
      this.#executions.addCalls(result.calls);
      this.#known = undefined;
    }
    const drawn = this.pool.size;
    if (drawn < Math.max(2, 1.1 * this.#reckoned.at)) return;
    const { lead, live, quality } = this.#seen().agreement;
    const isUnanimous = lead === Number.POSITIVE_INFINITY && live.length >= 2;
    const isDecided = lead > decided.lead && (isUnanimous || drawn >= decided.from);
    this.#reckoned = { at: drawn, isDecided, quality, leader: this.best()?.id };
  }

  best(): Leader | undefined {
    const { candidates } = this.pool;
    const { standings, standsFor } = this.#seen();
    const [leader] = this.#judges.weighed(standings, standsFor);
    if (leader) return { id: leader.candidate, quality: leader.chance };
    const candidate = candidates.find(one => one.error === undefined) ?? candidates[0];
    return candidate && { id: candidate.id, quality: 0 };
  }

  appraise(more: readonly Action[]): readonly Considered[] {
    const { most = unlimited } = this.#setup;
    const under = [...this.pool.inFlight, ...more];
    const samples = this.pool.size + under.filter(action => action.type === 'sample').length;
    const tests = this.#votes + under.filter(writesTests).length;
    return [
      ...(samples < most.samples ? this.#samples(samples) : []),
      ...(tests < most.tests ? this.#judgings(tests) : []),
      ...this.#verdicts(under),
      ...this.#inputs(under),
    ];
  }

  ending(best: Considered | undefined) {
    if (!best) return { kind: 'completed', reason: 'everything there is was drawn' } as const;
    const reason = `${nameOf(best.action)} is worth ${best.value.toFixed(4)} and costs ${best.charge.toFixed(4)}`;
    return { kind: 'no-gain', reason } as const;
  }

  #samples(drawn: number): readonly Considered[] {
    const forecast = `what attempt ${drawn + 1} gains on recorded tasks${this.#ahead}`;
    const { arms, prior } = this.#setup;
    const ids = arms.map(({ id }) => id);
    return arms.map(({ id, expectedCost }) => {
      const action: Action = { type: 'sample', arm: id };
      const gain = gainOfSample(drawn) * relativeChance(prior, id, ids);
      return this.#considered(action, gain, this.pool.expectedSampleCost(expectedCost), forecast);
    });
  }

  #judgings(votes: number): readonly Considered[] {
    const { actions, judges, generatesTests = judges === undefined } = this.#setup;
    const { leader } = this.#reckoned;
    const can = actions.includes('judge') && generatesTests;
    if (leader === undefined || !this.#isProbed || !can) return [];
    const action: Action = { type: 'judge', candidate: leader, votes: 1 };
    const forecast = `what ${votes + 1} samples of tests gain on recorded tasks${this.#ahead}`;
    const value = gainOfTests(votes) * this.#readable();
    return [this.#considered(action, value, this.#costs.expected('vote', this.#sampleCost), forecast)];
  }

  /** What judges can say of the behaviours. */
  #verdicts(under: readonly Action[]): readonly Considered[] {
    if (!this.#setup.judges?.length || this.pool.size < 2) return [];
    const { standings, standsFor } = this.#seen();
    const weighed = this.#judges.weighed(standings, standsFor);
    return this.#judges.considered(weighed, standsFor, under, this.#sampleCost);
  }

  /** Calls that the model is asked for, on which two candidates would differ. */
  #inputs(under: readonly Action[]): readonly Considered[] {
    if (!this.#isProbed || !this.#distinguishing.areMade) return [];
    const contenders = this.#contenders();
    return contenders ? this.#distinguishing.considered(contenders, under, this.#sampleCost) : [];
  }

  #contenders(): Contenders | undefined {
    const { standings, standsFor, sampled } = this.#seen();
    const [first, second] = this.#judges.weighed(standings, standsFor);
    const leader = first && this.pool.candidate(first.candidate);
    if (!leader) return undefined;
    const { candidates } = this.pool;
    const outputs = sampled[candidates.indexOf(leader)]?.outputs ?? [];
    return {
      leader,
      alike: candidates.filter(one => one !== leader && standsFor(one.id) === leader.id),
      rival: second && this.pool.candidate(second.candidate),
      telling: outputs.filter(output => output >= 0).length,
      quality: first.chance,
    };
  }

  #pairOf({ left, right }: Extract<Action, { type: 'compare' }>): Pair | undefined {
    const [one, other] = [this.pool.candidate(left), this.pool.candidate(right)];
    return one && other && [one, other];
  }

  get #sampleCost(): Cost {
    return this.pool.expectedSampleCost(this.#setup.arms[0]?.expectedCost ?? zeroCost);
  }

  #considered(action: Action, gain: number, expectedCost: Cost, forecast: string): Considered {
    const { isDecided, quality } = this.#reckoned;
    const value = gain * (isDecided ? decided.gain : 1);
    return consider({ action, value, expectedCost, forecast }, quality, this.#setup.price);
  }

  get #ahead(): string {
    return this.#reckoned.isDecided ? '; the leader is far ahead of every other behaviour' : '';
  }

  /** How much likelier than recorded ones this model's replies are to hold a test; learnt in the run. */
  #readable(): number {
    const { share, weight } = readable;
    return (this.#read + weight * share) / (this.#votes + weight) / share;
  }

  #seen(): Seen {
    const of = `${this.pool.size}/${this.#votes}`;
    if (this.#known?.of !== of) {
      const sampled = this.#executions.sampled();
      const agreement = agreementOf(sampled, this.#executions.tests());
      this.#known = { of, agreement, sampled, ...standingsOf(agreement, sampled, this.pool.candidates) };
    }
    return this.#known;
  }
}

function writesTests(action: Action): boolean {
  return action.type === 'judge' && action.by === undefined;
}

function nameOf(action: Action): string {
  if (writesTests(action)) return 'another sample of tests';
  if (isDistinguishing(action)) return 'an input to tell two apart';
  return action.type === 'sample' ? 'another attempt' : `the best verdict (${action.type})`;
}

function holdsTest({ evidence }: Reward): boolean {
  return evidence.some(one => one.type === 'generated-tests' && one.tests.some(({ weight }) => weight > 0));
}
