import type { LiveRow } from './live.ts';
import { intervalOf, type Weighed } from './recorded/interval.ts';
import type { Interval } from './recorded/suite.ts';

/** Means over tasks and seeds; intervals are bootstraps over tasks, with the seeds of a task kept together. */
export type LiveFigures = {
  readonly runAs: string;
  readonly runs: number;
  readonly solved: number;
  readonly ci95: Interval;
  readonly verified: number;
  readonly calls: number;
  readonly tokens: number;
  /** Wall time to the stop; of best-of-N with fewer draws than were made, its share of the run. */
  readonly seconds: number;
};

export type LiveSummary = {
  readonly policy: LiveFigures;
  /** For each N that draws were made for; the first verified draw is taken, and all N are paid. */
  readonly bestOf: readonly LiveFigures[];
  /** The same when a draw that passes is the last. */
  readonly bestOfUntilPassed: readonly LiveFigures[];
  /** Best-of-N between the two N whose mean tokens enclose the policy's; missing where no N spends as much. */
  readonly equalTokens?: {
    readonly between: readonly [number, number];
    readonly tokens: number;
    readonly solved: number;
    readonly seconds: number;
    /** The policy less best-of-N, paired over tasks. */
    readonly difference: number;
    readonly ci95: Interval;
  };
};

type Run = {
  readonly task: string;
  readonly solved: number;
  readonly verified: number;
  readonly calls: number;
  readonly tokens: number;
  readonly seconds: number;
};

/** What the rows of the policy and of best-of-N say. */
export function summaryOf(rows: readonly LiveRow[]): LiveSummary {
  const mine = rows.filter(row => !row.drawn);
  const theirs = rows.filter(row => row.drawn);
  const policy = figuresOf(mine[0]?.policy ?? '', mine.map(runOf));
  const most = Math.max(0, ...theirs.map(row => row.drawn?.length ?? 0));
  const each = Array.from({ length: most }, (_, i) => i + 1);
  const prefixes = each.map(n => theirs.map(row => prefixOf(row, n, false)));
  const bestOf = prefixes.map((runs, i) => figuresOf(`best of ${i + 1}`, runs));
  const equalTokens = atTokens(policy, mine.map(runOf), bestOf, prefixes);
  return {
    policy,
    bestOf,
    bestOfUntilPassed: each.map(n =>
      figuresOf(
        `best of ${n}, until one passes`,
        theirs.map(row => prefixOf(row, n, true)),
      ),
    ),
    ...(equalTokens && { equalTokens }),
  };
}

function runOf({ task, solved, verified, calls, tokens, seconds }: LiveRow): Run {
  return { task, solved: Number(solved), verified: Number(verified), calls, tokens, seconds };
}

function prefixOf({ task, drawn = [], seconds }: LiveRow, n: number, untilPassed: boolean): Run {
  const passed = drawn.findIndex(draw => draw.verified);
  const taken = passed >= 0 && passed < n ? drawn[passed] : undefined;
  const calls = Math.min(drawn.length, untilPassed && taken ? passed + 1 : n);
  const tokensOf = (many: number) => drawn.slice(0, many).reduce((sum, draw) => sum + draw.tokens, 0);
  const all = tokensOf(drawn.length);
  return {
    task,
    solved: Number(taken?.solved ?? false),
    verified: Number(taken !== undefined),
    calls,
    tokens: tokensOf(calls),
    seconds: all === 0 ? seconds : (seconds * tokensOf(calls)) / all,
  };
}

function figuresOf(runAs: string, runs: readonly Run[]): LiveFigures {
  const mean = (of: (run: Run) => number) =>
    runs.reduce((sum, run) => sum + of(run), 0) / Math.max(1, runs.length);
  return {
    runAs,
    runs: runs.length,
    solved: mean(run => run.solved),
    ci95: intervalOf(byTask(runs, run => run.solved)),
    verified: mean(run => run.verified),
    calls: mean(run => run.calls),
    tokens: mean(run => run.tokens),
    seconds: mean(run => run.seconds),
  };
}

function atTokens(
  policy: LiveFigures,
  mine: readonly Run[],
  bestOf: readonly LiveFigures[],
  prefixes: readonly (readonly Run[])[],
): LiveSummary['equalTokens'] {
  const above = bestOf.findIndex(figures => figures.tokens >= policy.tokens);
  const [upper, lower] = [bestOf[above], bestOf[Math.max(0, above - 1)]];
  const [over, under] = [prefixes[above], prefixes[Math.max(0, above - 1)]];
  if (!upper || !lower || !over || !under) return undefined;
  const share = upper === lower ? 0 : (policy.tokens - lower.tokens) / (upper.tokens - lower.tokens);
  const mix = (low: number, high: number) => low + share * (high - low);
  const solved = mix(lower.solved, upper.solved);
  const less = [...under.entries()].map(([i, run]) => ({
    ...run,
    solved: -mix(run.solved, over[i]?.solved ?? 0),
  }));
  const paired = [...mine, ...less];
  const clusters = byTask(paired, run => 2 * run.solved);
  return {
    between: [Math.max(1, above), above + 1],
    tokens: mix(lower.tokens, upper.tokens),
    solved,
    seconds: mix(lower.seconds, upper.seconds),
    difference: policy.solved - solved,
    ci95: intervalOf(clusters),
  };
}

function byTask(runs: readonly Run[], of: (run: Run) => number): readonly (readonly Weighed[])[] {
  const clusters = new Map<string, Weighed[]>();
  for (const run of runs) {
    const known = clusters.get(run.task) ?? [];
    known.push({ value: of(run), weight: 1 });
    clusters.set(run.task, known);
  }
  return [...clusters.values()];
}

/** The policy, best-of-N at equal tokens, and best-of-N by N, a line each. */
export function liveTable({ policy, bestOf, bestOfUntilPassed, equalTokens }: LiveSummary): string {
  const line = ({ runAs, runs, solved, ci95, verified, calls, tokens, seconds }: LiveFigures) =>
    [
      runAs.padEnd(30),
      `${Math.round(solved * runs)}/${runs}`.padStart(9),
      ci95
        .map(bound => bound.toFixed(2))
        .join(' to ')
        .padStart(14),
      `${Math.round(verified * runs)}`.padStart(9),
      calls.toFixed(1).padStart(7),
      tokens.toFixed(0).padStart(8),
      seconds.toFixed(1).padStart(8),
    ].join('');
  const head = `${'run as'.padEnd(30)}   solved  95% interval verified  calls  tokens seconds`;
  const last = bestOfUntilPassed.at(-1);
  return [
    head,
    ...[policy, ...bestOf, ...(last ? [last] : [])].map(line),
    equalTokens
      ? `at equal tokens (${equalTokens.tokens.toFixed(0)} a run) best-of-N, between N = ${equalTokens.between.join(' and ')}, solves ${equalTokens.solved.toFixed(3)}; ` +
        `${policy.runAs} ${policy.solved.toFixed(3)}, difference ${equalTokens.difference.toFixed(3)} [${equalTokens.ci95.map(bound => bound.toFixed(3)).join(', ')}]`
      : 'no N of best-of-N spends as many tokens',
  ].join('\n');
}
