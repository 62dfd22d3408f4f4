import type { Action, ActionId, Outcome } from '../action.ts';
import type { ArmId } from '../candidate.ts';
import { zeroCost } from '../cost.ts';
import { expectedGain, type Forecast, forecast, meanOf, reservationValue } from '../forecast.ts';
import { groupByBehaviour } from '../groups.ts';
import { valueOfSettling } from '../majority.ts';
import { chanceOfNew } from '../novelty.ts';
import type { Arm, Considered, Decision, Policy, PolicyFactory, PolicySetup } from '../policy.ts';
import { Pool } from '../pool.ts';
import { chargeOf } from '../price.ts';

/** Buys the action whose expected gain in P(correct) most exceeds its price, and stops when none does. */
export const auto: PolicyFactory = {
  name: 'auto',
  summary: 'Buys another attempt while its expected gain is worth its price; stops when none is.',
  create: setup => new Auto(setup),
};

/** Chance that a first sample is right before anything is known, and how many samples that belief weighs. */
const priorQuality = { chance: 0.4, weight: 1 };
/** Chance that a sample behaves like none before it, and how many samples that belief weighs. */
const priorNovelty = { chance: 0.6, weight: 2 };
/** With fewer votes an agreement says nothing. */
const fewestVotes = 3;

type Appraisal = { readonly considered: Considered; readonly gainIfAllNew: number };

class Auto implements Policy {
  readonly #setup: PolicySetup;
  readonly #pool = new Pool();

  constructor(setup: PolicySetup) {
    this.#setup = setup;
  }

  started(actions: readonly { readonly id: ActionId; readonly action: Action }[]): void {
    this.#pool.started(actions);
  }

  tell(outcome: Outcome): void {
    this.#pool.tell(outcome);
  }

  best() {
    return this.#pool.leader(this.#setup.verifiable);
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
      .map(arm => (this.#setup.verifiable ? this.#verified(arm, more) : this.#voted(arm, more)))
      .sort((left, right) => surplus(right) - surplus(left));
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

  /** A sample that is one more vote: worth what settling the two leading answers is worth, spread over the votes it takes. */
  #voted(arm: Arm, more: number): Appraisal {
    const [first, second] = groupByBehaviour(this.#pool.candidates).map(group => group.members.length);
    const votes = this.#pool.candidates.length;
    const waiting = this.#pool.inFlight.length + more;
    if (votes + waiting < fewestVotes) {
      return this.#vote(
        arm,
        priorQuality.chance / fewestVotes,
        `an answer needs ${fewestVotes} votes to agree or differ`,
      );
    }
    const lead = first ?? 0;
    const follow = second ?? 0;
    const needed = lead - follow + 1;
    const gain = valueOfSettling(lead, follow) / needed / (1 + waiting);
    return this.#vote(arm, gain, `${lead} to ${follow} votes, ${needed} more could turn it`);
  }

  #vote(arm: Arm, gain: number, brief: string): Appraisal {
    const quality = this.#quality();
    const atoms = forecast([
      { value: quality + 2 * gain, weight: 0.5 },
      { value: quality, weight: 0.5 },
    ]);
    return { considered: this.#considered(arm.id, gain, atoms, brief), gainIfAllNew: gain };
  }

  #considered(arm: ArmId, value: number, atoms: Forecast, brief: string): Considered {
    const guess = this.#setup.arms.find(candidate => candidate.id === arm)?.expectedCost ?? zeroCost;
    const expectedCost = this.#pool.expectedSampleCost(guess);
    const charge = chargeOf(expectedCost, this.#setup.price);
    const reservation = reservationValue(atoms, charge);
    return { action: { type: 'sample', arm }, value, reservation, expectedCost, charge, forecast: brief };
  }

  #stopReason(best: Appraisal | undefined): { kind: 'no-gain' | 'no-headroom' | 'settled'; reason: string } {
    if (!best) return { kind: 'no-gain', reason: 'there is nothing to buy' };
    const { value, charge } = best.considered;
    const figures = `the next attempt is worth ${value.toFixed(4)} and costs ${charge.toFixed(4)}`;
    if (!this.#setup.verifiable && this.#pool.best()) {
      return { kind: 'settled', reason: `more samples would hardly change the answer: ${figures}` };
    }
    const repeats = best.gainIfAllNew > charge;
    return repeats
      ? { kind: 'no-headroom', reason: `new attempts repeat what already failed: ${figures}` }
      : { kind: 'no-gain', reason: figures };
  }
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}
