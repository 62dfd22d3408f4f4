import type { Action, ActionId, Outcome } from '../action.ts';
import type { ArmId } from '../candidate.ts';
import { zeroCost } from '../cost.ts';
import { expectedGain, type Forecast, forecast, meanOf, reservationValue } from '../forecast.ts';
import { groupByBehaviour } from '../groups.ts';
import { chanceOfNew } from '../novelty.ts';
import type { Arm, Considered, Decision, Policy, PolicySetup } from '../policy.ts';
import { Pool } from '../pool.ts';
import { chargeOf } from '../price.ts';
import type { Attempts, SuccessModel } from '../successModel.ts';

/** Chance that a first sample is right before anything is known, and how many samples that belief weighs. */
const priorQuality = { chance: 0.4, weight: 1 };
/** Chance that a sample behaves like none before it, and how many samples that belief weighs. */
const priorNovelty = { chance: 0.6, weight: 2 };

/** What the other tasks of a run have taught about this one. */
export type Learnt = { readonly model: SuccessModel; readonly promptTokens: number };

type Appraisal = { readonly considered: Considered; readonly gainIfAllNew: number };

/**
 * `auto` where a verifier tells: buys the sample whose expected gain in P(correct) most exceeds its price, and stops at
 * the first that is verified or when none is worth its price. Among other tasks of a run it goes by the chance learnt from
 * them, and tells its own verdicts.
 */
export class AutoSamples implements Policy {
  readonly #setup: PolicySetup;
  readonly #pool = new Pool();
  readonly #learnt: Learnt | undefined;
  #replyTokens = 0;

  constructor(setup: PolicySetup, learnt?: Learnt) {
    this.#setup = setup;
    this.#learnt = learnt;
  }

  started(actions: readonly { readonly id: ActionId; readonly action: Action }[]): void {
    this.#pool.started(actions);
  }

  tell(outcome: Outcome): void {
    const before = this.#attempts();
    if (!this.#pool.tell(outcome) || outcome.result.type !== 'candidate') return;
    const replyTokens = outcome.cost.completionTokens;
    this.#replyTokens += replyTokens;
    const passed = outcome.result.candidate.reward?.verified ?? false;
    if (before) this.#learnt?.model.observe(before, { passed, replyTokens });
  }

  best() {
    return this.#pool.leader(true);
  }

  ask(slots: number): Decision {
    const quality = this.#quality();
    if (this.#pool.best()?.reward?.verified) {
      const reason = 'a candidate passed every test; another attempt can add nothing';
      return { type: 'stop', kind: 'verified', reason, why: { quality, considered: [] } };
    }
    const actions: Action[] = [];
    const first = this.#appraise(0);
    let best = first[0];
    while (actions.length < slots && best && best.considered.value > best.considered.charge) {
      actions.push(best.considered.action);
      best = this.#appraise(actions.length)[0];
    }
    const why = { quality, considered: first.map(appraisal => appraisal.considered) };
    if (actions.length > 0) return { type: 'act', actions, why };
    if (this.#pool.inFlight.length > 0) return { type: 'wait' };
    return { type: 'stop', ...this.#stopReason(best), why };
  }

  #quality(): number {
    return this.best()?.quality ?? 0;
  }

  /** All arms, the best buy first, when `more` samples of this decision are counted as under way. */
  #appraise(more: number): readonly Appraisal[] {
    const surplus = ({ considered }: Appraisal) => considered.value - considered.charge;
    return this.#setup.arms
      .map(arm => this.#learntChance(arm, more) ?? this.#verified(arm, more))
      .sort((left, right) => surplus(right) - surplus(left));
  }

  #attempts(): Attempts | undefined {
    const { candidates } = this.#pool;
    return (
      this.#learnt && {
        failed: candidates.length,
        promptTokens: this.#learnt.promptTokens,
        replyTokens: this.#replyTokens,
      }
    );
  }

  /** A sample whose chance the run's other tasks tell; what is under way is taken to fail. */
  #learntChance(arm: Arm, more: number): Appraisal | undefined {
    const attempts = this.#attempts();
    if (!this.#learnt || !attempts) return undefined;
    const waiting = this.#pool.inFlight.length + more;
    const typical = attempts.failed === 0 ? 0 : attempts.replyTokens / attempts.failed;
    const chance = this.#learnt.model.chance({
      ...attempts,
      failed: attempts.failed + waiting,
      replyTokens: attempts.replyTokens + typical * waiting,
    });
    const quality = this.#quality();
    const gain = chance * (1 - quality);
    const atoms = forecast([
      { value: 1, weight: chance },
      { value: quality, weight: 1 - chance },
    ]);
    const brief = `${percent(chance)} correct, as tasks of this run with ${attempts.failed} failures`;
    return { considered: this.#considered(arm.id, gain, atoms, brief), gainIfAllNew: gain };
  }

  /** A sample whose result a verifier will tell: Dirichlet-process predictive over qualities, only new behaviour counts. */
  #verified(arm: Arm, more: number): Appraisal {
    const quality = this.#quality();
    const groups = groupByBehaviour(this.#pool.candidates);
    const unusable =
      this.#pool.candidates.length - groups.reduce((sum, group) => sum + group.members.length, 0);
    const counts = [...groups.map(group => group.members.length), ...(unusable > 0 ? [unusable] : [])];
    const fresh = chanceOfNew(counts, priorNovelty);
    const ifNew = this.#qualityOfNew(counts.length);
    const mixed = forecast([
      ...ifNew.map(atom => ({ value: Math.max(atom.value, quality), weight: atom.weight * fresh })),
      { value: quality, weight: 1 - fresh },
    ]);
    const waiting = this.#pool.inFlight.length + more;
    const gain = expectedGain(mixed, quality, waiting);
    const brief = `${percent(fresh)} new behaviour x ${percent(meanOf(ifNew))} correct if new`;
    return {
      considered: this.#considered(
        arm.id,
        gain,
        mixed,
        waiting > 0 ? `${brief}, ${waiting} under way` : brief,
      ),
      gainIfAllNew: expectedGain(ifNew, quality, waiting),
    };
  }

  /** A behaviour seen before did not pass, or the run would have stopped: each is a draw of quality 0. */
  #qualityOfNew(behaviours: number): Forecast {
    const { chance, weight } = priorQuality;
    return forecast([
      { value: 1, weight: chance * weight },
      { value: 0, weight: (1 - chance) * weight + behaviours },
    ]);
  }

  #considered(arm: ArmId, value: number, atoms: Forecast, brief: string): Considered {
    const guess = this.#setup.arms.find(candidate => candidate.id === arm)?.expectedCost ?? zeroCost;
    const expectedCost = this.#pool.expectedSampleCost(guess);
    const charge = chargeOf(expectedCost, this.#setup.price);
    const reservation = reservationValue(atoms, charge);
    return { action: { type: 'sample', arm }, value, reservation, expectedCost, charge, forecast: brief };
  }

  #stopReason(best: Appraisal | undefined): { kind: 'no-gain' | 'no-headroom'; reason: string } {
    if (!best) return { kind: 'no-gain', reason: 'there is nothing to buy' };
    const { value, charge } = best.considered;
    const figures = `the next attempt is worth ${value.toFixed(4)} and costs ${charge.toFixed(4)}`;
    const repeats = best.gainIfAllNew > charge;
    return repeats
      ? { kind: 'no-headroom', reason: `new attempts repeat what already failed: ${figures}` }
      : { kind: 'no-gain', reason: figures };
  }
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}
