import fs from 'node:fs';
import path from 'node:path';
import type { TraceEvent } from '../engine/trace.ts';

/** Where a run's events go, one JSON object a line; flushed to the disk at decisions and at the end. */
export interface TraceFile {
  readonly file: string;
  /** Never throws: after the first failure nothing more is written and `problem` says why. */
  append(event: TraceEvent): void;
  /** Why the trace is incomplete, with what to do; undefined while it is whole. */
  readonly problem: string | undefined;
}

/** Appends events to a file, which is made with its folder at the first event. Paid work is never lost silently. */
export function openTraceFile(file: string): TraceFile {
  let problem: string | undefined;
  return {
    file,
    get problem() {
      return problem;
    },
    append(event) {
      if (problem !== undefined) return;
      try {
        if (event.seq === 0) fs.mkdirSync(path.dirname(file), { recursive: true });
        writeLine(file, event);
      } catch (error) {
        problem = describe(file, error);
      }
    },
  };
}

function writeLine(file: string, event: TraceEvent): void {
  const handle = fs.openSync(file, event.seq === 0 ? 'w' : 'a', 0o600);
  try {
    fs.writeFileSync(handle, `${JSON.stringify(event)}\n`);
    if (event.type === 'decision' || event.type === 'run-ended') fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
}

function describe(file: string, error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  const where = path.dirname(file);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return `The disk is full: the trace ${file} is incomplete. Free some space in ${where} and run again.`;
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return `The trace ${file} cannot be written (${code}). Make ${where} writable, or name another file.`;
  }
  return `The trace ${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`;
}

/** A trace read back: the events that could be read, and what was wrong with each line that could not. */
export type TraceReading = { readonly events: readonly TraceEvent[]; readonly problems: readonly string[] };

/** Reads the text of a trace. A line that is no event is reported with its number and left out. */
export function readTrace(text: string): TraceReading {
  const events: TraceEvent[] = [];
  const problems: string[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const event = parseEvent(line);
    if (typeof event === 'string') problems.push(`Line ${index + 1} ${event}`);
    else events.push(event);
  }
  for (const [index, event] of events.entries()) {
    const before = events[index - 1];
    if (before && event.seq !== before.seq + 1)
      problems.push(`Events ${before.seq + 1} to ${event.seq - 1} are missing.`);
  }
  return { events, problems };
}

const kinds: ReadonlySet<string> = new Set<TraceEvent['type']>([
  'run-started',
  'decision',
  'action-started',
  'action-ended',
  'run-ended',
  'choice',
  'judged-by-hand',
  'diagnosed',
  'expectation',
]);

function parseEvent(line: string): TraceEvent | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return 'is not JSON; the file may have been cut off.';
  }
  if (typeof value !== 'object' || value === null) return 'is not an event.';
  const { seq, type } = value as { seq?: unknown; type?: unknown };
  if (typeof type !== 'string' || !kinds.has(type))
    return `has an unknown event type: ${JSON.stringify(type)}.`;
  if (typeof seq !== 'number') return 'has no sequence number.';
  if (type === 'run-started' && (value as { version?: unknown }).version !== 1) {
    return 'was written by a newer version of Ponder; update it to open this trace.';
  }
  return value as TraceEvent;
}
