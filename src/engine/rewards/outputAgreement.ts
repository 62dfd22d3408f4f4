import {
  type Agreement,
  agreementOf,
  failedOutput,
  gaveNothing,
  type Sampled,
  type TestVote,
} from '../agreement.ts';
import type { CandidateId } from '../candidate.ts';
import type { Output, Probed } from '../probes/probeRunner.ts';
import type { Reward } from '../reward.ts';

/** Outputs as agreement compares them, over candidates of the same probes; undefined for one that does not load. */
export function outputNumbers(probed: readonly Probed[]): readonly (readonly number[] | undefined)[] {
  const numbers = new Map<string, number>();
  const numberOf = (output: Output): number => {
    if (output.type === 'nothing') return gaveNothing;
    if (output.type !== 'value') return failedOutput;
    const known = numbers.get(output.text) ?? numbers.size;
    numbers.set(output.text, known);
    return known;
  };
  return probed.map(each => (each.type === 'loaded' ? each.outputs.map(numberOf) : undefined));
}

/** A candidate with what it did on the probes. */
export type ProbedCandidate = { readonly id: CandidateId } & Sampled;

/**
 * The reward of output agreement, for all candidates drawn so far together: value is the mean agreement, quality the
 * calibrated chance of the best one, for the others in proportion to their share of the posterior. Never verified.
 */
export function rewardsOfAgreement(
  candidates: readonly ProbedCandidate[],
  tests: readonly TestVote[] = [],
): ReadonlyMap<CandidateId, Reward> {
  const agreement = agreementOf(candidates, tests);
  const best = Math.max(...agreement.scores);
  const places = new Map(agreement.live.map((place, i) => [place, i]));
  return new Map(
    candidates.map((candidate, place) => [
      candidate.id,
      rewardOf(candidates, candidate, agreement, best, places.get(place)),
    ]),
  );
}

function rewardOf(
  candidates: readonly ProbedCandidate[],
  candidate: ProbedCandidate,
  agreement: Agreement,
  best: number,
  at: number | undefined,
): Reward {
  const alike = candidates.filter(other => other.behaviour === candidate.behaviour).length;
  const evidence = [{ type: 'agreement', votes: alike, of: candidates.length }] as const;
  if (at === undefined) return { value: 0, quality: 0, verified: false, evidence: [] };
  const share = Math.exp(2 * ((agreement.scores[at] ?? 0) - best));
  return {
    value: agreement.agreement[at] ?? 0,
    quality: agreement.quality * share,
    verified: false,
    evidence,
  };
}
