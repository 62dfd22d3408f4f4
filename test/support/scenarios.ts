import fs from 'node:fs';
import path from 'node:path';
import type { TraceEvent } from '../../src/engine/trace.ts';
import { clampReturning, codeTask, type Draw, promptTask, type Scenario, traceOf } from './traces.ts';

const identity: Draw = { type: 'code', code: clampReturning('value'), passes: [true, false, false, false] };
const upper: Draw = {
  type: 'code',
  code: clampReturning('Math.min(value, high)'),
  passes: [true, false, true, false],
  does: (value, _low, high) => Math.min(value, high),
};
const ends: Draw = {
  type: 'code',
  code: clampReturning('Math.max(low, Math.min(value, high))'),
  passes: [true, true, true, false],
  does: (value, low, high) => Math.max(low, Math.min(value, high)),
};
const right: Draw = {
  type: 'code',
  code: [
    'export function clamp(value, low, high) {',
    '  const [from, to] = low <= high ? [low, high] : [high, low];',
    '  return Math.min(Math.max(value, from), to);',
    '}',
  ].join('\n'),
  passes: [true, true, true, true],
};
const chatter: Draw = {
  type: 'unusable',
  text: 'Sure! To clamp a value you compare it with both ends of the range and return the nearer one.',
  error: 'the text holds no code',
};

/** Runs that a person meets, each a function of nothing but its name. */
export const scenarios = {
  verified: {
    task: codeTask,
    draw: sample => [identity, chatter, identity, upper, ends, right][sample] ?? right,
    budget: { tokens: 8000, seconds: 120 },
  },
  failed: { task: codeTask, effort: 'quick', draw: sample => [identity, upper, identity][sample] ?? upper },
  stopped: { task: codeTask, draw: sample => [identity, upper][sample] ?? upper, stopAfterSeconds: 3.1 },
  answered: {
    task: promptTask,
    draw: sample =>
      sample % 3 === 1
        ? { type: 'answer', answer: '8', text: '17 - 9 = 8\n\nAnswer: 8' }
        : { type: 'answer', answer: '9', text: 'All but 9 ran away, so 9 are left.\n\nAnswer: 9' },
  },
  unverified: {
    task: withoutTests(),
    draw: sample => (sample === 3 ? chatter : sample % 3 ? ends : upper),
  },
  unreachable: {
    task: codeTask,
    draw: () => ({ type: 'failed', message: 'The server at http://127.0.0.1:8080 closed the connection.' }),
    estimated: true,
  },
} as const satisfies Readonly<Record<string, Scenario>>;

export type ScenarioName = keyof typeof scenarios;

/** Where a trace or report of a scenario is kept. */
export function keptFile(name: ScenarioName, ending: 'trace.jsonl' | 'txt'): string {
  return path.join(import.meta.dirname, '../view/golden', `${name}.${ending}`);
}

/**
 * The trace of a scenario as it was once made: for tests that name what is in it, whatever the policies do today.
 * UPDATE_GOLDEN=1 makes it anew.
 */
export async function keptTrace(name: ScenarioName): Promise<readonly TraceEvent[]> {
  const file = keptFile(name, 'trace.jsonl');
  if (process.env.UPDATE_GOLDEN) {
    const events = await traceOf(scenarios[name]);
    fs.writeFileSync(file, events.map(event => `${JSON.stringify(event)}\n`).join(''));
  }
  const lines = fs.readFileSync(file, 'utf8').trimEnd().split('\n');
  return lines.map(line => JSON.parse(line) as TraceEvent);
}

function withoutTests(): Scenario['task'] {
  const { tests, ...task } = codeTask;
  return task;
}

/** A run of so many samples, all of them wrong, some of them alike. */
export function longRun(samples: number): Scenario {
  return {
    task: codeTask,
    policy: 'uniform',
    samples,
    concurrency: 4,
    budget: {},
    draw: (_, random) => ({
      type: 'code',
      code: clampReturning(`value + ${random.below(samples)}`),
      passes: [true, random.below(2) === 0, random.below(2) === 0, false],
    }),
  };
}
