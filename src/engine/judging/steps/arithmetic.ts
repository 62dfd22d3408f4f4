/** Whole numbers, names, signs and parentheses in the order they were written. */
export type Expression = readonly string[];

/** Most tokens of an expression; a longer one is not computed. */
const longest = 400;

/**
 * The value by the usual precedence of + - * / and the unary minus; undefined where it is no expression, a name is not
 * known, or the result is no safe whole number.
 */
export function computed(expression: Expression, names: ReadonlyMap<string, number>): number | undefined {
  if (expression.length > longest) return undefined;
  const reader = { expression, names, at: 0 };
  const value = sumAt(reader);
  return reader.at === expression.length && Number.isSafeInteger(value) ? value + 0 : undefined;
}

type Reader = {
  readonly expression: Expression;
  readonly names: ReadonlyMap<string, number>;
  at: number;
};

/** NaN stands for what is no expression, from here on. */
function sumAt(reader: Reader): number {
  let value = productAt(reader);
  for (let sign = taken(reader, '+', '-'); sign; sign = taken(reader, '+', '-')) {
    const next = productAt(reader);
    value = exact(sign === '+' ? value + next : value - next);
  }
  return value;
}

function productAt(reader: Reader): number {
  let value = factorAt(reader);
  for (let sign = taken(reader, '*', '/'); sign; sign = taken(reader, '*', '/')) {
    const next = factorAt(reader);
    value = exact(sign === '*' ? value * next : value / next);
  }
  return value;
}

function factorAt(reader: Reader): number {
  if (taken(reader, '-')) return -factorAt(reader);
  if (taken(reader, '(')) {
    const value = sumAt(reader);
    return taken(reader, ')') ? value : Number.NaN;
  }
  const token = reader.expression[reader.at++];
  if (token === undefined) return Number.NaN;
  return /^\d+$/.test(token) ? exact(Number(token)) : (reader.names.get(token) ?? Number.NaN);
}

function taken(reader: Reader, ...signs: readonly string[]): string | undefined {
  const token = reader.expression[reader.at];
  if (token === undefined || !signs.includes(token)) return undefined;
  reader.at++;
  return token;
}

/** Beyond the safe whole numbers a result is not told. */
function exact(value: number): number {
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? value : Number.NaN;
}
