import { alikeLength, cappedLengths } from './alikeLength.ts';
import {
  agreementWith,
  type Behaviour,
  behavioursOf,
  probeWeights,
  type Sampled,
  similarity,
} from './behaviours.ts';
import { type TestVote, withTestTrust } from './testTrust.ts';

/** What the drawn candidates say about each other. Arrays follow `live`. */
export type Agreement = {
  /** Candidates that gave a value on at least one probe, by their place among the drawn. */
  readonly live: readonly number[];
  /** Weight of each probe. */
  readonly weights: readonly number[];
  /** Mean share of agreeing outputs over all drawn candidates. */
  readonly agreement: readonly number[];
  /** ln of the length of code that behaves alike, at most the median's. */
  readonly length: readonly number[];
  readonly scores: readonly number[];
  /** The best, by its place among the drawn. */
  readonly chosen: number | undefined;
  /** How far its score is ahead of the best that behaves differently; Infinity when none does. */
  readonly lead: number;
  /** P(the chosen one is right), calibrated on recorded samples of one model. */
  readonly quality: number;
};

/** What the log length counts for beside the log agreement. */
const lengthWeight = 0.5;
/** Two candidates above this behave alike. */
const alike = 0.999;

/**
 * Choosing without ground truth. A candidate's score is ln(mean agreement with all drawn) plus half the smoothed log
 * length of code that behaves like it: a common wrong behaviour is the documentation with a requirement left out,
 * which is shorter, so that agreement on longer code says more. Length counts up to the median alone, and over
 * behaviour, never by candidate. Candidates that never give a value are left out before anything is computed.
 */
export function agreementOf(drawn: readonly Sampled[], tests: readonly TestVote[] = []): Agreement {
  const groups = behavioursOf(drawn);
  if (groups.length === 0) return noAgreement;
  const weights = probeWeights(groups);
  const same = similarity(groups, weights);
  const lengths = cappedLengths(drawn, groups);
  const rows = groups.flatMap((group, g) => {
    const others = same[g] ?? [];
    const agreement = agreementWith(groups, others, g) / drawn.length;
    const lengthOf = alikeLength(groups, lengths, others, g);
    return group.members.map(candidate => {
      const length = lengthOf(candidate);
      return {
        candidate,
        g,
        agreement,
        length,
        score: Math.log(agreement + 0.5 / drawn.length) + lengthWeight * length,
      };
    });
  });
  rows.sort((left, right) => left.candidate - right.candidate);
  const scores = withTestTrust(
    rows.map(row => row.score),
    rows.map(row => row.candidate),
    tests,
  );
  const best = bestOf(rows, scores, lengths);
  const bestRow = rows[best];
  const rivals = scores.filter((_, i) => (same[bestRow?.g ?? 0]?.[rows[i]?.g ?? 0] ?? 1) < alike);
  return {
    live: rows.map(row => row.candidate),
    weights,
    agreement: rows.map(row => row.agreement),
    length: rows.map(row => row.length),
    scores,
    chosen: bestRow?.candidate,
    lead: rivals.length === 0 ? Number.POSITIVE_INFINITY : (scores[best] ?? 0) - Math.max(...rivals),
    quality: qualityOf(
      ((bestRow?.agreement ?? 0) * drawn.length) / rows.length,
      singles(groups, same) / rows.length,
    ),
  };
}

const noAgreement: Agreement = {
  live: [],
  weights: [],
  agreement: [],
  length: [],
  scores: [],
  chosen: undefined,
  lead: 0,
  quality: 0,
};

/** Of equal scores the one whose length is nearest the median, then the first drawn. */
function bestOf(
  rows: readonly { readonly candidate: number }[],
  scores: readonly number[],
  lengths: ReadonlyMap<number, number>,
): number {
  const top = Math.max(...scores) - 1e-9;
  let best = -1;
  let longest = Number.NEGATIVE_INFINITY;
  for (const [i, score] of scores.entries()) {
    const length = lengths.get(rows[i]?.candidate ?? -1) ?? 0;
    if (score < top || length <= longest) continue;
    best = i;
    longest = length;
  }
  return best;
}

/** Live candidates that no other behaves like. */
function singles(groups: readonly Behaviour[], same: readonly (readonly number[])[]): number {
  return groups.reduce((sum, { members }, g) => {
    const twin = same[g]?.some((share, h) => share > alike && (h !== g || members.length > 1)) ?? false;
    return sum + (twin ? 0 : members.length);
  }, 0);
}

/** Logistic in the agreement among the live and in the share of them without a twin; Brier .18 against .245 (held out by task). */
function qualityOf(agreement: number, single: number): number {
  return 1 / (1 + Math.exp(-(2.22 + 1.13 * Math.log(agreement + 0.02) - 2.72 * single)));
}
