/** A number of a Game of 24, exactly: numerator over a positive denominator, in lowest terms. */
export type Fraction = { readonly over: number; readonly under: number };

export function fraction(over: number, under = 1): Fraction {
  const shared = divisor(over, under) || 1;
  const sign = under < 0 ? -1 : 1;
  return { over: (sign * over) / shared, under: (sign * under) / shared };
}

function divisor(left: number, right: number): number {
  return right === 0 ? Math.abs(left) : divisor(right, left % right);
}

const operators = ['+', '-', '*', '/'] as const;
type Operator = (typeof operators)[number];

/** Undefined for a division by 0. */
function combined(left: Fraction, operator: Operator, right: Fraction): Fraction | undefined {
  switch (operator) {
    case '+':
      return fraction(left.over * right.under + right.over * left.under, left.under * right.under);
    case '-':
      return fraction(left.over * right.under - right.over * left.under, left.under * right.under);
    case '*':
      return fraction(left.over * right.over, left.under * right.under);
    case '/':
      return right.over === 0 ? undefined : fraction(left.over * right.under, left.under * right.over);
    default:
      return operator satisfies never;
  }
}

/** The numbers that are left; four at the start. */
export type State = readonly Fraction[];

/** Equal for states with the same numbers in any order. */
export function keyOf(state: State): string {
  return state
    .map(({ over, under }) => `${over}/${under}`)
    .sort()
    .join();
}

/** Every state that one legal move leads to, each once. */
export function successors(state: State): readonly State[] {
  const found = new Map<string, State>();
  for (const [i, left] of state.entries()) {
    for (const [j, right] of state.entries()) {
      if (i === j) continue;
      const rest = state.filter((_, index) => index !== i && index !== j);
      for (const operator of operators) {
        const value = combined(left, operator, right);
        if (value) found.set(keyOf([...rest, value]), [...rest, value]);
      }
    }
  }
  return [...found.values()];
}

/** `successors` that remembers what it found. */
export function rememberedSuccessors(): typeof successors {
  const known = new Map<string, readonly State[]>();
  return state => {
    const key = keyOf(state);
    const found = known.get(key) ?? successors(state);
    known.set(key, found);
    return found;
  };
}

/** Says exactly whether 24 can still be reached; remembers what it found out. */
export function solver(): (state: State) => boolean {
  const known = new Map<string, boolean>();
  const winnable = (state: State): boolean => {
    const [only] = state;
    if (state.length === 1) return only?.over === 24 && only.under === 1;
    const key = keyOf(state);
    const before = known.get(key);
    if (before !== undefined) return before;
    const wins = successors(state).some(winnable);
    known.set(key, wins);
    return wins;
  };
  return winnable;
}

const moveLine = /^\s*\(?(-?[\d./]+)\)?\s*([-+*/x÷])\s*\(?(-?[\d./]+)\)?\s*=/;

/** Replays written moves exactly; undefined when one cannot be read or uses a number that is not there. */
export function replayed(start: State, lines: readonly string[]): State | undefined {
  let state = start;
  for (const line of lines) {
    const [, left, operator, right] = moveLine.exec(line) ?? [];
    if (left === undefined || operator === undefined || right === undefined) return undefined;
    const first = taken(state, left);
    const second = first && taken(first.rest, right);
    const sign = operators.find(one => one === operator.replace('x', '*').replace('÷', '/'));
    const value = second && sign && combined(first.number, sign, second.number);
    if (!value) return undefined;
    state = [...second.rest, value];
  }
  return state;
}

/** The number nearest to what was written, which may be rounded to two places. */
function taken(state: State, written: string): { number: Fraction; rest: State } | undefined {
  const [over, under = '1'] = written.split('/');
  const wanted = Number(over) / Number(under);
  const off = (number: Fraction) => Math.abs(number.over / number.under - wanted);
  const close = state.filter(number => off(number) <= 0.011 * Math.max(1, Math.abs(wanted)));
  const [nearest] = [...close].sort((left, right) => off(left) - off(right));
  return nearest && { number: nearest, rest: without(state, nearest) };
}

function without(state: State, number: Fraction): State {
  const at = state.indexOf(number);
  return state.filter((_, index) => index !== at);
}
