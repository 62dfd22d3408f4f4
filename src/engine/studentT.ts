/** Density of Student's t law with a whole number of degrees of freedom from 1. */
export function studentDensity(t: number, degrees: number): number {
  return scaleOf(degrees) * (1 + (t * t) / degrees) ** (-(degrees + 1) / 2);
}

/** Distribution function of Student's t law, exact for whole degrees of freedom (Abramowitz and Stegun 26.7.3, 26.7.4). */
export function studentDistribution(t: number, degrees: number): number {
  const angle = Math.atan(t / Math.sqrt(degrees));
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const odd = degrees % 2 === 1;
  let term = odd ? cosine : 1;
  let sum = degrees === 1 ? 0 : term;
  for (let i = odd ? 3 : 2; i <= degrees - 2; i += 2) {
    term *= ((i - 1) / i) * cosine * cosine;
    sum += term;
  }
  return 0.5 + (odd ? (angle + sine * sum) / Math.PI : (sine * sum) / 2);
}

/** The gamma functions before the density, by their recurrence over two degrees of freedom. */
function scaleOf(degrees: number): number {
  let scale = degrees % 2 === 1 ? 1 / Math.PI : 1 / (2 * Math.SQRT2);
  for (let at = degrees % 2 === 1 ? 1 : 2; at < degrees; at += 2)
    scale *= ((at + 1) / at) * Math.sqrt(at / (at + 2));
  return scale;
}
