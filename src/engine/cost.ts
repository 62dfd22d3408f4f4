/** What something used. Tokens are whole tokens, money is in millionths of a US dollar. */
export type Cost = {
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Requests to a language model; a retry is a request of its own. */
  readonly calls: number;
  readonly testRuns: number;
  /** Seconds of wall time that sandboxed processes ran. */
  readonly sandboxSeconds: number;
  readonly microDollars: number;
  /** True when any token count in it was not reported by the provider. */
  readonly estimated: boolean;
};

export const zeroCost: Cost = {
  promptTokens: 0,
  completionTokens: 0,
  calls: 0,
  testRuns: 0,
  sandboxSeconds: 0,
  microDollars: 0,
  estimated: false,
};

/** A cost from some of its parts; the rest is zero. */
export function cost(parts: Partial<Cost>): Cost {
  return { ...zeroCost, ...parts };
}

export function addCosts(left: Cost, right: Cost): Cost {
  return {
    promptTokens: left.promptTokens + right.promptTokens,
    completionTokens: left.completionTokens + right.completionTokens,
    calls: left.calls + right.calls,
    testRuns: left.testRuns + right.testRuns,
    sandboxSeconds: left.sandboxSeconds + right.sandboxSeconds,
    microDollars: left.microDollars + right.microDollars,
    estimated: left.estimated || right.estimated,
  };
}

/** Prompt and completion tokens together. */
export function totalTokens(spent: Cost): number {
  return spent.promptTokens + spent.completionTokens;
}

/** A share or a multiple of a cost; estimated, as an expectation is. */
export function scaledCost(cost: Cost, factor: number): Cost {
  return {
    promptTokens: cost.promptTokens * factor,
    completionTokens: cost.completionTokens * factor,
    calls: cost.calls * factor,
    testRuns: cost.testRuns * factor,
    sandboxSeconds: cost.sandboxSeconds * factor,
    microDollars: cost.microDollars * factor,
    estimated: true,
  };
}
