import type { Action, Outcome } from '../action.ts';
import type { CandidateId } from '../candidate.ts';
import { type Cost, cost, scaledCost } from '../cost.ts';
import { type Ballot, flatJudge } from '../judgeModel.ts';
import type { JudgeName } from '../judging/judge.ts';
import { besideOthers } from '../judging/trust/besideOthers.ts';
import { MeanCosts } from '../meanCosts.ts';
import { percent } from '../percent.ts';
import type { Considered, PolicySetup } from '../policy.ts';
import { ballotOf } from '../reward.ts';
import { AnswerBelief, type JudgesByName, type Standing, type Worth, worthOfBest } from './answerBelief.ts';
import { consider } from './consider.ts';

/** Answers that are thought of as worth judging, the likeliest. */
const mostJudged = 3;
/** A single vote often cannot turn the choice while a few together can; the best of these is offered. */
const ballots = [1, 2, 4] as const;
/** Less than this is what reckoning leaves of nothing, in P(correct). */
const nothing = 1e-9;
/** Share of votes that can be read and of comparisons that prefer one, before the first, and how many those weigh. */
const telling = { share: 0.8, weight: 2 } as const;
/** A judge of whose first verdicts of a kind so many told nothing is not asked for more. */
const mostSilent = 8;
/** Tokens that a judge's prompt has beside the task and a candidate. */
const instructions = 150;

type Asked = {
  readonly by: JudgeName | undefined;
  readonly performs: readonly ('judge' | 'compare')[];
};
type Comparison = {
  readonly by: JudgeName | undefined;
  readonly left: CandidateId;
  readonly right: CandidateId;
  readonly margin: number;
};
type Told = { tries: number; told: number };

/** The candidate that stands for the answer or behaviour of another. */
export type StandsFor = (candidate: CandidateId) => CandidateId;

/**
 * What judges can add to a choice among answers: each vote and comparison by its knowledge gradient under the judge's own
 * laws, its own cost and the share of its verdicts that could be read. A judge with equal laws gains nothing and is never
 * bought; one that repeats the others gains less.
 */
export class JudgeOffers {
  readonly #setup: PolicySetup;
  readonly #asked: readonly Asked[];
  readonly #models: JudgesByName;
  readonly #costs = new MeanCosts();
  readonly #told = new Map<string, Told>();
  /** All votes of each judge on each candidate. */
  readonly #ballots = new Map<JudgeName | undefined, Map<CandidateId, Ballot>>();
  readonly #comparisons: Comparison[] = [];
  /** What is believed of the answers, until a judge says more. */
  #known: { readonly standsFor: StandsFor; readonly belief: AnswerBelief } | undefined;

  constructor(setup: PolicySetup) {
    const { judges, actions } = setup;
    const can = (kind: 'judge' | 'compare') => actions.includes(kind);
    this.#setup = setup;
    this.#asked = judges?.map(({ name, performs }) => ({ by: name, performs: performs.filter(can) })) ?? [
      { by: undefined, performs: (['judge', 'compare'] as const).filter(can) },
    ];
    this.#models = new Map(
      judges?.map(judge => [judge.name, besideOthers(judge)]) ?? [[undefined, flatJudge]],
    );
  }

  /** Whether a judge has said anything that counts. */
  get haveSpoken(): boolean {
    const ballots = [...this.#ballots.values()].flatMap(known => [...known.values()]);
    return ballots.some(({ votes }) => votes > 0) || this.#comparisons.some(({ margin }) => margin !== 0);
  }

  /** Any outcome; those of other actions, and of who is no judge of the run, are passed over. */
  tell({ action, result, cost: spent }: Outcome): void {
    if (!this.#models.has('by' in action ? action.by : undefined)) return;
    this.#known = undefined;
    if (action.type === 'judge' && result.type === 'judged') {
      const { by, candidate, votes } = action;
      const known = this.#ballots.get(by) ?? new Map<CandidateId, Ballot>();
      const ballot = ballotOf(result.reward, by);
      this.#count(`vote ${by}`, Math.max(1, votes), ballot.votes - (known.get(candidate)?.votes ?? 0));
      this.#ballots.set(by, known.set(candidate, ballot));
      this.#costs.add(`vote ${by}`, scaledCost(spent, 1 / Math.max(1, votes)));
    }
    if (action.type === 'compare' && result.type === 'compared') {
      const { by, left, right } = action;
      this.#comparisons.push({ by, left, right, margin: result.margin });
      this.#count(`comparison ${by}`, 1, Number(result.margin !== 0));
      this.#costs.add(`comparison ${by}`, spent);
    }
  }

  /** The chances after what the judges have said, the likeliest first. */
  weighed(standings: readonly Standing[], standsFor: StandsFor): readonly Standing[] {
    const weighed = this.haveSpoken ? this.#belief(standsFor).weighed(standings) : standings;
    return weighed.toSorted((left, right) => right.chance - left.chance);
  }

  /**
   * What can be asked of judges about weighed standings, while these actions are under way; `sample` is what a sample is
   * expected to cost, from which a verdict's cost is guessed before the first. A verdict's gain is in `worth`: where more can
   * be done than taking the likeliest answer, it may change that too.
   */
  considered(
    standings: readonly Standing[],
    standsFor: StandsFor,
    under: readonly Action[],
    sample: Cost,
    worth: Worth = worthOfBest,
  ): readonly Considered[] {
    const [leader] = standings;
    if (!leader) return [];
    const belief = this.#belief(standsFor);
    const ask = { belief, standings, quality: leader.chance, under, sample, worth };
    return this.#asked.flatMap(({ by, performs }) => [
      ...(performs.includes('judge') ? this.#votes(by, ask) : []),
      ...(performs.includes('compare') ? this.#meetings(by, ask) : []),
    ]);
  }

  #votes(
    by: JudgeName | undefined,
    { belief, standings, quality, under, sample, worth }: Ask,
  ): readonly Considered[] {
    const waiting = new Set(
      under.flatMap(action => (action.type === 'judge' && action.by === by ? [action.candidate] : [])),
    );
    const each = this.#costs.expected(`vote ${by}`, guessOf(sample, 1));
    return standings.slice(0, mostJudged).flatMap(({ candidate, chance }) => {
      if (waiting.has(candidate)) return [];
      const offers = ballots.flatMap(votes => {
        const gain = belief.gainOfVotes(by, standings, candidate, votes, worth) * this.#share(`vote ${by}`);
        const action: Action = { type: 'judge', candidate, votes, ...(by !== undefined && { by }) };
        const asked = `${votes} ${votes === 1 ? 'vote' : 'votes'} of ${by ?? 'the judge'}`;
        const forecast = `${candidate} is ${percent(chance)} right; ${asked}`;
        return this.#considered(action, gain, quality, scaledCost(each, votes), forecast);
      });
      return offers.toSorted((left, right) => right.reservation - left.reservation).slice(0, 1);
    });
  }

  #meetings(
    by: JudgeName | undefined,
    { belief, standings, quality, under, sample, worth }: Ask,
  ): readonly Considered[] {
    const [leader, ...rivals] = standings.slice(0, mostJudged);
    if (!leader || under.some(action => action.type === 'compare' && action.by === by)) return [];
    const each = this.#costs.expected(`comparison ${by}`, guessOf(sample, 2));
    return rivals.flatMap(({ candidate }) => {
      const gain =
        belief.gainOfComparisons(by, standings, leader.candidate, candidate, 1, worth) *
        this.#share(`comparison ${by}`);
      const action: Action = {
        type: 'compare',
        left: leader.candidate,
        right: candidate,
        ...(by !== undefined && { by }),
      };
      const forecast = `${percent(leader.chance)} right before ${by ?? 'the judge'} compares with ${candidate}`;
      return this.#considered(action, gain, quality, each, forecast);
    });
  }

  #considered(
    action: Action,
    value: number,
    quality: number,
    expectedCost: Cost,
    forecast: string,
  ): readonly Considered[] {
    if (value < nothing) return [];
    return [consider({ action, value, expectedCost, forecast }, quality, this.#setup.price)];
  }

  #belief(standsFor: StandsFor): AnswerBelief {
    if (this.#known?.standsFor === standsFor) return this.#known.belief;
    const belief = new AnswerBelief(this.#models);
    for (const [by, onCandidates] of this.#ballots)
      for (const [candidate, ballot] of onCandidates) belief.judged(by, standsFor(candidate), ballot);
    for (const { by, left, right, margin } of this.#comparisons)
      belief.compared(by, standsFor(left), standsFor(right), margin);
    this.#known = { standsFor, belief };
    return belief;
  }

  #count(kind: string, tries: number, told: number): void {
    const before = this.#told.get(kind) ?? { tries: 0, told: 0 };
    this.#told.set(kind, {
      tries: before.tries + tries,
      told: before.told + Math.max(0, Math.min(tries, told)),
    });
  }

  #share(kind: string): number {
    const { tries, told } = this.#told.get(kind) ?? { tries: 0, told: 0 };
    if (tries >= mostSilent && told === 0) return 0;
    return (told + telling.share * telling.weight) / (tries + telling.weight);
  }
}

type Ask = {
  readonly belief: AnswerBelief;
  readonly standings: readonly Standing[];
  readonly quality: number;
  readonly under: readonly Action[];
  readonly sample: Cost;
  readonly worth: Worth;
};

/** A verdict's prompt shows what a sample wrote, so many times, and its reply is as long; a comparison has both orders. */
function guessOf(sample: Cost, shown: 1 | 2): Cost {
  const { promptTokens, completionTokens } = sample;
  return scaledCost(
    cost({
      promptTokens: promptTokens + shown * completionTokens + instructions,
      completionTokens,
      calls: 1,
    }),
    shown,
  );
}
