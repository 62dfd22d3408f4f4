import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { root } from './checkout.ts';
import type { Counts } from './countReporter.ts';
import { endTree } from './processTree.ts';
import { countsFile, type Stage, stages, usualStages } from './stages.ts';
import { bubblewrap, chromium, ensureSystemPackages, patch, pytest } from './systemPackages.ts';

/** Read by .ci/run. */
const totalFile = path.join(root, 'out/counts/total.txt');

type Result = Counts & { readonly stage: string; readonly seconds: number };

/** Runs a stage with its output shown. A stage that ends badly has at least one failure, whatever it counted. */
async function perform(stage: Stage): Promise<Result> {
  console.log(`\n━━ ${stage.name}`);
  const started = performance.now();
  fs.rmSync(countsFile(stage.name), { force: true });
  const child = spawn(stage.command, stage.args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...(stage.counts && { PONDER_COUNTS: countsFile(stage.name) }) },
  });
  const stop = async () => {
    if (child.pid) await endTree(child.pid);
    process.exit(130);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  const code = await once(child, 'exit').then(
    ([exit]) => exit as number | null,
    () => null,
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop);
  const seconds = (performance.now() - started) / 1000;
  return { stage: stage.name, seconds, ...countsOf(stage, code === 0) };
}

function countsOf(stage: Stage, ended: boolean): Counts {
  if (!stage.counts) return { passed: 0, failed: ended ? 0 : 1, skipped: 0 };
  const counts = readCounts(countsFile(stage.name));
  const trouble = !ended || counts.passed + counts.failed === 0;
  return { ...counts, failed: Math.max(counts.failed, trouble ? 1 : 0) };
}

function readCounts(file: string): Counts {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

function summary(results: readonly Result[]): string {
  const rows = results.map(one => {
    const skipped = one.skipped > 0 ? `, ${one.skipped} skipped` : '';
    const counted =
      one.passed + one.failed > 0 ? `${one.passed} passed, ${one.failed} failed${skipped}` : 'ok';
    return `${one.failed > 0 ? '✖' : '✔'} ${one.stage.padEnd(14)} ${one.seconds.toFixed(0).padStart(4)} s  ${counted}`;
  });
  return ['\n━━ summary', ...rows, totals(results)].join('\n');
}

function totals(results: readonly Result[]): string {
  const sum = (part: 'passed' | 'failed') => results.reduce((total, one) => total + one[part], 0);
  return `${sum('passed')} passed, ${sum('failed')} failed`;
}

async function runStages(chosen: readonly Stage[]): Promise<void> {
  fs.mkdirSync(path.dirname(totalFile), { recursive: true });
  if (chosen.some(stage => stage.counts)) ensureSystemPackages([bubblewrap, chromium, pytest, patch]);
  const results: Result[] = [];
  for (const stage of chosen) results.push(await perform(stage));
  console.log(summary(results));
  fs.writeFileSync(totalFile, `${totals(results)}\n`);
  process.exitCode = results.some(one => one.failed > 0) ? 1 : 0;
}

const named = process.argv.slice(2);
const unknown = named.filter(name => !stages.some(stage => stage.name === name));
if (unknown.length > 0) {
  console.error(
    `No such stage: ${unknown.join(', ')}. There are ${stages.map(stage => stage.name).join(', ')}.`,
  );
  process.exitCode = 2;
} else {
  const wanted = named.length > 0 ? named : usualStages;
  await runStages(stages.filter(stage => wanted.includes(stage.name)));
}
