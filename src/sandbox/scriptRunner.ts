import type { Call } from '../engine/call.ts';
import type { Script, ScriptResult, ScriptRunner } from '../engine/scriptRunner.ts';
import { SandboxError } from '../engine/testRunner.ts';
import { execCharged } from './execCharged.ts';
import { programOf } from './interpreters.ts';
import { type LazySandbox, lazySandbox } from './lazySandbox.ts';
import type { Limits } from './limits.ts';
import { removeTree } from './removeTree.ts';
import type { ExecResult, Sandbox, SandboxOptions } from './sandbox.ts';
import { makeBase } from './sandboxFolder.ts';

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
      opening ??= openEmpty(options).catch(error => {
        opening = undefined;
        throw error;
      });
      const { sandbox } = await opening;
      return runScript(await sandbox.open(call.signal), script, call);
    },
    async dispose() {
      isClosed = true;
      const opened = await opening?.catch((): undefined => undefined);
      await opened?.sandbox.close();
      if (opened) await removeTree(opened.folder);
    },
  };
}

type Opened = { readonly folder: string; readonly sandbox: LazySandbox };

async function openEmpty(options: Pick<SandboxOptions, 'isolation'>): Promise<Opened> {
  const folder = await makeBase();
  return { folder, sandbox: lazySandbox({ ...options, workspace: folder }) };
}

async function runScript(sandbox: Sandbox, { language, source }: Script, call: Call): Promise<ScriptResult> {
  const main = language === 'python' ? 'check.py' : 'check.mjs';
  const program = await programOf(language, main, sandbox.workspace);
  return resultOf(await execCharged(sandbox, { ...program, files: { [main]: source }, limits }, call));
}

function resultOf({ excess, exitCode, output }: ExecResult): ScriptResult {
  const ended = excess !== undefined ? 'timed-out' : exitCode === 0 ? 'ok' : 'failed';
  const text = output.trim();
  return { output: text.length > longestOutput ? text.slice(-longestOutput) : text, ended };
}
