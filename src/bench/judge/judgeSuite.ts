import type { OpenedModel } from '../../compose.ts';
import type { Interval } from '../recorded/suite.ts';

/** How verdicts become a choice between two. */
export type JudgeProtocol = 'single' | 'both-orders' | 'votes' | 'ensemble' | 'calibrated-ensemble';

/** A judge under a protocol; figures are means over items and the seeds' draws of labels, on items without label. */
export type JudgeRow = {
  readonly judge: string;
  readonly protocol: JudgeProtocol;
  /** Ground truths that calibration has seen. */
  readonly labels: number;
  /** Share of items with the right choice; no choice is not right. */
  readonly accuracy: number;
  readonly ci95: Interval;
  /** Verdicts for one item. */
  readonly calls: number;
  /** Over 5 bins of equal mass; null where no chance is stated. */
  readonly ece: number | null;
  readonly brier: number | null;
  /** Share of pairs on which both orders say the same; null where there is no order. */
  readonly orderConsistency: number | null;
  /** In log odds a preference, or on [0, 1] for values of steps; null where labels give none. */
  readonly weight: number | null;
  /** Share of verdicts that could be read. */
  readonly parsed: number;
};

export type JudgeRequest = {
  readonly data: string;
  /** All recorded judges when missing; a judge of the product that was not recorded is run live. The synthetic ones and the ensembles are always there. */
  readonly judge?: string;
  readonly seeds: number;
  /** Pairs, chains or states that a live judge is asked about. */
  readonly items: number;
  /** Opens the model of a live judge. */
  readonly open: () => Promise<OpenedModel>;
  /** A line for whoever waits. */
  readonly progress: (line: string) => void;
  readonly signal: AbortSignal;
};

/** What `--json` writes. */
export type JudgeResult = {
  readonly suite: string;
  readonly data: string;
  readonly items: number;
  readonly rows: readonly JudgeRow[];
  /** Figures that are no rows. */
  readonly figures: Readonly<Record<string, unknown>>;
  /** What the figures mean and where a protocol loses, a sentence each. */
  readonly notes: readonly string[];
};

/** Measures judges on recorded verdicts. */
export type JudgeSuite = {
  readonly name: string;
  readonly summary: string;
  /** Throws BadOption when the folder does not hold what the suite reads, or no such judge. */
  run(request: JudgeRequest): Promise<JudgeResult>;
};

export const labelCounts = [0, 10, 50, 200] as const;

/** Fewer items than this are not measured on. */
export const leastRest = 40;

/** The numbers of labels that leave enough of so many items to measure on; none always does. */
export function labelCountsFor(items: number): readonly number[] {
  return labelCounts.filter(labels => labels === 0 || items - labels >= leastRest);
}

/** Says which numbers of labels no row has, and why. */
export function missingNotes(rows: readonly JudgeRow[]): readonly string[] {
  const missing = labelCounts.filter(labels => !rows.some(row => row.labels === labels));
  if (missing.length === 0) return [];
  return [
    `No rows with ${missing.join(', ')} labels: ${leastRest} items at least have to be left without label.`,
  ];
}

export const eceBins = 5;
