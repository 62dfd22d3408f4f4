import { type Action, type ActionId, type Outcome, sameAction } from './action.ts';
import type { CandidateId } from './candidate.ts';
import { ballotRatio, flatJudge, type JudgeModel, shareOfPairs } from './judgeModel.ts';
import type { JudgeName, JudgeOfRun } from './judging/judge.ts';
import { bestNumberToPickFrom } from './judging/overOptimisation/tractableJudge.ts';
import { besideOthers } from './judging/trust/besideOthers.ts';
import { tellsAnything } from './judging/trust/judgingChoice.ts';
import { meanOf } from './mean.ts';
import type { Decision, Leader, Policy, PolicySetup } from './policy.ts';
import { Pool } from './pool.ts';
import { ballotOf, countedValues, isVerdict, type Reward } from './reward.ts';

/** A usable candidate with what each judge made of it, on [0, 1]; a judge whose vote could not be read is left out. */
export type JudgedCandidate = { readonly id: CandidateId; readonly values: readonly number[] };

/** Chooses among candidates, at least one. */
export type ChooseJudged = (candidates: readonly JudgedCandidate[]) => CandidateId;

/**
 * A fixed number of samples, each judged once by every judge, and then a choice by the judges alone. No more are drawn
 * than such judges pick well from: by the tractable judge model, picking among more makes a misaligned judge's choice
 * worse.
 */
export class JudgedDraws implements Policy {
  readonly #setup: PolicySetup;
  readonly #choose: ChooseJudged;
  readonly #judges: readonly (JudgeOfRun | undefined)[];
  /** How each of them votes, as far as it counts beside the others. */
  readonly #laws: readonly JudgeModel[];
  readonly #samples: number;
  readonly #pool = new Pool();
  readonly #rewards = new Map<CandidateId, Reward>();
  #toAsk: readonly Action[] = [];
  #bought = 0;

  constructor(setup: PolicySetup, choose: ChooseJudged) {
    const asked = setup.judges?.filter(judge => tellsAnything(judge, 'judge')) ?? [undefined];
    this.#setup = setup;
    this.#choose = choose;
    this.#judges = setup.actions.includes('judge') && !setup.verifiable ? asked : [];
    this.#laws = this.#judges.map(judge => (judge ? besideOthers(judge) : flatJudge));
    this.#samples = Math.min(setup.samples, this.#mostToPickFrom());
  }

  ask(slots: number): Decision {
    const why = { quality: this.best()?.quality ?? 0, considered: [] };
    if (this.#pool.verified)
      return { type: 'stop', kind: 'verified', reason: 'a candidate passed every test', why };
    const { arms } = this.#setup;
    const actions = this.#toAsk.slice(0, slots);
    const samples = Math.max(0, Math.min(slots - actions.length, this.#samples - this.#bought));
    const drawn = Array.from({ length: samples }, (_, i) => arms[(this.#bought + i) % arms.length]);
    const draws = drawn.flatMap((arm): readonly Action[] => (arm ? [{ type: 'sample', arm: arm.id }] : []));
    if (actions.length + draws.length > 0) return { type: 'act', actions: [...actions, ...draws], why };
    if (this.#pool.inFlight.length > 0) return { type: 'wait' };
    return { type: 'stop', kind: 'completed', reason: this.#completed(), why };
  }

  started(actions: readonly { readonly id: ActionId; readonly action: Action }[]): void {
    for (const { action } of actions) {
      if (action.type === 'sample') this.#bought += 1;
      else this.#toAsk = this.#toAsk.filter(one => !sameAction(one, action));
    }
    this.#pool.started(actions);
  }

  tell(outcome: Outcome): void {
    if (!this.#pool.tell(outcome)) return;
    const { result } = outcome;
    if (result.type === 'judged') this.#rewards.set(result.candidate, result.reward);
    if (result.type !== 'candidate' || result.candidate.error !== undefined) return;
    const { id: candidate, reward } = result.candidate;
    if (reward && isVerdict(reward)) this.#rewards.set(candidate, reward);
    const asks = this.#judges.map((judge): Action => {
      return { type: 'judge', candidate, votes: 1, ...(judge && { by: judge.name }) };
    });
    this.#toAsk = [...this.#toAsk, ...asks];
  }

  best(): Leader | undefined {
    const verified = this.#pool.verified;
    if (verified) return { id: verified.id, quality: verified.reward?.quality ?? 1 };
    const candidates = this.#judged();
    if (candidates.length === 0) return this.#pool.leader(this.#setup.verifiable);
    const id = this.#choose(candidates);
    return { id, quality: this.#quality(id) };
  }

  #judged(): readonly JudgedCandidate[] {
    return this.#pool.candidates
      .filter(({ id, error }) => error === undefined && this.#rewards.has(id))
      .map(({ id }) => ({ id, values: this.#valuesOf(id) }))
      .filter(({ values }) => values.length > 0);
  }

  #valuesOf(id: CandidateId): readonly number[] {
    const reward = this.#rewards.get(id);
    if (!reward) return [];
    if (this.#judges.length === 0) return [reward.value];
    return this.#judges.flatMap(judge => valueBy(reward, judge?.name) ?? []);
  }

  /** The share of its answer among all with one more against it, moved by what the judges' votes have meant. */
  #quality(id: CandidateId): number {
    const reward = this.#rewards.get(id);
    if (this.#setup.verifiable || !reward) return reward?.quality ?? 0;
    const { groups } = this.#pool;
    const share = groups.sizeOf(this.#pool.candidate(id)?.behaviour ?? '') / (groups.members + 1);
    const ratio = this.#judges.reduce(
      (product, judge, at) =>
        product * ballotRatio(this.#laws[at] ?? flatJudge, ballotOf(reward, judge?.name)),
      1,
    );
    return (share * ratio) / (share * ratio + 1 - share);
  }

  #mostToPickFrom(): number {
    if (this.#judges.length === 0) return Number.POSITIVE_INFINITY;
    return bestNumberToPickFrom(meanOf(this.#judges.map(judge => shareOfPairs(judge?.model ?? flatJudge))));
  }

  #completed(): string {
    return this.#samples === this.#setup.samples
      ? `all ${this.#samples} samples were drawn and judged`
      : `${this.#samples} samples were drawn and judged: among more, such judges would pick a worse one`;
  }
}

function valueBy({ value, evidence }: Reward, by: JudgeName | undefined): number | undefined {
  const votes = evidence.flatMap(one =>
    one.type === 'votes' && (by === undefined || one.by === by) ? one.votes : [],
  );
  if (by === undefined && votes.length === 0) return value;
  const counted = countedValues(votes);
  return counted.length === 0 ? undefined : meanOf(counted);
}
