import type { Behaviour, Sampled } from './behaviours.ts';
import { medianOf } from './mean.ts';

/** Exponent on how alike two behave. */
const lengthSharpness = 16;

/** ln of the code tokens of the candidates that are compared, at most the median's, by their places among the drawn. */
export function cappedLengths(
  drawn: readonly Sampled[],
  groups: readonly Behaviour[],
): ReadonlyMap<number, number> {
  const places = groups.flatMap(group => group.members);
  const logs = places.map(place => Math.log(1 + (drawn[place]?.codeTokens ?? 0)));
  const median = medianOf(logs);
  return new Map(places.map((place, i) => [place, Math.min(logs[i] ?? 0, median)]));
}

/** The mean of these lengths over what behaves like a candidate of behaviour `g`, with the mean of all as one more. */
export function alikeLength(
  groups: readonly Behaviour[],
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
  const itself = 1 - (others[g] ?? 0) ** lengthSharpness;
  return candidate => (sum + itself * (lengths.get(candidate) ?? 0)) / (mass + itself);
}
