import { studentDensity, studentDistribution } from './studentT.ts';

/** E[(u - z)+] for Student's t with more than 1 degree of freedom: what one more draw adds to a best so far of z. */
export function expectedImprovement(z: number, degrees: number): number {
  const tail = ((degrees + z * z) / (degrees - 1)) * studentDensity(z, degrees);
  return tail - z * (1 - studentDistribution(z, degrees));
}

/** The posterior over rewards of one task under Jeffreys' prior, after at least 3 of them. */
export type RewardBelief = {
  readonly draws: number;
  readonly mean: number;
  /** Scale of the predictive t law, whose degrees of freedom are draws - 1. */
  readonly scale: number;
  /** The best reward so far in units of the scale above the mean; NaN when the scale is 0. */
  readonly lead: number;
};

export function beliefOf(rewards: readonly number[]): RewardBelief {
  const draws = rewards.length;
  const mean = rewards.reduce((sum, reward) => sum + reward, 0) / draws;
  const squares = rewards.reduce((sum, reward) => sum + (reward - mean) ** 2, 0);
  const scale = Math.sqrt((squares * (draws + 1)) / (draws * (draws - 1)));
  return { draws, mean, scale, lead: (Math.max(...rewards) - mean) / scale };
}

/** Index of drawing on, in units of the predictive scale, by the lead of the best reward. */
export type BeaconIndex = (draws: number, lead: number) => number;

const fewest = 3;
const leads = 25;
const chargesPerDecade = 10;
const smallest = 1e-4;
const charges = Array.from(
  { length: 5 * chargesPerDecade + 1 },
  (_, i) => smallest * 10 ** (i / chargesPerDecade),
);
/** The reward to come, u = sinh(step), on a grid that reaches far into the tails. */
const stepWidth = 0.2;
const steps = Array.from({ length: 81 }, (_, i) => (i - 40) * stepWidth);

/** Surplus of drawing on, by lead (up to the largest that can be) and by charge. */
type Layer = { readonly top: number; readonly values: readonly Float64Array[] };
/** Index by lead. */
type Row = { readonly top: number; readonly values: Float64Array };

const known = new Map<number, BeaconIndex>();

/**
 * BEACON's index h (arXiv 2510.15945): the charge at which one more draw, and stopping in the best way afterwards, is
 * worth nothing; by backward induction from `cap` draws. With one draw left it is the expected improvement.
 */
export function beaconIndex(cap: number): BeaconIndex {
  const found = known.get(cap) ?? solved(cap);
  known.set(cap, found);
  return found;
}

function solved(cap: number): BeaconIndex {
  const rows = new Map<number, Row>();
  let after: Layer | undefined;
  for (let draws = cap - 1; draws >= fewest; draws--) {
    const top = (draws - 1) / Math.sqrt(draws + 1);
    const layer = after;
    const gains = Array.from({ length: leads }, (_, i) => gainsAt((i / (leads - 1)) * top, draws, layer));
    rows.set(draws, { top, values: Float64Array.from(gains, rootOf) });
    after = { top, values: gains.map(gain => gain.map(value => Math.max(0, value))) };
  }
  return (draws, lead) => {
    const row = rows.get(draws);
    return row ? between(row.values, (lead / row.top) * (leads - 1)) : 0;
  };
}

/** What drawing on brings beyond its charge, for every charge, at a lead. */
function gainsAt(lead: number, draws: number, after: Layer | undefined): Float64Array {
  const now = expectedImprovement(lead, draws - 1);
  const gains = Float64Array.from(charges, charge => now - charge);
  if (!after) return gains;
  for (const step of steps) {
    const reward = Math.sinh(step);
    const growth = Math.sqrt(((draws + 2) / (draws + 1) ** 2) * (draws - 1 + reward * reward));
    const weight = studentDensity(reward, draws - 1) * Math.cosh(step) * stepWidth * growth;
    const next = (Math.max(lead, reward) - reward / (draws + 1)) / growth;
    const surplus = rowAt(after, next);
    const shift = Math.log10(growth) * chargesPerDecade;
    for (let charge = 0; charge < gains.length; charge++)
      gains[charge] = (gains[charge] ?? 0) + weight * between(surplus, charge - shift);
  }
  return gains;
}

/** A layer's surplus by charge at a lead between two of its own. */
function rowAt({ top, values }: Layer, lead: number): Float64Array {
  const row = Math.min(leads - 1, Math.max(0, (lead / top) * (leads - 1)));
  const low = Math.min(leads - 2, Math.floor(row));
  const [below, above] = [values[low] ?? new Float64Array(), values[low + 1]];
  const part = row - low;
  return below.map((value, index) => value * (1 - part) + (above?.[index] ?? 0) * part);
}

/** The charge at which a falling row of gains passes 0. */
function rootOf(gains: Float64Array): number {
  const index = gains.findIndex(gain => gain <= 0);
  if (index <= 0) return index === 0 ? 0 : (charges.at(-1) ?? 0);
  const [before = 0, at = 0] = [gains[index - 1], gains[index]];
  const [low = 0, high = 0] = [charges[index - 1], charges[index]];
  return low + ((high - low) * before) / (before - at);
}

/** A value between two of a row, by a position that is no whole number; the ends go on. */
function between(values: Float64Array, position: number): number {
  const low = Math.min(values.length - 1, Math.max(0, Math.floor(position)));
  const high = Math.min(values.length - 1, low + 1);
  const part = Math.min(1, Math.max(0, position - low));
  return (values[low] ?? 0) * (1 - part) + (values[high] ?? 0) * part;
}
