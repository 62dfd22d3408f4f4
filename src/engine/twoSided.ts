/** For each behaviour whether it passes the test. */
export type TestRow = readonly boolean[];

/** What behaviours and generated tests say about each other. */
export type TwoSided = {
  /** P(the behaviour is the right one), by behaviour; they sum to 1. */
  readonly correct: readonly number[];
  /** P(the test is valid: the right behaviour passes it), by test. */
  readonly valid: readonly number[];
};

/** A rate's Beta law before anything was seen. */
type Beta = { readonly yes: number; readonly no: number };

/**
 * On recorded samples of one model: the share of generated tests that are valid (.37), and the shares of wrong
 * behaviours that pass a valid test (.55) and one that is not (.13). They weigh like a few tests.
 */
const before = {
  valid: { yes: 2, no: 3 },
  passValid: { yes: 3, no: 3 },
  passInvalid: { yes: 1, no: 7 },
} as const satisfies Record<string, Beta>;

const rounds = 30;

/**
 * Infers which behaviour is right and which tests are valid, together. One behaviour is right; a test is valid when that
 * one passes it, so a hypothesis fixes every validity, and the sum over hypotheses is exact. Wrong behaviours pass valid
 * tests often and others seldom. The three rates have Beta priors and are learnt from the tests at hand by expectation
 * maximization (Dempster, Laird and Rubin 1977; two-sided as Dawid and Skene 1979 are over workers and items).
 *
 * `mass` is what each behaviour weighs before the tests. Tests of one model share their errors: all together weigh like
 * one (a likelihood to the power 1 / tests), with which validity is calibrated on recorded samples (Brier .08), where
 * weighing each in full is not. A test that all pass or none does tells nothing about behaviours. Tests are to be distinct.
 */
export function twoSided(mass: readonly number[], tests: readonly TestRow[]): TwoSided {
  const total = mass.reduce((sum, one) => sum + one, 0);
  const priors = mass.map(one => one / total);
  const telling = tests.filter(row => row.includes(true) && row.includes(false));
  let correct: readonly number[] = priors;
  let rates = { valid: mean(before.valid), pass: mean(before.passValid), slip: mean(before.passInvalid) };
  const others = telling.map(row => mass.map((_, c) => shareOfOthers(row, c)));
  for (let round = 0; round < rounds && telling.length > 0; round++) {
    correct = posterior(priors, telling, others, rates);
    rates = ratesGiven(correct, telling, others);
  }
  return { correct, valid: tests.map(row => validity(correct, row)) };
}

type Rates = {
  /** P(a test is valid). */
  readonly valid: number;
  /** P(a wrong behaviour passes a valid test). */
  readonly pass: number;
  /** P(a wrong behaviour passes a test that is not valid). */
  readonly slip: number;
};

function posterior(
  priors: readonly number[],
  tests: readonly TestRow[],
  others: readonly (readonly number[])[],
  { valid, pass, slip }: Rates,
): readonly number[] {
  const logs = priors.map((prior, c) => {
    let sum = 0;
    for (const [t, row] of tests.entries()) {
      const share = others[t]?.[c] ?? 0;
      sum += row[c]
        ? Math.log(valid) + share * Math.log(pass) + (1 - share) * Math.log(1 - pass)
        : Math.log(1 - valid) + share * Math.log(slip) + (1 - share) * Math.log(1 - slip);
    }
    return Math.log(prior) + sum / tests.length;
  });
  const top = Math.max(...logs);
  const weights = logs.map(log => Math.exp(log - top));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map(weight => weight / total);
}

function ratesGiven(
  correct: readonly number[],
  tests: readonly TestRow[],
  others: readonly (readonly number[])[],
): Rates {
  let [valid, passed, slipped] = [0, 0, 0];
  for (const [t, row] of tests.entries()) {
    for (const [c, chance] of correct.entries()) {
      const share = chance * (others[t]?.[c] ?? 0);
      if (row[c]) {
        valid += chance;
        passed += share;
      } else slipped += share;
    }
  }
  const invalid = tests.length - valid;
  return {
    valid: mean(before.valid, valid, invalid),
    pass: mean(before.passValid, passed, valid - passed),
    slip: mean(before.passInvalid, slipped, invalid - slipped),
  };
}

function shareOfOthers(row: TestRow, c: number): number {
  const passing = row.reduce((sum, pass, other) => sum + (pass && other !== c ? 1 : 0), 0);
  return passing / (row.length - 1);
}

function validity(correct: readonly number[], row: TestRow): number {
  return correct.reduce((sum, chance, c) => sum + (row[c] ? chance : 0), 0);
}

function mean({ yes, no }: Beta, more = 0, less = 0): number {
  return (yes + more) / (yes + more + no + less);
}
