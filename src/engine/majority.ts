/**
 * P(p > 1/2) for p ~ Beta(a, b) with whole a, b >= 1: the chance that the leader of two answers with a-1 and b-1 votes
 * is the more frequent one (Adaptive-Consistency, Aggarwal et al. 2023, in closed form).
 */
export function chanceOfLead(a: number, b: number): number {
  const n = a + b - 1;
  let logTerm = -n * Math.LN2;
  let sum = 0;
  for (let i = 0; i < a; i++) {
    sum += Math.exp(logTerm);
    logTerm += Math.log((n - i) / (i + 1));
  }
  return Math.min(1, sum);
}
