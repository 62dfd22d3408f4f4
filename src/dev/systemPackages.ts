import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { findChromium } from './vscode/chromium.ts';

/** Something that the operating system's package manager brings, under one name with all of them. */
export type SystemPackage = { readonly name: string; readonly purpose: string; present(): boolean };

/** Model-written code runs in it on Linux; macOS has its own. */
export const bubblewrap: SystemPackage = {
  name: 'bubblewrap',
  purpose: 'to isolate model-written code',
  present: () => process.platform !== 'linux' || onPath('bwrap'),
};

export const chromium: SystemPackage = {
  name: 'chromium',
  purpose: 'for the tests in a browser',
  present: () => findChromium() !== undefined,
};

export const pytest: SystemPackage = {
  name: 'python3-pytest',
  purpose: 'for the tests of the pytest runner',
  present: () => spawnSync('python3', ['-m', 'pytest', '--version'], { stdio: 'ignore' }).status === 0,
};

export const patch: SystemPackage = {
  name: 'patch',
  purpose: 'for the tests of the diffs',
  present: () => onPath('patch'),
};

/** Installs what is missing where that needs no password, else says what to type. Never fails: what needs it will. */
export function ensureSystemPackages(packages: readonly SystemPackage[]): void {
  const missing = packages.filter(one => !one.present());
  if (missing.length === 0) return;
  const names = missing.map(one => one.name);
  const why = missing.map(one => `${one.name} ${one.purpose}`).join(', ');
  const privilege = aptPrivilege();
  if (privilege) {
    console.log(`Installing with apt-get: ${why}`);
    const failure = aptInstall(privilege, names);
    if (!failure) return;
    console.log(failure);
  }
  console.log(`Missing: ${why}. Type: ${installCommand(names)}`);
}

function onPath(command: string): boolean {
  return (process.env.PATH ?? '')
    .split(path.delimiter)
    .some(folder => fs.existsSync(path.join(folder, command)));
}

/** What to put before apt-get so that it may install, or undefined when it may not. */
function aptPrivilege(): readonly string[] | undefined {
  if (process.platform !== 'linux' || !onPath('apt-get')) return undefined;
  if (process.getuid?.() === 0) return [];
  const allowed = onPath('sudo') && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0;
  return allowed ? ['sudo', '-n'] : undefined;
}

/** What apt-get said when it failed. */
function aptInstall(privilege: readonly string[], names: readonly string[]): string | undefined {
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...names]]) {
    const [command = '', ...rest] = [
      ...privilege,
      'env',
      'DEBIAN_FRONTEND=noninteractive',
      'apt-get',
      '-qq',
      ...args,
    ];
    const { status, stderr } = spawnSync(command, rest, {
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
    });
    if (status !== 0) return stderr.trim().split('\n').slice(-5).join('\n');
  }
  return undefined;
}

function installCommand(names: readonly string[]): string {
  const managers = [
    ['apt-get', 'sudo apt-get install'],
    ['dnf', 'sudo dnf install'],
    ['pacman', 'sudo pacman -S'],
    ['zypper', 'sudo zypper install'],
    ['brew', 'brew install'],
  ] as const;
  const found = managers.find(([command]) => onPath(command));
  return `${found?.[1] ?? 'your package manager, to install'} ${names.join(' ')}`;
}
