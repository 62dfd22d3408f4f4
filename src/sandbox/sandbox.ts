import { randomUUID } from 'node:crypto';
import { mkdir, open, realpath, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { SandboxError } from '../engine/testRunner.ts';
import { bubblewrapCommand, insideCopy, insideFiles } from './bubblewrap.ts';
import { type Isolation, requireIsolation } from './isolation.ts';
import { launchCommand, readyLine } from './launcher.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { type ProcessResult, runProcess } from './runProcess.ts';
import {
  inWorkspace,
  linkShared,
  makeBase,
  removeLeftovers,
  writeFiles,
  writeSettings,
} from './sandboxFolder.ts';
import { seatbeltCommand } from './seatbelt.ts';
import { copyWorkspace, isInside, outerDependencies, type WorkspaceCopy } from './workspaceCopy.ts';

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
    return new LocalSandbox({
      isolation,
      workspace,
      base,
      copy,
      outer,
      limits: { ...defaultLimits, ...options.limits },
    });
  } catch (error) {
    await rm(base, { recursive: true, force: true });
    throw error;
  }
}

type Parts = {
  readonly isolation: Isolation;
  readonly workspace: string;
  /** Folder of this sandbox: the copy, settings, and a folder for each execution. */
  readonly base: string;
  readonly copy: WorkspaceCopy;
  /** Absolute paths of dependencies outside of the workspace. */
  readonly outer: readonly string[];
  readonly limits: Limits;
};

type Prepared = Pick<ExecResult, 'root'> & {
  readonly argv: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
};

class LocalSandbox implements Sandbox {
  readonly #parts: Parts;
  #executions = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
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
      const limits = { ...this.#parts.limits, ...request.limits };
      const mark = this.isolation === 'bubblewrap' ? undefined : randomUUID();
      const { argv, root, env } = await this.#prepare(request, folder, files, limits, mark);
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
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    }
  }

  async close(): Promise<void> {
    await rm(this.#parts.base, { recursive: true, force: true, maxRetries: 3 });
  }

  async #prepare(
    request: ExecRequest,
    folder: string,
    files: string,
    limits: Limits,
    mark: string | undefined,
  ): Promise<Prepared> {
    const { isolation, workspace, base, copy, outer } = this.#parts;
    const needs = [...outer, ...(request.needs ?? [])];
    const exposing = needs.find(path => isInside(homedir(), path));
    if (exposing !== undefined)
      throw new RangeError(`${exposing} holds the home folder and cannot be made readable.`);
    const launch = {
      argv: request.argv,
      cwd: inWorkspace(request.cwd ?? '.'),
      reports: request.reports ?? false,
      limits,
    };
    const pristine = join(base, 'copy');
    if (isolation.kind === 'bubblewrap') {
      const wrapped = await bubblewrapCommand({
        program: isolation.program,
        workspace,
        copy: { folder: pristine, bytes: copy.bytes, files: copy.files },
        shared: copy.shared,
        files,
        etc: base,
        needs,
        limits,
      });
      const command = launchCommand({
        ...launch,
        root: workspace,
        copy: insideCopy,
        files: insideFiles,
        ownUsers: true,
      });
      return {
        argv: [...wrapped, ...command],
        root: workspace,
        env: environment('/tmp/home', '/tmp', request.env),
      };
    }
    const root = join(folder, 'workspace');
    const temporary = join(folder, 'tmp');
    await mkdir(temporary, { recursive: true });
    await linkShared(root, copy);
    const command = launchCommand({ ...launch, root, copy: pristine, files, ownUsers: false });
    const env = environment(join(folder, 'home'), temporary, {
      ...request.env,
      ...(mark && { SANDBOX_RUN: mark }),
    });
    if (isolation.kind === 'none') return { argv: command, root, env };
    const readable = [pristine, ...needs];
    const argv = await seatbeltCommand({
      command,
      env,
      workspace,
      writable: folder,
      readable,
      shared: copy.shared,
    });
    return { argv, root, env };
  }
}

function environment(home: string, temporary: string, more: ExecRequest['env']): Record<string, string> {
  return {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    HOME: home,
    TMPDIR: temporary,
    LANG: 'C.UTF-8',
    CI: '1',
    NO_COLOR: '1',
    ...more,
  };
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
