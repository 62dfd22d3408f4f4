/** A benchmark over recorded generations: it decides from a folder of them what each policy would have got. */
export type Suite = {
  readonly name: string;
  /** What a budget counts, for one task: draws, tokens, price. */
  readonly unit: string;
  /** A sentence for the command's help. */
  readonly summary: string;
  /** The row names it knows, in the order of the table; all of them when none is asked for. */
  readonly policies: readonly string[];
  /** The files that make a folder one of its sets: all of a list, of any of the lists. Without lists it reads nothing. */
  readonly reads: readonly (readonly string[])[];
  /** Throws BadOption when the folder does not hold what the suite reads. */
  run(request: SuiteRequest): Promise<SuiteResult>;
};

export type SuiteRequest = {
  /** The folder with the recorded generations. */
  readonly data: string;
  /** Row names, each among the suite's. */
  readonly policies: readonly string[];
  /** In the suite's unit, rising; the suite's own curve when missing. */
  readonly budgets?: readonly number[];
  /** At least 1; seed s of n gives the same draws whatever the policy. */
  readonly seeds: number;
  readonly signal: AbortSignal;
  /** A line for whoever waits. */
  readonly progress: (line: string) => void;
};

/** A policy at one budget. Means are over tasks and seeds; everything is a figure for one task. */
export type SuiteRow = {
  readonly policy: string;
  /** What else the row was run with (arm, price of a draw, window). */
  readonly options: Readonly<Record<string, unknown>>;
  readonly budget: number;
  readonly unit: string;
  /** Share of tasks whose chosen candidate is right, or that were solved. */
  readonly accuracy: number;
  /** Bootstrap over tasks, after the mean over seeds. */
  readonly ci95: Interval;
  readonly tokens: number;
  readonly draws: number;
  readonly testDraws: number;
  /** In the suite's price table; null where it has none. */
  readonly price: number | null;
  /** How often each reason ended a task, all seeds together. */
  readonly stopReasons: Readonly<Record<string, number>>;
  readonly millisPerDecision: number;
};

export type Interval = readonly [lo: number, hi: number];

export type ReferencePoint = { readonly budget: number; readonly accuracy: number };

/** What `--json` writes, but for the plots. */
export type SuiteResult = {
  readonly suite: string;
  readonly data: string;
  readonly tasks: number;
  readonly seeds: number;
  readonly rows: readonly SuiteRow[];
  readonly references: {
    readonly uniform: readonly ReferencePoint[];
    /** The best that could be done by who knows what no policy can; each suite's `notes` say what. */
    readonly hindsight: readonly ReferencePoint[];
  };
  /** What the figures mean and where a policy loses, a sentence each. */
  readonly notes: readonly string[];
  /** Figures that are no rows: areas under curves, particles needed. */
  readonly figures?: Readonly<Record<string, unknown>>;
  /** Curves of the suite's own; without them accuracy is drawn against draws, a curve for each policy. */
  readonly plots?: readonly Plot[];
};

/** A chart with a curve for each series. */
export type Plot = {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
};

export type Axis = { readonly label: string; readonly scale?: 'linear' | 'log' };

export type Series = {
  readonly name: string;
  /** In the order of x. */
  readonly points: readonly { readonly x: number; readonly y: number; readonly interval?: Interval }[];
};
