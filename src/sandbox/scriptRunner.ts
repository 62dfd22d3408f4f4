import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Call } from '../engine/call.ts';
import { cost } from '../engine/cost.ts';
import type { Script, ScriptResult, ScriptRunner } from '../engine/scriptRunner.ts';
import { SandboxError } from '../engine/testRunner.ts';
import { findNode, findPython } from './interpreters.ts';
import { type LazySandbox, lazySandbox } from './lazySandbox.ts';
import type { Limits } from './limits.ts';
import type { ExecRequest, ExecResult, SandboxOptions } from './sandbox.ts';

/** GenPRM's limit for a program of the judge. */
const wallSeconds = 5;
const mebibyte = 1024 * 1024;
const limits: Partial<Limits> = {
  wallSeconds,
  cpuSeconds: wallSeconds,
  memoryBytes: 512 * mebibyte,
  processes: 16,
  outputBytes: 64 * 1024,
  fileBytes: mebibyte,
  diskBytes: 16 * mebibyte,
};

const longestOutput = 1_000;

/** A script runner with an empty folder that is to be removed. */
export interface LocalScriptRunner extends ScriptRunner {
  /** Removes the folder; no run may be in flight. */
  dispose(): Promise<void>;
}

/** Runs scripts in a sandbox on an empty folder of its own, opened at the first run; every script sees it empty. */
export function openScriptRunner(options: Pick<SandboxOptions, 'isolation'> = {}): LocalScriptRunner {
  let opening: Promise<Opened> | undefined;
  let isClosed = false;
  return {
    seconds: wallSeconds + 1,
    async run(script, call) {
      call.signal.throwIfAborted();
      if (isClosed) throw new SandboxError('setup-failed', 'The sandbox is closed.', 'Start anew.');
      opening ??= openEmpty(options);
      return runScript((await opening).sandbox, script, call);
    },
    async dispose() {
      isClosed = true;
      const opened = await opening;
      await opened?.sandbox.close();
      if (opened) await rm(opened.folder, { recursive: true, force: true });
    },
  };
}

type Opened = { readonly folder: string; readonly sandbox: LazySandbox };

async function openEmpty(options: Pick<SandboxOptions, 'isolation'>): Promise<Opened> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'ponder-script-'));
  return { folder, sandbox: lazySandbox({ ...options, workspace: folder }) };
}

async function runScript(sandbox: LazySandbox, script: Script, call: Call): Promise<ScriptResult> {
  const { signal } = call;
  const opened = await sandbox.open(signal);
  const request = await execution(script, opened.workspace);
  const started = performance.now();
  let used: number | undefined;
  try {
    const result = await opened.exec(request, signal);
    used = result.seconds;
    signal.throwIfAborted();
    return resultOf(result);
  } finally {
    call.charge(cost({ sandboxSeconds: used ?? (performance.now() - started) / 1000 }));
  }
}

async function execution({ language, source }: Script, workspace: string): Promise<ExecRequest> {
  const python = language === 'python';
  const interpreter = python ? await findPython(workspace) : await findNode();
  const main = python ? 'check.py' : 'check.mjs';
  return {
    argv: [interpreter.path, ...(python ? ['-B'] : []), main],
    env: { ...interpreter.env, PYTHONHASHSEED: '0' },
    needs: interpreter.needs,
    files: { [main]: source },
    limits,
  };
}

function resultOf({ excess, exitCode, output }: ExecResult): ScriptResult {
  const ended = excess !== undefined ? 'timed-out' : exitCode === 0 ? 'ok' : 'failed';
  const text = output.trim();
  return { output: text.length > longestOutput ? text.slice(-longestOutput) : text, ended };
}
