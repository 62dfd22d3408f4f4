import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { SandboxError } from '../engine/testRunner.ts';
import { onPath } from './interpreters.ts';

const run = promisify(execFile);

/** What holds untrusted code in. `none` holds nothing in and is only ever a person's explicit choice. */
export type Isolation =
  | { readonly kind: 'bubblewrap'; readonly program: string }
  | { readonly kind: 'seatbelt' }
  | { readonly kind: 'none' };

export type IsolationProbe =
  | { readonly available: true; readonly kind: 'bubblewrap' | 'seatbelt'; readonly isolation: Isolation }
  | {
      readonly available: false;
      /** What is not there, in words. */
      readonly missing: readonly string[];
      /** What the person can do. */
      readonly action: string;
    };

/** Finds out, by trying it once, whether untrusted code can be isolated on this machine. */
export async function probeIsolation(signal?: AbortSignal): Promise<IsolationProbe> {
  if (process.platform === 'linux') return probeBubblewrap(signal);
  if (process.platform === 'darwin') return probeSeatbelt(signal);
  return {
    available: false,
    missing: [`an isolation for ${process.platform}`],
    action: 'Open the workspace in WSL, in a dev container or over SSH on Linux.',
  };
}

/** The isolation of this machine; throws SandboxError no-isolation when there is none. */
export async function requireIsolation(signal?: AbortSignal): Promise<Isolation> {
  const probe = await probeIsolation(signal);
  if (probe.available) return probe.isolation;
  throw new SandboxError(
    'no-isolation',
    `Untrusted code cannot be isolated here: ${probe.missing.join('; ')}.`,
    probe.action,
  );
}

const install = 'Install bubblewrap 0.8 or newer, for example with: sudo apt install bubblewrap';

async function probeBubblewrap(signal: AbortSignal | undefined): Promise<IsolationProbe> {
  const program = await onPath('bwrap');
  if (program === undefined)
    return { available: false, missing: ['bubblewrap (bwrap) is not installed'], action: install };
  const version = await run(program, ['--version'], { signal }).then(
    answer => answer.stdout.trim(),
    () => 'unknown',
  );
  const [, major = '0', minor = '0'] = /(\d+)\.(\d+)/.exec(version) ?? [];
  if (Number(major) === 0 && Number(minor) < 8) {
    return { available: false, missing: [`bubblewrap is too old (${version})`], action: install };
  }
  const namespaces = [
    '--unshare-all',
    '--unshare-user',
    '--disable-userns',
    '--cap-drop',
    'ALL',
    '--die-with-parent',
  ];
  const files = [
    '--ro-bind',
    '/',
    '/',
    '--proc',
    '/proc',
    '--dev',
    '/dev',
    '--size',
    '4096',
    '--tmpfs',
    '/tmp',
  ];
  const trial = await run(program, [...namespaces, ...files, '/bin/true'], {
    signal,
    timeout: 10_000,
    env: {},
  }).then(
    () => undefined,
    (error: Error & { stderr?: string }) => error.stderr?.trim() || error.message,
  );
  signal?.throwIfAborted();
  if (trial === undefined)
    return { available: true, kind: 'bubblewrap', isolation: { kind: 'bubblewrap', program } };
  return {
    available: false,
    missing: [`bubblewrap cannot make a sandbox (${trial})`],
    action:
      'Allow user namespaces: on Ubuntu 24.04 and later with sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0, ' +
      'on Debian with sudo sysctl -w kernel.unprivileged_userns_clone=1, in a container by starting it with --security-opt seccomp=unconfined.',
  };
}

async function probeSeatbelt(signal: AbortSignal | undefined): Promise<IsolationProbe> {
  const trial = run('/usr/bin/sandbox-exec', ['-p', '(version 1)(allow default)', '/usr/bin/true'], {
    signal,
  });
  const works = await trial.then(
    () => true,
    () => false,
  );
  signal?.throwIfAborted();
  if (works) return { available: true, kind: 'seatbelt', isolation: { kind: 'seatbelt' } };
  return {
    available: false,
    missing: ['sandbox-exec does not run'],
    action: 'Start the editor outside of another sandbox, or open the workspace in a dev container.',
  };
}
