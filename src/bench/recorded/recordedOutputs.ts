import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import type { Probed } from '../../engine/probes/probeRunner.ts';
import type { Probe } from '../../engine/probes/probes.ts';
import { outputNumbers } from '../../engine/rewards/outputAgreement.ts';
import { createProbeRunner } from '../../sandbox/probeRunner.ts';
import { pythonHarness } from '../../sandbox/probes/pythonHarness.ts';
import { openSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { dataDir } from '../../store/dataDir.ts';

/** Texts of one task to be executed on its probes. */
export type Execution = {
  readonly functionName: string;
  readonly texts: readonly string[];
  readonly probes: readonly Probe[];
};

/** A text's outputs as numbers, null when it does not load. */
export type OutputRow = readonly number[] | null;

const cached = z.array(z.union([z.array(z.int()), z.null()]));

/** Executions at once; each takes a processor. */
const atOnce = 2;

/**
 * What recorded Python texts do on probes, by executing each once in the sandbox. Kept in the data folder under a hash of
 * texts, probes and harness, so that a second call only reads. Rejects with SandboxError where nothing can be isolated.
 */
export async function recordedOutputs(
  executions: readonly Execution[],
  { signal, progress }: { readonly signal: AbortSignal; readonly progress: (line: string) => void },
): Promise<readonly (readonly OutputRow[])[]> {
  const folder = path.join(dataDir(), 'cache', 'probes');
  await fs.mkdir(folder, { recursive: true });
  const results: (readonly OutputRow[])[] = [];
  const waiting = [...executions.entries()];
  const workspace = await fs.mkdtemp(path.join(os.tmpdir(), 'ponder-probes-'));
  let sandbox: Promise<Sandbox> | undefined;
  let executed = 0;
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, execution] = next;
      const file = path.join(folder, `${hashOf(execution)}.json`);
      const known = await readCached(file);
      if (known) {
        results[index] = known;
        continue;
      }
      sandbox ??= openSandbox({ workspace }, signal);
      const rows = await execute(await sandbox, execution, signal);
      await fs.writeFile(`${file}.tmp`, JSON.stringify(rows));
      await fs.rename(`${file}.tmp`, file);
      results[index] = rows;
      executed += 1;
      progress(`executed ${execution.functionName}: ${executed} tasks done, at most ${waiting.length} to go`);
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, work));
  } finally {
    waiting.length = 0;
    await (await sandbox)?.close();
    await fs.rm(workspace, { recursive: true, force: true });
  }
  return results;
}

async function execute(
  sandbox: Sandbox,
  execution: Execution,
  signal: AbortSignal,
): Promise<readonly OutputRow[]> {
  const { functionName, texts, probes } = execution;
  const call = { signal, charge: () => {}, extend: () => true };
  const request = {
    language: 'python',
    file: 'candidate.py',
    functionName,
    candidates: texts,
    probes,
  } as const;
  const probed: readonly Probed[] = await createProbeRunner(sandbox).run(request, call);
  return outputNumbers(probed).map(row => row ?? null);
}

function hashOf(execution: Execution): string {
  return createHash('sha256')
    .update(JSON.stringify([execution, pythonHarness]))
    .digest('hex')
    .slice(0, 32);
}

async function readCached(file: string): Promise<readonly OutputRow[] | undefined> {
  const content = await fs.readFile(file, 'utf8').catch(() => undefined);
  return content === undefined ? undefined : cached.parse(JSON.parse(content));
}
