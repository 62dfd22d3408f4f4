// The playground with the embedded model, through the real command in the real VS Code. By default three functions: one
// that is verified, one that is not solved, one that is stopped. PONDER_E2E_ALL=1 takes all of them and prints a table;
// PONDER_SHOTS names a folder for screenshots in three themes. Build first; the model is fetched when it is missing.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fetchModel } from '../../src/dev/fetchModel.ts';
import { copyPlayground } from '../../src/dev/playground.ts';
import { openWorkbench } from '../../src/dev/vscode/openWorkbench.ts';
import type { Workbench } from '../../src/dev/vscode/workbench.ts';
import { totalTokens } from '../../src/engine/cost.ts';
import type { TraceEvent } from '../../src/engine/trace.ts';
import { modelsDir } from '../../src/models/modelFiles.ts';
import { dataDir } from '../../src/store/dataDir.ts';
import { readTrace } from '../../src/store/traceFile.ts';
import { createDiscovery } from '../../src/workspace/createDiscovery.ts';
import { languageOf } from '../../src/workspace/language.ts';

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'ponder-playground-'));
after(() => fs.rmSync(scratch, { recursive: true, force: true, maxRetries: 5 }));
before(() => fetchModel(new AbortController().signal));

const discovery = await createDiscovery({ wasmDir: path.join(import.meta.dirname, '../../dist/wasm') });
const folder = copyPlayground(path.join(scratch, 'playground'));
const traces = path.join(scratch, 'data', 'traces');
const open = (settings = {}) =>
  openWorkbench({
    folder,
    settings: { 'files.autoSave': 'off', ...settings },
    env: { PONDER_DATA_DIR: path.join(scratch, 'data'), PONDER_MODELS_DIR: modelsDir(dataDir()) },
  });

type Ended = Extract<TraceEvent, { type: 'run-ended' }>;

/** Starts the command on a function and resolves with the file of the new run's trace. */
async function solve(workbench: Workbench, file: string, name: string): Promise<string> {
  const known = new Set(traceFiles());
  await workbench.openFile(file);
  await workbench.goToLine(lineOf(file, name));
  await workbench.runCommand('Ponder: Solve Code Task');
  return await waitFor(() => traceFiles().find(trace => !known.has(trace)));
}

function traceFiles(): readonly string[] {
  return fs.existsSync(traces) ? fs.readdirSync(traces).map(name => path.join(traces, name)) : [];
}

function lineOf(file: string, name: string): number {
  const text = fs.readFileSync(path.join(folder, file), 'utf8');
  const language = languageOf(file);
  const found = language && discovery.listFunctions(text, language).find(one => one.name === name);
  assert.ok(found, `${file} has no function ${name}`);
  return found.startLine;
}

const eventsOf = (trace: string) => readTrace(fs.readFileSync(trace, 'utf8')).events;
const endOf = (trace: string): Ended | undefined => eventsOf(trace).find(event => event.type === 'run-ended');

async function waitFor<T>(look: () => T | undefined, seconds = 240): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const found = look();
    if (found !== undefined) return found;
    assert.ok(Date.now() < deadline, `nothing after ${seconds} s`);
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}

async function shots(workbench: Workbench, name: string): Promise<void> {
  const target = process.env.PONDER_SHOTS;
  if (!target) return;
  await workbench.runCommand('Notifications: Clear All Notifications');
  for (const [theme, body] of [
    ['Light Modern', 'light'],
    ['Dark High Contrast', 'contrast'],
    ['Dark Modern', 'dark'],
  ] as const) {
    await workbench.useTheme(theme);
    await workbench.page.waitForTimeout(700);
    await workbench.screenshot(path.join(target, `${name}-${body}.png`));
  }
}

test('a simple function is verified after the tests really ran', async () => {
  await using scene = await open();
  const { workbench } = scene;
  await workbench.openView('Ponder');
  const trace = await solve(workbench, 'javascript/src/numbers.js', 'add');
  const end = await waitFor(() => endOf(trace));
  assert.equal(end.status, 'verified', end.reason);
  await workbench.codeLens(/Verified: 2 of 2 tests passed/).waitFor();
  await workbench
    .webview()
    .getByText('Verified: 2 of 2 tests passed, executed in the sandbox')
    .first()
    .waitFor();
  const chosen = eventsOf(trace)
    .flatMap(event =>
      event.type === 'action-ended' && event.result.type === 'candidate' ? [event.result.candidate] : [],
    )
    .find(candidate => candidate.id === end.chosen);
  assert.ok(
    chosen?.reward?.evidence.some(
      evidence => evidence.type === 'tests' && evidence.report.tests.length === 2,
    ),
  );
  await shots(workbench, 'verified');
});

test('a function that the model cannot write ends as not solved, with the reason', async () => {
  await using scene = await open({ 'ponder.effort': 'quick' });
  const { workbench } = scene;
  await workbench.openView('Ponder');
  const trace = await solve(workbench, 'python/roman.py', 'roman_to_int');
  const end = await waitFor(() => endOf(trace));
  assert.equal(end.status, 'failed', 'the embedded model writes this now; choose a harder function');
  await workbench
    .webview()
    .getByText(/^Not solved: /)
    .first()
    .waitFor();
  await workbench
    .webview()
    .getByText(/the next attempt is worth 0\.\d+ and costs 0\.\d+/)
    .first()
    .waitFor();
  await shots(workbench, 'failed');
});

test('a run is stopped by command, and keeps what was found', async () => {
  await using scene = await open();
  const { workbench } = scene;
  await workbench.openView('Ponder');
  const trace = await solve(workbench, 'javascript/src/lists.js', 'mergeIntervals');
  await waitFor(() =>
    eventsOf(trace).find(event => event.type === 'action-ended' && event.result.type === 'candidate'),
  );
  await workbench.runCommand('Ponder: Stop');
  const end = await waitFor(() => endOf(trace), 10);
  assert.equal(end.status, 'cancelled');
  await workbench.webview().getByText('Stopped by you').first().waitFor();
  await workbench.webview().getByText('c1', { exact: true }).first().waitFor();
  await shots(workbench, 'stopped');
});

test('every function of the playground', {
  skip: process.env.PONDER_E2E_ALL ? false : 'set PONDER_E2E_ALL=1',
}, async () => {
  await using scene = await open();
  const { workbench } = scene;
  let verified = 0;
  const rows: string[] = [];
  for (const { file, names } of await discovery.functionsIn(folder)) {
    for (const name of names) {
      const trace = await solve(workbench, path.relative(folder, file), name);
      const { status, stop, spent, seconds, chosen } = await waitFor(() => endOf(trace), 400);
      if (status === 'verified') verified += 1;
      rows.push(
        `${name.padEnd(24)} ${status.padEnd(10)} ${stop.padEnd(12)} ${String(spent.calls).padStart(3)} calls ${String(totalTokens(spent)).padStart(6)} tokens ${seconds.toFixed(1).padStart(6)} s`,
      );
      if (chosen !== undefined) {
        await workbench.codeLens('Reject').first().waitFor();
        await workbench.runCommand('Ponder: Reject');
      }
      await workbench.runCommand('Notifications: Clear All Notifications');
    }
  }
  console.log([...rows, `${verified} of ${rows.length} verified`].join('\n'));
  assert.ok(verified >= 3, 'the model that solves simple functions solves hardly any');
});
