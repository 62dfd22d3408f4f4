import { randomBytes } from 'node:crypto';
import type { Output, Probed, ProbeRequest, ProbeRunner } from '../engine/probes/probeRunner.ts';
import { literalOf } from '../engine/probes/value.ts';
import { execCharged } from './execCharged.ts';
import { programOf } from './interpreters.ts';
import { lazySandbox } from './lazySandbox.ts';
import type { Limits } from './limits.ts';
import { javascriptAlone, javascriptHarness } from './probes/javascriptHarness.ts';
import { pythonHarness } from './probes/pythonHarness.ts';
import type { ExecRequest, Sandbox, SandboxOptions } from './sandbox.ts';

/** Candidates in one execution of the sandbox. */
const together = 25;
/** Seconds that starting takes, and the most that one candidate does (its own limit is in the harness). */
const seconds = { starting: 10, candidate: 26 } as const;

/** The most sandbox seconds that running so many candidates is charged, where none of them ends the execution. */
export function longestProbing(candidates: number): number {
  return seconds.starting + candidates * seconds.candidate + 1;
}

/** A probe runner with a copy of the workspace that is to be removed. */
export interface LocalProbeRunner extends ProbeRunner {
  /** Removes the copy; no run may be in flight. */
  dispose(): Promise<void>;
}

/** Runs candidates in a sandbox of its own, opened at the first run; later changes to the workspace are not seen. */
export function openProbeRunner(options: SandboxOptions): LocalProbeRunner {
  const sandbox = lazySandbox(options);
  return {
    async run(request, call) {
      return createProbeRunner(await sandbox.open(call.signal)).run(request, call);
    },
    dispose: () => sandbox.close(),
  };
}

/**
 * Runs candidates on probes in an open sandbox. A candidate can forge no output but its own, unless it goes looking for
 * the harness's descriptors in the process table; when one ends the whole execution, it is broken and the others run again.
 */
export function createProbeRunner(sandbox: Sandbox): ProbeRunner {
  return {
    async run(request, call) {
      const done: Probed[] = [];
      while (done.length < request.candidates.length) {
        const candidates = request.candidates.slice(done.length, done.length + together);
        const execution = await executionOf(sandbox, { ...request, candidates });
        const result = await execCharged(sandbox, execution, call);
        const probed = resultsOf(result.report, request.probes.length);
        done.push(...probed.slice(0, candidates.length));
        if (probed.length < candidates.length)
          done.push({ type: 'broken', reason: 'ended the process that ran it' });
      }
      return done;
    },
  };
}

async function executionOf(sandbox: Sandbox, request: ProbeRequest): Promise<ExecRequest> {
  const { language, file, functionName, candidates } = request;
  const folder = `.sandbox-${randomBytes(8).toString('hex')}`;
  const python = language === 'python';
  const main = `${folder}/${python ? 'probes.py' : 'probes.mjs'}`;
  const probes = request.probes.map(({ args }) => {
    const written = args.map(literalOf(language)).join(', ');
    return python ? `(${written},)` : written;
  });
  const wall = seconds.starting + candidates.length * seconds.candidate;
  const limits: Partial<Limits> = { wallSeconds: wall, cpuSeconds: wall, outputBytes: 32 * 1024 * 1024 };
  return {
    ...(await programOf(language, main, sandbox.workspace)),
    stdin: JSON.stringify({ file, entry: functionName, candidates, probes }),
    files: python
      ? { [main]: pythonHarness }
      : { [main]: javascriptHarness, [`${folder}/alone.mjs`]: javascriptAlone, [file]: '' },
    reports: true,
    limits,
  };
}

/** The candidates that came to their end, in order. */
function resultsOf(report: string, probes: number): readonly Probed[] {
  const results: Probed[] = [];
  let outputs = lateOutputs(probes);
  let broken: string | undefined = 'does not end';
  for (const line of report.split('\n')) {
    const event = line === '' ? [] : (JSON.parse(line) as readonly (string | number)[]);
    const [, what, kind, text] = event;
    if (what === 'load') broken = kind === 'ok' ? undefined : String(kind);
    else if (typeof what === 'number' && what < probes) outputs[what] = outputOf(kind, String(text));
    else if (what === 'end') {
      results.push(broken === undefined ? { type: 'loaded', outputs } : { type: 'broken', reason: broken });
      outputs = lateOutputs(probes);
      broken = 'does not end';
    }
  }
  return results;
}

function lateOutputs(probes: number): Output[] {
  return Array.from({ length: probes }, () => ({ type: 'late' }));
}

function outputOf(kind: string | number | undefined, text: string): Output {
  if (kind === 'value') return { type: 'value', text };
  if (kind === 'nothing') return { type: 'nothing' };
  return kind === 'error' ? { type: 'error', name: text } : { type: 'late' };
}
