/** A discrete forecast of a quality on [0, 1]: atoms with positive weights that sum to 1. */
export type Forecast = readonly { readonly value: number; readonly weight: number }[];

/** Normalizes weights to sum 1 and drops empty atoms. Throws RangeError when nothing is left. */
export function forecast(atoms: Iterable<{ value: number; weight: number }>): Forecast {
  const kept = [...atoms].filter(atom => atom.weight > 0);
  const total = kept.reduce((sum, atom) => sum + atom.weight, 0);
  if (!(total > 0)) throw new RangeError('A forecast needs at least one atom with a positive weight.');
  return kept.map(atom => ({ value: atom.value, weight: atom.weight / total }));
}

export function meanOf(forecast: Forecast): number {
  return forecast.reduce((sum, atom) => sum + atom.value * atom.weight, 0);
}

/**
 * Weitzman's reservation value z: the quality at which opening the box and keeping z are equally good,
 * E[(X - z)+] = charge. Exact, in one pass over the sorted atoms. A charge of 0 gives the largest atom; a charge
 * above the mean gives a negative z.
 */
export function reservationValue(forecast: Forecast, charge: number): number {
  const sorted = [...forecast].sort((left, right) => right.value - left.value);
  let weight = 0;
  let sum = 0;
  for (const [index, atom] of sorted.entries()) {
    weight += atom.weight;
    sum += atom.weight * atom.value;
    const z = (sum - charge) / weight;
    const next = sorted[index + 1];
    if (next === undefined || z >= next.value) return z;
  }
  throw new RangeError('A forecast needs at least one atom.');
}
