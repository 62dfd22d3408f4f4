import { computed, type Expression } from './arithmetic.ts';

/** Two neighbouring sides of an equation that are not equal. */
export type EquationFault = {
  /** From 0. */
  readonly step: number;
  /** Both sides as they were written. */
  readonly equation: string;
  readonly left: number;
  readonly right: number;
};

/** What the equations of one step come to. */
export type CheckedStep = {
  /** Pairs of neighbouring sides that could be computed. */
  readonly checked: number;
  readonly faults: readonly EquationFault[];
};

/**
 * Every false equation in the steps of a chain of thought, such as "(-9 - 5) = -13", in their order. Chains a = b = c are
 * compared side by side; a name, one capital letter, stands for what the steps before gave it. Whole numbers alone; where
 * the text around a side could be part of it ("5 + 3 = 8 dozen"), or a side is no expression or not whole, nothing is
 * said.
 */
export function equationFaults(steps: readonly string[]): readonly EquationFault[] {
  return checkedSteps(steps).flatMap(({ faults }) => faults);
}

/** The equations of each step, read in the order of the steps. */
export function checkedSteps(steps: readonly string[]): readonly CheckedStep[] {
  const names = new Map<string, number>();
  return steps.map((text, step) => {
    const found = chainsIn(text).map(chain => checkedChain(chain, names));
    return {
      checked: found.reduce((sum, { checked }) => sum + checked, 0),
      faults: found.flatMap(({ faults }) => faults.map(fault => ({ step, ...fault }))),
    };
  });
}

/** What stands between signs of equality. */
type Side = {
  readonly text: string;
  readonly expression: Expression;
  /** What stands before it: an end of something, a word, or what may be part of it. */
  readonly before: 'end' | 'word' | 'other';
  /** It ends where it was read to; else what follows may be part of it. */
  readonly closed: boolean;
};

type CheckedChain = {
  readonly checked: number;
  readonly faults: readonly Omit<EquationFault, 'step'>[];
};

/** Compares neighbours; a name that begins the chain stands for its last value from then on, as the text means it. */
function checkedChain(sides: readonly Side[], names: Map<string, number>): CheckedChain {
  const defined = sides[0] && nameOf(sides[0]);
  const compared = defined === undefined ? sides : sides.slice(1);
  const values = compared.map(side => valueIn(side, names));
  const faults: Omit<EquationFault, 'step'>[] = [];
  let checked = 0;
  for (const [place, right] of values.entries()) {
    const [left, sideLeft, sideRight] = [values[place - 1], compared[place - 1], compared[place]];
    if (left === undefined || right === undefined || !sideLeft || !sideRight) continue;
    if (sideLeft.expression.length === 1 && sideRight.expression.length === 1) continue;
    checked++;
    if (left !== right) faults.push({ equation: `${sideLeft.text} = ${sideRight.text}`, left, right });
  }
  const last = values.at(-1);
  if (defined !== undefined) {
    if (last === undefined) names.delete(defined);
    else names.set(defined, last);
  }
  return { checked, faults };
}

/** The name that a side is, alone; a word before it ("calculate A", "and B") is no part of it. */
function nameOf({ expression, before, closed }: Side): string | undefined {
  const [name = ''] = expression;
  return expression.length === 1 && before !== 'other' && closed && /^[A-Z]$/.test(name) ? name : undefined;
}

/** Undefined where the side may be cut off; a list's sign ("- 4") or "3 apples - 4" is no unary minus. */
function valueIn({ text, expression, before, closed }: Side, names: ReadonlyMap<string, number>) {
  if (before !== 'end' || !closed || /^- /.test(text)) return undefined;
  return computed(expression, names);
}

const tokens =
  /(?<number>\d{1,3}(?:,\d{3})+(?![\d,.]*\d)|\d+)(?![\p{L}\d]|[.,:]\d|%)|(?<name>(?<![\p{L}\d])[A-Z](?![\p{L}\d'’]))|(?<sign>[-+*/()])|(?<equal>(?<![<>!=~:])=(?![=>~]))|(?<word>[\p{L}'’]+)|(?<stop>[.,;:](?!\d)|["“”\n])|(?<space>[^\S\n]+|\$)|(?<other>\d[\d.,:]*\S*|.)/gsu;

/** Words after which an expression begins. */
const before = new Set(
  (
    'let lets calculate compute evaluate simplify get gets have has is are was that this so then thus hence therefore ' +
    'since because as if where which gives give equation expression result value know need first next now finally'
  ).split(' '),
);

/** Words before which an expression has ended. */
const after = new Set('and or so then thus hence therefore since because as if where which but'.split(' '));

type Run = { text: string; tokens: string[]; before: Side['before']; closed: boolean };

/** The chains of a text, each of two sides or more. */
function chainsIn(text: string): readonly (readonly Side[])[] {
  const plain = text
    .replace(/[−–]/g, '-')
    .replace(/[×·⋅∗]/g, '*')
    .replace(/÷/g, '/');
  const chains: Run[][] = [];
  let chain = [emptyRun('end')];
  const ended = (closed: boolean, next: Side['before']) => {
    const last = chain.at(-1);
    if (last) last.closed = closed;
    if (chain.length > 1) chains.push(chain);
    chain = [emptyRun(next)];
  };
  for (const { 0: found, groups = {} } of plain.matchAll(tokens)) {
    const last = chain.at(-1);
    if (groups.equal) chain.push(emptyRun('end'));
    else if (groups.stop) ended(true, 'end');
    else if (groups.word) {
      const word = found.toLowerCase().replaceAll(/['’]/g, '');
      ended(after.has(word), before.has(word) ? 'end' : 'word');
    } else if (groups.other) ended(false, 'other');
    else if (last) {
      last.text += found;
      if (!groups.space) last.tokens.push(groups.number ? found.replaceAll(',', '') : found);
    }
  }
  ended(true, 'end');
  return chains.map(sides => sides.map(sideOf));
}

function emptyRun(before: Side['before']): Run {
  return { text: '', tokens: [], before, closed: true };
}

function sideOf({ text, tokens, before, closed }: Run): Side {
  return { text: text.trim(), expression: tokens, before, closed };
}
