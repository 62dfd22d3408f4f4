import { randomUUID } from 'node:crypto';
import { open, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { SandboxError } from '../engine/testRunner.ts';
import { isolatedCommand, type SandboxParts } from './isolatedCommand.ts';
import { type Isolation, requireIsolation } from './isolation.ts';
import { readyLine } from './launcher.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { removeTree } from './removeTree.ts';
import { type ProcessResult, runProcess } from './runProcess.ts';
import { makeBase, removeLeftovers, writeFiles, writeSettings } from './sandboxFolder.ts';
import { copyWorkspace, outerDependencies } from './workspaceCopy.ts';

export type ExecRequest = {
  /** The program by absolute path or found on PATH, and its arguments. */
  readonly argv: readonly string[];
  /** Relative to the workspace; missing: the workspace itself. */
  readonly cwd?: string;
  readonly stdin?: string;
  /** Added to the sandbox's own PATH, HOME, TMPDIR, LANG and CI. */
  readonly env?: Readonly<Record<string, string>>;
  /** Files that only this execution sees: path relative to the workspace, to whole content. */
  readonly files?: Readonly<Record<string, string>>;
  /** Absolute paths outside of the workspace that must be readable (see Interpreter.needs). */
  readonly needs?: readonly string[];
  /** Whether the program may write to descriptor 3; what it wrote is the result's `report`. */
  readonly reports?: boolean;
  readonly limits?: Partial<Limits>;
};

export type ExecResult = ProcessResult & {
  /** The folder that the program saw as the workspace; for making paths relative. */
  readonly root: string;
};

/** A place where untrusted programs run against a copy of a workspace. */
export interface Sandbox {
  readonly isolation: Isolation['kind'];
  /** The workspace's real path. */
  readonly workspace: string;
  /**
   * Runs a program in a fresh copy. Executions may overlap and never see each other's files. Resolves when the whole
   * tree is dead, also when aborted; rejects with SandboxError setup-failed when it could not be started.
   */
  exec(request: ExecRequest, signal: AbortSignal): Promise<ExecResult>;
  /** Removes the copy. */
  close(): Promise<void>;
}

export type SandboxOptions = {
  /** Absolute path. */
  readonly workspace: string;
  /** `none` only after a person's explicit choice; missing: SandboxError no-isolation where there is none. */
  readonly isolation?: 'none';
  readonly limits?: Partial<Limits>;
};

/** Copies the workspace and opens a sandbox on the copy. Rejects with SandboxError or the signal's reason. */
export async function openSandbox(options: SandboxOptions, signal?: AbortSignal): Promise<Sandbox> {
  const isolation: Isolation =
    options.isolation === 'none' ? { kind: 'none' } : await requireIsolation(signal);
  const workspace = await realpath(options.workspace).catch(cause => {
    throw new SandboxError(
      'setup-failed',
      `There is no folder ${options.workspace}.`,
      'Open an existing folder.',
      cause,
    );
  });
  await removeLeftovers();
  const base = await makeBase();
  try {
    const copy = await copyWorkspace(workspace, join(base, 'copy'), signal);
    const outer = await outerDependencies(workspace, copy.shared);
    await writeSettings(base);
    const parts = { isolation, workspace, base, copy, outer };
    return new LocalSandbox(parts, { ...defaultLimits, ...options.limits });
  } catch (error) {
    await removeTree(base);
    throw error;
  }
}

class LocalSandbox implements Sandbox {
  readonly #parts: SandboxParts;
  readonly #limits: Limits;
  #executions = 0;

  constructor(parts: SandboxParts, limits: Limits) {
    this.#parts = parts;
    this.#limits = limits;
  }

  get isolation() {
    return this.#parts.isolation.kind;
  }

  get workspace() {
    return this.#parts.workspace;
  }

  async exec(request: ExecRequest, signal: AbortSignal): Promise<ExecResult> {
    signal.throwIfAborted();
    const folder = join(this.#parts.base, `run-${++this.#executions}`);
    const filter = this.isolation === 'bubblewrap' ? await open(join(this.#parts.base, 'filter')) : undefined;
    try {
      const files = join(folder, 'files');
      await writeFiles(files, request.files ?? {});
      const limits = { ...this.#limits, ...request.limits };
      const mark = this.isolation === 'bubblewrap' ? undefined : randomUUID();
      const execution = { request, folder, files, limits, mark };
      const { argv, root, env } = await isolatedCommand(this.#parts, execution);
      const result = await runProcess(
        {
          argv,
          cwd: folder,
          env,
          limits,
          ...(request.stdin !== undefined && { stdin: request.stdin }),
          ...(filter && { descriptor: filter.fd }),
          ...(mark && { mark }),
        },
        signal,
      );
      return { ...checkStarted(result, signal), root };
    } finally {
      await filter?.close();
      await removeTree(folder);
    }
  }

  async close(): Promise<void> {
    await removeTree(this.#parts.base);
  }
}

function checkStarted(result: ProcessResult, signal: AbortSignal): ProcessResult {
  const line = `${readyLine}\n`;
  if (result.report.startsWith(line)) return { ...result, report: result.report.slice(line.length) };
  if (signal.aborted || result.excess !== undefined) return { ...result, report: '' };
  throw new SandboxError(
    'setup-failed',
    `The sandbox could not be set up: ${result.output.trim().slice(-500) || `exit code ${result.exitCode}`}`,
    'Check that the workspace can be read and that the disk is not full.',
  );
}
