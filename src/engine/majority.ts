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

/**
 * What knowing the true frequencies of the two leading answers would add to the frequency of the chosen one:
 * E[max(p, 1 - p)] - E[p] for p ~ Beta(leader + 1, second + 1). On [0, 1/4], falling to 0 as the lead grows.
 */
export function valueOfSettling(leader: number, second: number): number {
  const a = leader + 1;
  const b = second + 1;
  const best = (a / (a + b)) * chanceOfLead(a + 1, b) + (b / (a + b)) * (1 - chanceOfLead(a, b + 1));
  return Math.max(0, best - a / (a + b));
}
