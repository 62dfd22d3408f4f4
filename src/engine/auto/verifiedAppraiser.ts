import type { Action, ContextId, Outcome } from '../action.ts';
import type { ArmId, CandidateId } from '../candidate.ts';
import { addCosts, type Cost, zeroCost } from '../cost.ts';
import { critiqueOf } from '../judging/asking/judgingCritique.ts';
import type { JudgeName } from '../judging/judge.ts';
import { tellsAnything } from '../judging/trust/judgingChoice.ts';
import { MeanCosts } from '../meanCosts.ts';
import { percent } from '../percent.ts';
import type { Arm, Considered, Leader, PolicySetup, PolicyStop } from '../policy.ts';
import { Pool } from '../pool.ts';
import { chargeOf } from '../price.ts';
import { flatPrior, flatSample, type Prior } from '../prior.ts';
import { consider } from './consider.ts';
import type { Appraiser } from './pricedPolicy.ts';
import { RefineChances } from './refineChances.ts';
import { SampleChances } from './sampleChances.ts';

/** An action that ends with a verifier's verdict, or leads to one. */
type Box = {
  readonly action: Action;
  /** P(it passes). */
  readonly chance: number;
  /** That, if it surely behaved like none before. */
  readonly ifNew: number;
  readonly expectedCost: Cost;
  readonly forecast: string;
};

/** Failures that are thought of as parents of a refinement, at a time. */
const mostParents = 3;
/** What a search is expected to add to a prompt before one was seen, in tokens. */
const guessedContext = 300;

/**
 * Code with a verifier: every action is a box with a chance to pass. Samples of each arm (SampleChances), refinements
 * of what failed (RefineChances), a judge's critique for such a refinement, where there is a judge to ask, and a search of
 * the workspace, which is worth more the more samples repeat themselves.
 */
export class VerifiedAppraiser implements Appraiser {
  readonly pool = new Pool();
  readonly firstIsFree = false;
  readonly #setup: PolicySetup;
  readonly #prior: Prior;
  readonly #costs = new MeanCosts();
  readonly #samples: SampleChances;
  readonly #refine: RefineChances;
  #context: { readonly id: ContextId; readonly samples: SampleChances } | undefined;
  #searched = false;
  /** Failures that a judge was asked about, whether it said what is wrong or not. */
  readonly #asked = new Set<CandidateId>();

  constructor(setup: PolicySetup) {
    const prior = setup.prior ?? flatPrior;
    this.#setup = setup;
    this.#prior = prior;
    this.#samples = new SampleChances(arm => prior.sample[arm] ?? flatSample);
    this.#refine = new RefineChances(prior);
  }

  best(): Leader | undefined {
    return this.pool.leader(true);
  }

  quality(): number {
    return this.best()?.quality ?? 0;
  }

  settled() {
    if (!this.pool.best()?.reward?.verified) return undefined;
    return {
      kind: 'verified',
      reason: 'a candidate passed every test; another attempt can add nothing',
    } as const;
  }

  tell({ action, result, cost: spent }: Outcome): void {
    if (result.type === 'searched') this.#found(result.context);
    if (result.type === 'judged') this.#judged(result, action, spent);
    if (result.type !== 'candidate') return;
    this.#costs.add(kindOf(action), spent);
    this.#refine.add(result.candidate);
    if (action.type === 'sample') this.#samplesFor(action.context).add(result.candidate);
  }

  appraise(more: readonly Action[]): readonly Considered[] {
    const under = [...this.pool.inFlight, ...more];
    const boxes = this.#boxes(under);
    const quality = this.quality();
    const open = under.reduce((left, action) => left * (1 - this.#chanceOf(action)), 1);
    return boxes.map(box => this.#considered(box, quality, open, under.length));
  }

  ending(best: Considered | undefined): { readonly kind: PolicyStop; readonly reason: string } {
    if (!best) return { kind: 'no-gain', reason: 'there is nothing to buy' };
    const what = best.action.type === 'sample' ? 'the next attempt' : `the best buy (${best.action.type})`;
    const figures = `${what} is worth ${best.value.toFixed(4)} and costs ${best.charge.toFixed(4)}`;
    const samples = this.#boxes([]).filter(box => box.action.type === 'sample');
    const repeats = samples.some(box => box.ifNew > chargeOf(box.expectedCost, this.#setup.price));
    return repeats
      ? { kind: 'no-headroom', reason: `new attempts repeat what already failed: ${figures}` }
      : { kind: 'no-gain', reason: figures };
  }

  #boxes(under: readonly Action[]): readonly Box[] {
    return [
      ...this.#setup.arms.flatMap(arm => this.#sampleBoxes(arm)),
      ...this.#refineBoxes(under),
      ...this.#critiqueBoxes(under),
      ...this.#searchBoxes(under),
    ];
  }

  #sampleBoxes(arm: Arm): readonly Box[] {
    const contexts = this.#context ? [undefined, this.#context.id] : [undefined];
    return contexts.map(context => {
      const { fresh, ifNew, chance } = this.#samplesFor(context).of(arm.id);
      const shown = context === undefined ? '' : ', shown what a search found';
      return {
        action: { type: 'sample', arm: arm.id, ...(context !== undefined && { context }) },
        chance,
        ifNew,
        expectedCost: this.#sampleCost(arm, context),
        forecast: `${percent(fresh)} new behaviour x ${percent(ifNew)} correct if new${shown}`,
      };
    });
  }

  #refineBoxes(under: readonly Action[]): readonly Box[] {
    if (!this.#setup.actions.includes('refine')) return [];
    const waiting = new Map<CandidateId, number>();
    for (const action of under)
      if (action.type === 'refine') waiting.set(action.candidate, (waiting.get(action.candidate) ?? 0) + 1);
    return this.#refine.promising(waiting, mostParents).map(({ candidate, critic, chance, tries }) => ({
      action: { type: 'refine', arm: candidate.arm, candidate: candidate.id },
      chance,
      ifNew: chance,
      expectedCost: this.#refineCost(candidate.arm),
      forecast: [
        `${critic === undefined ? '' : 'up to '}${percent(chance)} to repair ${candidate.id}`,
        ...(critic === undefined ? [] : [`shown what ${critic} says`]),
        ...(tries > 0 ? [`after ${tries} tries`] : []),
      ].join(' '),
    }));
  }

  /** What a judge says of a failure is worth what a refinement that is shown it is, at the cost of both. */
  #critiqueBoxes(under: readonly Action[]): readonly Box[] {
    const { actions, judges = [] } = this.#setup;
    if (!actions.includes('refine') || !actions.includes('judge')) return [];
    const waiting = new Set(under.flatMap(action => (action.type === 'judge' ? [action.candidate] : [])));
    const open = this.#refine
      .promising(new Map(), mostParents)
      .filter(({ candidate: { id } }) => !this.#asked.has(id) && !waiting.has(id));
    const critics = judges.filter(judge => judge.performs.includes('judge') && tellsAnything(judge, 'judge'));
    return critics.flatMap(({ name: by }) =>
      open.map(({ candidate: { id, arm } }) => {
        const chance = this.#refine.chanceIfCriticised(id, by);
        return {
          action: { type: 'judge', candidate: id, votes: 1, by },
          chance,
          ifNew: chance,
          expectedCost: addCosts(this.#critiqueCost(arm, by), this.#refineCost(arm)),
          forecast: `up to ${percent(chance)} to repair ${id} if ${by} says first what is wrong`,
        };
      }),
    );
  }

  /** A critique is of use to the refinements that begin after it. */
  #judged(
    { candidate, reward }: Extract<Outcome['result'], { type: 'judged' }>,
    action: Action,
    spent: Cost,
  ): void {
    this.#asked.add(candidate);
    this.#costs.add(kindOf(action), spent);
    const critique = critiqueOf(reward);
    const underWay = this.pool.inFlight.filter(
      other => other.type === 'refine' && other.candidate === candidate,
    );
    if (critique) this.#refine.criticised(candidate, critique.by, underWay.length);
  }

  #searchBoxes(under: readonly Action[]): readonly Box[] {
    const { actions } = this.#setup;
    const begun = this.#searched || under.some(action => action.type === 'search');
    if (begun || !actions.includes('search')) return [];
    const arm = this.#cheapest();
    const chance = this.#chanceWithContext(arm.id);
    const about = this.#refine.promising(new Map(), 1)[0]?.candidate.id;
    return [
      {
        action: { type: 'search', ...(about !== undefined && { candidate: about }) },
        chance,
        ifNew: chance,
        expectedCost: this.#sampleCost(arm, 'a search'),
        forecast: `${percent(chance)} correct if the next attempt is shown what a search finds`,
      },
    ];
  }

  /**
   * P(a first sample with a context passes): at least what one without has; and where samples repeat themselves the
   * context is believed to break the repetition.
   */
  #chanceWithContext(arm: ArmId): number {
    const { fresh, chance } = this.#samples.of(arm);
    return chance + (1 - fresh) * this.#prior.searched.chance;
  }

  #found(context: ContextId | undefined): void {
    this.#searched = true;
    if (context === undefined) return;
    const { weight } = this.#prior.searched;
    const believed = new Map(
      this.#setup.arms.map(arm => {
        return [arm.id, { chance: this.#chanceWithContext(arm.id), weight }];
      }),
    );
    this.#context = { id: context, samples: new SampleChances(arm => believed.get(arm) ?? flatSample) };
  }

  #considered(
    { action, chance, expectedCost, forecast }: Box,
    quality: number,
    open: number,
    waiting: number,
  ) {
    const value = chance * (1 - quality) * open;
    const said = waiting > 0 ? `${forecast}, ${waiting} under way` : forecast;
    return consider({ action, value, expectedCost, forecast: said }, quality, this.#setup.price);
  }

  /** P(what is under way passes). */
  #chanceOf(action: Action): number {
    switch (action.type) {
      case 'sample':
        return this.#samplesFor(action.context).of(action.arm).chance;
      case 'refine':
        return this.#refine.chanceFor(action.candidate);
      default:
        return 0;
    }
  }

  #samplesFor(context: ContextId | undefined): SampleChances {
    return context !== undefined && context === this.#context?.id ? this.#context.samples : this.#samples;
  }

  #cheapest(): Arm {
    const [first, ...rest] = this.#setup.arms;
    if (!first) throw new RangeError('A run needs an arm.');
    const charge = (arm: Arm) => chargeOf(this.#sampleCost(arm, undefined), this.#setup.price);
    return rest.reduce((best, arm) => (charge(arm) < charge(best) ? arm : best), first);
  }

  #sampleCost(arm: Arm, context: ContextId | undefined): Cost {
    const plain = this.#costs.expected(`sample ${arm.id}`, arm.expectedCost);
    if (context === undefined) return plain;
    const guess = { ...plain, promptTokens: plain.promptTokens + guessedContext };
    return this.#costs.expected(`sample ${arm.id} with context`, guess);
  }

  /** A refinement's prompt shows a whole attempt and what is wrong with it: twice as long, until one was seen. */
  #refineCost(arm: ArmId): Cost {
    const plain = this.#costs.expected(`sample ${arm}`, this.#armOf(arm)?.expectedCost ?? zeroCost);
    const promptTokens = 2 * plain.promptTokens + plain.completionTokens;
    return this.#costs.expected(`refine ${arm}`, { ...plain, promptTokens });
  }

  /** Its prompt shows an attempt, until one was seen. */
  #critiqueCost(arm: ArmId, by: JudgeName): Cost {
    const plain = this.#costs.expected(`sample ${arm}`, this.#armOf(arm)?.expectedCost ?? zeroCost);
    const { promptTokens, completionTokens } = plain;
    const guess = { ...zeroCost, promptTokens: promptTokens + completionTokens, completionTokens, calls: 1 };
    return this.#costs.expected(`judge ${by}`, guess);
  }

  #armOf(id: ArmId): Arm | undefined {
    return this.#setup.arms.find(arm => arm.id === id);
  }
}

function kindOf(action: Action): string {
  if (action.type === 'sample')
    return `sample ${action.arm}${action.context === undefined ? '' : ' with context'}`;
  if (action.type === 'judge') return `judge ${action.by}`;
  return action.type === 'refine' ? `refine ${action.arm}` : action.type;
}
