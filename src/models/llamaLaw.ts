import type { TokenLaw } from '../engine/languageModel.ts';
import type { Random } from '../engine/random.ts';
import { mostLikeliest, tokenLaw } from './tokenLaw.ts';

/** The probability of each token of the vocabulary to be the next, falling. */
export type Law<Token> = ReadonlyMap<Token, number>;

/** The smallest probability that a float holds; less arrives as 0. */
const leastProbability = 2 ** -149;
/** How node-llama-cpp samples by default. */
const mostTokens = 40;
const mostMass = 0.95;

/** What is told of a law that a token was drawn by. */
export function lawOf<Token>(law: Law<Token>, drawn: Token): TokenLaw {
  const likeliest: number[] = [];
  let sum = 0;
  for (const probability of law.values()) {
    const logprob = Math.log(Math.max(probability, leastProbability));
    if (likeliest.length < mostLikeliest) likeliest.push(logprob);
    sum += logprob;
  }
  const certainty = -sum / law.size - Math.log(law.size);
  return tokenLaw(Math.log(law.get(drawn) ?? 0), likeliest, certainty);
}

/**
 * Draws a token as node-llama-cpp does by default: among the likeliest 40, of these among the likeliest that hold 95%, by
 * probabilities to the power of one by the temperature; at 0 the likeliest. With its own chance: llama.cpp tells either the
 * whole law or the law it drew by.
 */
export function drawFrom<Token>(law: Law<Token>, temperature: number, random: Random): Token | undefined {
  const likeliest = nucleus(headOf(law));
  const [first] = likeliest;
  if (!first || temperature <= 0) return first?.[0];
  const weights = likeliest.map(([, probability]) => (probability / first[1]) ** (1 / temperature));
  let left = random.next() * weights.reduce((sum, weight) => sum + weight, 0);
  const drawn = likeliest.find((_, index) => {
    left -= weights[index] ?? 0;
    return left < 0;
  });
  return (drawn ?? first)[0];
}

function headOf<Token>(law: Law<Token>): readonly (readonly [Token, number])[] {
  const head: (readonly [Token, number])[] = [];
  for (const entry of law) {
    if (head.push(entry) === mostTokens) break;
  }
  return head;
}

/** The likeliest that together hold 95% of what these hold. */
function nucleus<Token>(likeliest: readonly (readonly [Token, number])[]): typeof likeliest {
  const whole = likeliest.reduce((sum, [, probability]) => sum + probability, 0);
  let held = 0;
  const last = likeliest.findIndex(([, probability]) => {
    held += probability;
    return held >= mostMass * whole;
  });
  return likeliest.slice(0, last + 1);
}
