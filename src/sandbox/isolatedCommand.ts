import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { bubblewrapCommand, insideCopy, insideFiles } from './bubblewrap.ts';
import type { Isolation } from './isolation.ts';
import { launchCommand } from './launcher.ts';
import type { Limits } from './limits.ts';
import type { ExecRequest } from './sandbox.ts';
import { inWorkspace, linkShared } from './sandboxFolder.ts';
import { seatbeltCommand } from './seatbelt.ts';
import { isInside, type WorkspaceCopy } from './workspaceCopy.ts';

/** What all executions of a sandbox have in common. */
export type SandboxParts = {
  readonly isolation: Isolation;
  /** The workspace's real path. */
  readonly workspace: string;
  /** Folder of this sandbox: the copy, settings, and a folder for each execution. */
  readonly base: string;
  readonly copy: WorkspaceCopy;
  /** Absolute paths of dependencies outside of the workspace. */
  readonly outer: readonly string[];
};

/** What one execution has of its own. */
export type Execution = {
  readonly request: ExecRequest;
  /** A folder of its own, which is there. */
  readonly folder: string;
  /** Folder with the files to lay over the copy. */
  readonly files: string;
  readonly limits: Limits;
  /** A text for the environment that no other process has; only where no namespace holds the processes. */
  readonly mark: string | undefined;
};

/** A command line that is held in, with the whole environment and the folder that it sees as the workspace. */
export type IsolatedCommand = {
  readonly argv: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
  readonly root: string;
};

/** How an execution is run under the sandbox's isolation. Throws RangeError where it would show what it must not. */
export async function isolatedCommand(
  { isolation, workspace, base, copy, outer }: SandboxParts,
  { request, folder, files, limits, mark }: Execution,
): Promise<IsolatedCommand> {
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
    const inside = { root: workspace, copy: insideCopy, files: insideFiles, ownUsers: true };
    return {
      argv: [...wrapped, ...launchCommand({ ...launch, ...inside })],
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
  const { shared } = copy;
  const argv = await seatbeltCommand({ command, env, workspace, writable: folder, readable, shared });
  return { argv, root, env };
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
