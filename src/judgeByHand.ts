import type { Candidate } from './engine/candidate.ts';
import type { Cost } from './engine/cost.ts';
import type { Executor } from './engine/executor.ts';
import type { Judge, JudgeName } from './engine/judging/judge.ts';
import { Ledger } from './engine/ledger.ts';
import type { Reward } from './engine/reward.ts';
import { votesOnOne } from './engine/rewardNames.ts';

/** Judging by hand that cannot be done; the message says what can. */
export class RefusedJudging extends Error {
  override readonly name = 'RefusedJudging';
}

/** An executor that knows its candidates, with what judges have said of them; throws for one that it did not draw. */
export type JudgedExecutor = Executor & { candidate(id: string): Candidate };

/** What a run leaves behind for judging its candidates. */
export type AfterRun = {
  readonly executor: JudgedExecutor;
  readonly judges: Readonly<Record<JudgeName, Judge>>;
  readonly signal: AbortSignal;
};

/** What came of judging by hand. */
export type ByHand = {
  /** Missing where nobody ever said anything of the candidate. */
  readonly reward: Reward | undefined;
  readonly cost: Cost;
  /** What the model failed with; what was used up to then is in the cost. */
  readonly failed?: unknown;
};

/** Most tokens of one call, beside the budget of the run. */
const mostTokens = 4_000;
const mostVotes = 16;
const usualVotes = 3;

/** Asks a judge for votes on a candidate of a run that has ended. Rejects with RefusedJudging before anything is spent. */
export async function judgeByHand(
  { executor, judges, signal }: AfterRun,
  id: string,
  by: string,
  votes = usualVotes,
): Promise<ByHand> {
  const choices = Object.values(judges)
    .filter(votesOnOne)
    .map(({ name }) => name);
  if (!choices.includes(by))
    throw new RefusedJudging(`No judge "${by}" votes on a candidate. Choose among: ${choices.join(', ')}.`);
  if (!Number.isInteger(votes) || votes < 1 || votes > mostVotes)
    throw new RefusedJudging(`${votes} votes were asked for; ask for 1 to ${mostVotes}.`);
  const { error } = executor.candidate(id);
  if (error !== undefined)
    throw new RefusedJudging(`${id} could not be used (${error}), so there is nothing to judge.`);
  const ledger = new Ledger({ tokens: mostTokens });
  const offer = executor.offer({ type: 'judge', candidate: id, votes, by }, cap => ledger.available(cap));
  const hold = offer.type === 'offer' ? ledger.reserve(offer.worst) : undefined;
  if (offer.type === 'refused' || !hold)
    throw new RefusedJudging(
      `A vote of ${by} on ${id} can take more than the ${mostTokens} tokens of one call.`,
    );
  const call = { signal, charge: hold.charge.bind(hold), extend: hold.extend.bind(hold) };
  try {
    const result = await offer.perform('by hand', call);
    const { reward } = result.type === 'judged' ? result : executor.candidate(id);
    return { reward, cost: hold.settle() };
  } catch (failed) {
    return { reward: executor.candidate(id).reward, cost: hold.settle(), failed };
  }
}
