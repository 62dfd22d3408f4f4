import { chanceAt, fitLogistic, type Trial, type WeightPrior } from './logistic.ts';

/** What a run knows of a task that has not passed yet. */
export type Attempts = {
  /** Draws that a verifier refused. */
  readonly failed: number;
  /** Tokens of its prompt. */
  readonly promptTokens: number;
  /** Tokens of its own replies so far, all together. */
  readonly replyTokens: number;
};

/** What a verifier said of a draw. */
export type Verdict = { readonly passed: boolean; readonly replyTokens: number };

/** P(the next draw passes), learnt across the tasks of a run. */
export interface SuccessModel {
  chance(attempts: Attempts): number;
  /** The verdict on a draw made in that state. */
  observe(attempts: Attempts, verdict: Verdict): void;
}

/** Long prompts and long replies mean harder tasks: the sign and the rough size, worth about 8 verdicts each. */
const prior: WeightPrior = { mean: [-1, 1, -0.4, -0.4], precision: [1, 8, 8, 8] };
/** Verdicts between two fits. */
const fitEvery = 41;
/** What a reply is taken to be before any was seen, in tokens. */
const guessedReply = 60;

/**
 * A hazard that falls with every failure, logit P = a - b ln(1 + failed) - c ln(prompt) - d ln(reply), lengths against
 * the run's means; fitted on the verdicts of the run itself. As it falls with every failure, buying by chance per cost
 * is optimal. `prompts` are the tokens of the tasks' prompts; `onFit` is called when all chances have changed.
 */
export function createSuccessModel(prompts: readonly number[], onFit: () => void = () => {}): SuccessModel {
  const trials: Trial[] = [];
  const meanPrompt = prompts.reduce((sum, tokens) => sum + logOf(tokens), 0) / Math.max(1, prompts.length);
  let weights: readonly number[] = prior.mean;
  let replies = 0;
  let replyTokens = 0;
  const features = ({ failed, promptTokens, replyTokens: own }: Attempts): readonly number[] => {
    const typical = replies === 0 ? guessedReply : replyTokens / replies;
    const reply = failed === 0 ? 0 : (logOf(own / failed / typical) * failed) / (failed + 2);
    return [1, -Math.log1p(failed), logOf(promptTokens) - meanPrompt, reply];
  };
  return {
    chance: attempts => chanceAt(weights, features(attempts)),
    observe(attempts, verdict) {
      trials.push({ x: features(attempts), y: verdict.passed });
      replies += 1;
      replyTokens += verdict.replyTokens;
      if (trials.length % fitEvery !== 0) return;
      weights = fitLogistic(trials, prior, weights);
      onFit();
    },
  };
}

function logOf(positive: number): number {
  return Math.log(Math.max(positive, 1e-3));
}
