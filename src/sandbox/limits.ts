/** What one execution in the sandbox may use at most; past any of them its whole process tree is killed. */
export type Limits = {
  /** Seconds of wall time. */
  readonly wallSeconds: number;
  /** Seconds of CPU time of the whole tree. */
  readonly cpuSeconds: number;
  /** Bytes of memory of the whole tree, leaving out program text and the sandbox's own file system. */
  readonly memoryBytes: number;
  /** Processes at once. */
  readonly processes: number;
  /** Bytes of stdout and stderr together, and the same again for the report. */
  readonly outputBytes: number;
  /** Bytes of a single file. */
  readonly fileBytes: number;
  /** Bytes that may be written beyond the copy of the workspace; not enforced without bubblewrap. */
  readonly diskBytes: number;
};

const mebibyte = 1024 * 1024;

/** Enough for a vitest or jest run of a few files on a busy laptop. */
export const defaultLimits: Limits = {
  wallSeconds: 20,
  cpuSeconds: 30,
  memoryBytes: 1536 * mebibyte,
  processes: 64,
  outputBytes: 4 * mebibyte,
  fileBytes: 64 * mebibyte,
  diskBytes: 256 * mebibyte,
};
