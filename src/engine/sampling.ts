import type { Random } from './random.ts';

/** A draw from the standard normal law (Box and Muller 1958). */
export function drawNormal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.next()));
  return radius * Math.cos(2 * Math.PI * random.next());
}

/**
 * A draw from the gamma law of this shape (above 0) and scale 1, by the squeeze of Marsaglia and Tsang (2000); below
 * shape 1 a draw of shape + 1 times a power of a uniform one.
 */
export function drawGamma(shape: number, random: Random): number {
  if (!(shape > 0)) throw new RangeError(`The shape of a gamma law is ${shape}; give a number above 0.`);
  if (shape < 1) return drawGamma(shape + 1, random) * (1 - random.next()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  while (true) {
    const x = drawNormal(random);
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    if (Math.log(1 - random.next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** A draw from Beta(a, b), both above 0. */
export function drawBeta(a: number, b: number, random: Random): number {
  const x = drawGamma(a, random);
  const y = drawGamma(b, random);
  return x + y > 0 ? x / (x + y) : a / (a + b);
}
