import { medianOf } from './mean.ts';
/** Output of a probe that gave nothing, and of one that raised or came late; values are numbers from 0, equal for equal values. */
export const gaveNothing = -1;
export const failedOutput = -2;

/** A drawn candidate as agreement sees it. */
export type Sampled = {
  /** Tokens of code, comments and docstrings left out. */
  readonly codeTokens: number;
  /** One a probe; missing when it does not load. */
  readonly outputs?: readonly number[];
  /** Equal when the outputs are. */
  readonly behaviour: string;
};

/** A generated test, and which of the drawn candidates pass it. */
export type TestVote = { readonly weight: number; readonly passes: (candidate: number) => boolean };

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

/**
 * Choosing without ground truth. A candidate's score is ln(mean agreement with all drawn) plus half the smoothed log
 * length of code that behaves like it: a common wrong behaviour is the documentation with a requirement left out,
 * which is shorter, so that agreement on longer code says more. Length counts up to the median alone, and over
 * behaviour, never by candidate. Candidates that never give a value are left out before anything is computed.
 */
const lengthWeight = 0.5;
const lengthSharpness = 16;
/** ln weight of the trust that tests earn: the posterior mass of the candidates that pass them (a soft dual agreement). */
const testWeight = 0.2;
/** Two candidates above this behave alike. */
const alike = 0.999;

type Group = {
  readonly outputs: readonly number[];
  readonly members: number[];
  /** Share of its own outputs that are values. */
  valid: number;
};

export function agreementOf(drawn: readonly Sampled[], tests: readonly TestVote[] = []): Agreement {
  const groups = groupsOf(drawn);
  if (groups.length === 0) return noAgreement;
  const weights = weightsOf(groups);
  const same = similarity(groups, weights);
  const lengths = cappedLengths(drawn, groups);
  const rows = groups.flatMap((group, g) => {
    const others = same[g] ?? [];
    const agreement = agreementWith(groups, others, g) / drawn.length;
    const alikeLength = smoothedLength(groups, lengths, others, g);
    return group.members.map(candidate => {
      const length = alikeLength(candidate);
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
  const scores = withTests(
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

function groupsOf(drawn: readonly Sampled[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const [place, { outputs, behaviour }] of drawn.entries()) {
    if (!outputs?.some(output => output >= 0)) continue;
    const group = groups.get(behaviour);
    if (group) group.members.push(place);
    else groups.set(behaviour, { outputs, members: [place], valid: 0 });
  }
  return [...groups.values()];
}

/** (1 - e)^2 where a share e of the live candidates fail on the probe; 0 from e = .7, unless that leaves no probe. */
function weightsOf(groups: readonly Group[]): readonly number[] {
  const probes = groups[0]?.outputs.length ?? 0;
  const live = groups.reduce((sum, group) => sum + group.members.length, 0);
  const valid = Array.from({ length: probes }, (_, x) =>
    groups.reduce((sum, { outputs, members }) => sum + (outputs[x] === failedOutput ? 0 : members.length), 0),
  );
  const weights = valid.map(count => (1 - count / live < 0.7 ? (count / live) ** 2 : 0));
  return weights.some(weight => weight > 0) ? weights : valid.map(count => (count / live) ** 2);
}

/** For each pair of groups the weighted share of probes on which both give the same; also of a group with itself. */
function similarity(groups: readonly Group[], weights: readonly number[]): readonly (readonly number[])[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const same = groups.map(() => new Array<number>(groups.length).fill(0));
  for (const [g, left] of groups.entries()) {
    for (let h = g; h < groups.length; h++) {
      const right = groups[h]?.outputs ?? [];
      let sum = 0;
      for (let x = 0; x < weights.length; x++) {
        const output = left.outputs[x];
        if (output === right[x] && output !== failedOutput) sum += weights[x] ?? 0;
      }
      const share = sum / total;
      (same[g] ?? [])[h] = share;
      (same[h] ?? [])[g] = share;
    }
    left.valid = same[g]?.[g] ?? 0;
  }
  return same;
}

/** A candidate agrees with itself wholly, also where it fails. */
function agreementWith(groups: readonly Group[], others: readonly number[], g: number): number {
  const sum = groups.reduce((total, { members }, h) => total + members.length * (others[h] ?? 0), 0);
  return sum + 1 - (groups[g]?.valid ?? 0);
}

function cappedLengths(drawn: readonly Sampled[], groups: readonly Group[]): ReadonlyMap<number, number> {
  const places = groups.flatMap(group => group.members);
  const logs = places.map(place => Math.log(1 + (drawn[place]?.codeTokens ?? 0)));
  const median = medianOf(logs);
  return new Map(places.map((place, i) => [place, Math.min(logs[i] ?? 0, median)]));
}

function smoothedLength(
  groups: readonly Group[],
  lengths: ReadonlyMap<number, number>,
  others: readonly number[],
  g: number,
): (candidate: number) => number {
  const mean = [...lengths.values()].reduce((sum, length) => sum + length, 0) / lengths.size;
  let [sum, mass] = [mean, 1];
  for (const [h, { members }] of groups.entries()) {
    const weight = (others[h] ?? 0) ** lengthSharpness;
    mass += weight * members.length;
    for (const member of members) sum += weight * (lengths.get(member) ?? 0);
  }
  const itself = 1 - (groups[g]?.valid ?? 0) ** lengthSharpness;
  return candidate => (sum + itself * (lengths.get(candidate) ?? 0)) / (mass + itself);
}

function withTests(
  scores: readonly number[],
  candidates: readonly number[],
  tests: readonly TestVote[],
): readonly number[] {
  if (tests.length === 0) return scores;
  const top = Math.max(...scores);
  const mass = scores.map(score => Math.exp(2 * (score - top)));
  const total = mass.reduce((sum, one) => sum + one, 0);
  const support = scores.map(() => 0);
  for (const { weight, passes } of tests) {
    const passed = candidates.map(passes);
    const trust = mass.reduce((sum, one, i) => sum + (passed[i] ? one : 0), 0) / total;
    for (const [i, pass] of passed.entries()) if (pass) support[i] = (support[i] ?? 0) + weight * trust;
  }
  const most = Math.max(...support);
  return scores.map((score, i) => score + testWeight * Math.log(((support[i] ?? 0) + 0.1) / (most + 0.1)));
}

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
function singles(groups: readonly Group[], same: readonly (readonly number[])[]): number {
  return groups.reduce((sum, { members }, g) => {
    const twin = same[g]?.some((share, h) => share > alike && (h !== g || members.length > 1)) ?? false;
    return sum + (twin ? 0 : members.length);
  }, 0);
}

/** Logistic in the agreement among the live and in the share of them without a twin; Brier .18 against .245 (held out by task). */
function qualityOf(agreement: number, single: number): number {
  return 1 / (1 + Math.exp(-(2.22 + 1.13 * Math.log(agreement + 0.02) - 2.72 * single)));
}
