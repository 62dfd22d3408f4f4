import fs from 'node:fs';
import path from 'node:path';
import { root } from './checkout.ts';

/** A result of `ponder bench`, as its JSON is read back here; what a table does not show is left out. */
type Row = {
  readonly policy: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly budget: number;
  readonly accuracy: number;
  readonly ci95: readonly [number, number];
  readonly tokens: number;
  readonly draws: number;
  readonly testDraws: number;
  readonly price: number | null;
};
type Points = readonly { readonly budget: number; readonly accuracy: number }[];
type Result = {
  readonly suite: string;
  readonly tasks: number;
  readonly seeds: number;
  readonly rows: readonly Row[];
  readonly references: { readonly uniform: Points; readonly hindsight: Points };
  readonly notes: readonly string[];
  readonly figures?: Readonly<Record<string, unknown>>;
};

const document = 'BENCHMARKS.md';

/** The text with each table between its marks, and the names there is no result for; those tables stay as they are. */
export function filled(
  text: string,
  find: (name: string) => unknown,
): { readonly text: string; readonly missing: readonly string[] } {
  const missing = new Set<string>();
  const marks = /(<!-- table (\S+)(.*?) -->\n)[\s\S]*?(<!-- end -->)/g;
  const whole = text.replace(marks, (before, open, name, part, end) => {
    const result = find(name);
    if (result === undefined) missing.add(name);
    return result === undefined ? before : `${open}\n${tableOf(result, String(part).trim())}\n\n${end}`;
  });
  return { text: whole, missing: [...missing] };
}

/** Fills BENCHMARKS.md from NAME.json in the folder, and copies NAME.svg into media/bench. */
function main(folder: string): void {
  const file = path.join(root, document);
  const { text, missing } = filled(fs.readFileSync(file, 'utf8'), name => {
    const json = path.join(folder, `${name}.json`);
    if (!fs.existsSync(json)) return undefined;
    copyPicture(folder, name);
    return JSON.parse(fs.readFileSync(json, 'utf8'));
  });
  fs.writeFileSync(file, text);
  if (missing.length > 0) console.log(`No result for ${missing.join(', ')} in ${folder}.`);
}

function copyPicture(folder: string, name: string): void {
  const svg = path.join(folder, `${name}.svg`);
  if (!fs.existsSync(svg)) return;
  const to = path.join(root, 'media', 'bench');
  fs.mkdirSync(to, { recursive: true });
  fs.copyFileSync(svg, path.join(to, `${name}.svg`));
}

function tableOf(whole: unknown, part: string): string {
  if (part === 'overhead') return overheadTable(whole as Overhead);
  if (part === 'live') return liveTable(whole as Live);
  if (part === 'judges') return judgesTable(whole as Judges);
  const result = whole as Result;
  const [kind = '', ...policies] = part.split(' ');
  if (kind === '' || kind === 'rows') return rowsTable(result, policies);
  if (kind === 'curve') return curveTable(result, policies);
  if (part === 'notes') return result.notes.map(note => `- ${note}`).join('\n');
  const found = part
    .split('.')
    .reduce<unknown>((at, key) => (at as Record<string, unknown>)?.[key], result.figures);
  if (!Array.isArray(found)) throw new Error(`${result.suite} has no list figures.${part}.`);
  return objectsTable(found as readonly Record<string, unknown>[]);
}

/** Rows that are of no single arm; those of some policies where any are named. */
function chosen(rows: readonly Row[], policies: readonly string[]): readonly Row[] {
  return rows.filter(
    row => row.options.arm === undefined && (policies.length === 0 || policies.includes(row.policy)),
  );
}

function nameOf({ policy, options }: Row): string {
  return [policy, ...Object.entries(options).map(([key, value]) => `${key} ${value}`)].join(', ');
}

/** Accuracy with its interval by budget, a line for each way to run; those with one budget alone are left out. */
function curveTable({ tasks, seeds, rows, references }: Result, policies: readonly string[]): string {
  const kept = chosen(rows, policies);
  const names = [...new Set(kept.map(nameOf))].filter(
    name => kept.filter(row => nameOf(row) === name).length > 1,
  );
  const budgets = [...new Set(kept.filter(row => names.includes(nameOf(row))).map(row => row.budget))];
  const cell = (row: Row | undefined) =>
    row ? `${row.accuracy.toFixed(3)} [${row.ci95.map(bound => bound.toFixed(2)).join(', ')}]` : '';
  const lines = names.map(name => [
    name,
    ...budgets.map(budget => cell(kept.find(row => row.budget === budget && nameOf(row) === name))),
  ]);
  const reference = (name: string, points: Points) => [
    `reference: ${name}`,
    ...budgets.map(budget => points.find(point => point.budget === budget)?.accuracy.toFixed(3) ?? ''),
  ];
  return [
    `${tasks} tasks, ${seeds} seeds; accuracy with its 95% interval by budget.`,
    '',
    markdown(
      ['run as', ...budgets.map(String)],
      [...lines, reference('uniform', references.uniform), reference('hindsight', references.hindsight)],
    ),
  ].join('\n');
}

/** A line for each row. */
function rowsTable({ tasks, seeds, rows, references }: Result, policies: readonly string[]): string {
  const shown = chosen(rows, policies);
  const priced = shown.some(row => row.price !== null);
  const head = [
    'run as',
    'budget',
    'accuracy',
    '95% interval',
    'draws',
    'tokens',
    ...(priced ? ['price'] : []),
  ];
  const lines = shown.map(row => [
    nameOf(row),
    String(row.budget),
    row.accuracy.toFixed(4),
    row.ci95.map(bound => bound.toFixed(3)).join(' to '),
    row.draws.toFixed(2) + (row.testDraws > 0 ? ` + ${row.testDraws.toFixed(1)} tests` : ''),
    row.tokens.toFixed(0),
    ...(priced ? [row.price?.toFixed(2) ?? ''] : []),
  ]);
  const curve = (name: string, points: Points) =>
    points.length === 0
      ? []
      : [`Reference ${name}: ${points.map(at => `${at.accuracy.toFixed(3)} at ${at.budget}`).join(', ')}.`];
  return [
    `${tasks} tasks, ${seeds} seeds.`,
    '',
    markdown(head, lines),
    '',
    ...curve('uniform', references.uniform),
    ...curve('hindsight', references.hindsight),
  ]
    .join('\n')
    .trimEnd();
}

function objectsTable(objects: readonly Record<string, unknown>[]): string {
  const flat = objects.map(object => flattened(object));
  const head = [...new Set(flat.flatMap(row => Object.keys(row)))];
  return markdown(
    head,
    flat.map(row => head.map(key => row[key] ?? '')),
  );
}

/** Pairs are intervals; longer lists are left out. */
function flattened(object: Record<string, unknown>, before = ''): Record<string, string> {
  return Object.fromEntries(
    Object.entries(object).flatMap(([key, value]) => {
      const name = before + key;
      if (Array.isArray(value)) return value.length === 2 ? [[name, value.map(shown).join(' to ')]] : [];
      if (value !== null && typeof value === 'object')
        return Object.entries(flattened(value as Record<string, unknown>, `${name} `));
      return [[name, shown(value)]];
    }),
  );
}

function shown(value: unknown): string {
  if (typeof value !== 'number') return value === null ? 'none' : String(value);
  return Number.isInteger(value) ? String(value) : String(Number(value.toFixed(Math.abs(value) < 1 ? 4 : 2)));
}

type Overhead = {
  readonly rows: readonly {
    readonly policy: string;
    readonly task: string;
    readonly candidates: number;
    readonly micros?: number;
    readonly shareOfCall?: number;
  }[];
};

/** Microseconds by number of candidates, and the share of a call that the last is. */
function overheadTable({ rows }: Overhead): string {
  const names = [...new Set(rows.map(({ policy, task }) => `${policy}, ${task}`))];
  const sizes = [...new Set(rows.map(({ candidates }) => candidates))];
  const lines = names.map(name => {
    const mine = rows.filter(({ policy, task }) => `${policy}, ${task}` === name);
    const share = mine.at(-1)?.shareOfCall;
    return [
      name,
      ...sizes.map(size => mine.find(row => row.candidates === size)?.micros?.toFixed(0) ?? ''),
      share === undefined ? '' : `${(100 * share).toFixed(2)}%`,
    ];
  });
  return markdown(['policy', ...sizes.map(size => `us at ${size}`), 'of a 1 s call'], lines);
}

type JudgeRow = {
  readonly judge: string;
  readonly protocol: string;
  readonly labels: number;
  readonly accuracy: number;
  readonly ci95: readonly [number, number];
  readonly calls: number;
  readonly ece: number | null;
  readonly brier: number | null;
  readonly orderConsistency: number | null;
  readonly weight: number | null;
  readonly parsed: number;
};
type Judges = { readonly items: number; readonly rows: readonly JudgeRow[] };

/** A line for each judge under a protocol; what labels change stands in their order, the rest is as without labels. */
function judgesTable({ items, rows }: Judges): string {
  const labels = [...new Set(rows.map(row => row.labels))];
  const keys = [...new Set(rows.map(keyOf))];
  const lines = keys.flatMap(key => {
    const mine = rows.filter(row => keyOf(row) === key);
    const [first] = mine;
    if (!first) return [];
    const byLabels = (of: (row: JudgeRow) => number | null) => {
      const values = mine.map(row => known(of(row)));
      return new Set(values).size === 1 ? (values[0] ?? '') : values.join(' > ');
    };
    return [
      [
        ...[first.judge, first.protocol, first.calls.toFixed(1), byLabels(row => row.accuracy)],
        first.ci95.map(bound => bound.toFixed(2)).join(' to '),
        ...[byLabels(row => row.ece), byLabels(row => row.brier), known(first.orderConsistency)],
        ...[byLabels(row => row.weight), known(first.parsed)],
      ],
    ];
  });
  const head = ['judge', 'protocol', 'calls', 'accuracy', '95% interval'];
  return [
    `${items} items; figures with "${labels.join(' > ')}" labels, as far as the items allow; the interval is that without labels.`,
    '',
    markdown([...head, 'ECE', 'Brier', 'order', 'weight', 'parsed'], lines),
  ].join('\n');
}

function keyOf({ judge, protocol }: JudgeRow): string {
  return `${judge}, ${protocol}`;
}

function known(value: number | null): string {
  return value === null ? '' : value.toFixed(3);
}

type LiveFigures = {
  readonly runAs: string;
  readonly runs: number;
  readonly solved: number;
  readonly ci95: readonly [number, number];
  readonly calls: number;
  readonly tokens: number;
  readonly seconds: number;
};
type Live = {
  readonly model: string;
  readonly summary: {
    readonly policy: LiveFigures;
    readonly bestOf: readonly LiveFigures[];
    readonly bestOfUntilPassed: readonly LiveFigures[];
    readonly equalTokens?: Record<string, unknown>;
  };
};

function liveTable({ model, summary }: Live): string {
  const line = ({ runAs, runs, solved, ci95, calls, tokens, seconds }: LiveFigures) => [
    runAs,
    `${Math.round(solved * runs)} of ${runs}`,
    ci95.map(bound => bound.toFixed(2)).join(' to '),
    calls.toFixed(1),
    tokens.toFixed(0),
    seconds.toFixed(1),
  ];
  const { policy, bestOf, bestOfUntilPassed, equalTokens } = summary;
  const last = bestOfUntilPassed.at(-1);
  return [
    `Model ${model}.`,
    '',
    markdown(
      ['run as', 'solved', '95% interval', 'calls', 'tokens', 'seconds to the stop'],
      [policy, ...bestOf, ...(last ? [last] : [])].map(line),
    ),
    '',
    equalTokens
      ? `At equal tokens:\n\n${objectsTable([equalTokens])}`
      : 'No N of best-of-N spends as many tokens.',
  ].join('\n');
}

function markdown(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map((_, at) => (at === 0 ? '---' : '---:'))), ...lines.map(line)].join('\n');
}

if (import.meta.main) {
  const [folder] = process.argv.slice(2);
  if (folder === undefined) {
    console.error('Name the folder with the results: node src/dev/benchTables.ts DIR');
    process.exitCode = 2;
  } else main(folder);
}
