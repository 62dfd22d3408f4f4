import type { Action, Outcome } from '../action.ts';
import { percent } from '../percent.ts';
import type { Considered, PolicySetup } from '../policy.ts';
import { Pool } from '../pool.ts';
import type { Attempts, SuccessModel } from '../successModel.ts';
import { consider } from './consider.ts';
import type { Appraiser } from './pricedPolicy.ts';

/** What the other tasks of a batch have taught about this one. */
export type Learnt = { readonly model: SuccessModel; readonly promptTokens: number };

/**
 * Code with a verifier among other tasks of a batch: a sample is worth the chance to pass that is learnt from them, and
 * its verdict is told to them. What is under way is taken to fail.
 */
export class LearntAppraiser implements Appraiser {
  readonly pool = new Pool();
  readonly firstIsFree = false;
  readonly #setup: PolicySetup;
  readonly #learnt: Learnt;
  #replyTokens = 0;

  constructor(setup: PolicySetup, learnt: Learnt) {
    this.#setup = setup;
    this.#learnt = learnt;
  }

  best() {
    return this.pool.leader(true);
  }

  quality(): number {
    return this.best()?.quality ?? 0;
  }

  settled() {
    if (!this.pool.best()?.reward?.verified) return undefined;
    return { kind: 'verified', reason: 'a candidate passed every test' } as const;
  }

  tell({ result, cost }: Outcome): void {
    if (result.type !== 'candidate') return;
    const replyTokens = cost.completionTokens;
    const before = this.#attempts(this.pool.size - 1);
    this.#replyTokens += replyTokens;
    const passed = result.candidate.reward?.verified ?? false;
    this.#learnt.model.observe(before, { passed, replyTokens });
  }

  appraise(more: readonly Action[]): readonly Considered[] {
    const { arms, price } = this.#setup;
    const failed = this.pool.size;
    const waiting = this.pool.inFlight.length + more.length;
    const attempts = this.#attempts(failed);
    const typical = failed === 0 ? 0 : attempts.replyTokens / failed;
    const chance = this.#learnt.model.chance({
      ...attempts,
      failed: failed + waiting,
      replyTokens: attempts.replyTokens + typical * waiting,
    });
    const forecast = `${percent(chance)} correct, as tasks of this batch with ${failed} failures`;
    return arms.map(arm => {
      const action: Action = { type: 'sample', arm: arm.id };
      const expectedCost = this.pool.expectedSampleCost(arm.expectedCost);
      return consider({ action, value: chance, expectedCost, forecast }, 0, price);
    });
  }

  ending(best: Considered | undefined) {
    const figures = best
      ? `the next attempt is worth ${best.value.toFixed(4)} and costs ${best.charge.toFixed(4)}`
      : 'there is nothing to buy';
    return { kind: 'no-gain', reason: figures } as const;
  }

  #attempts(failed: number): Attempts {
    return { failed, promptTokens: this.#learnt.promptTokens, replyTokens: this.#replyTokens };
  }
}
