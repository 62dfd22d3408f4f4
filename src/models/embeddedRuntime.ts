import fs from 'node:fs/promises';
import path from 'node:path';
import { parseJson } from './parseJson.ts';
import { runTool } from './runTool.ts';
import { SetupError } from './setupError.ts';

export type Runtime = {
  /** The file to import. */
  readonly entry: string;
  readonly version: string;
};

/** What installRuntime installs. */
export const runtimeVersion = '3.22.1';

/** node-llama-cpp in the node_modules of the first of these folders that has it; half an install is none. */
export async function findRuntime(dirs: readonly string[]): Promise<Runtime | undefined> {
  for (const dir of dirs) {
    const home = path.join(dir, 'node_modules', 'node-llama-cpp');
    const manifest = await fs.readFile(path.join(home, 'package.json'), 'utf8').catch(() => undefined);
    const { version } = Object(manifest === undefined ? undefined : parseJson(manifest)) as {
      version?: unknown;
    };
    const entry = path.join(home, 'dist', 'index.js');
    const isThere = await fs.access(entry).then(
      () => true,
      () => false,
    );
    if (typeof version === 'string' && isThere) return { entry, version };
  }
  return undefined;
}

/** The binaries that node-llama-cpp brings for each platform; all but the one that runs here are left out. */
const binaries = [
  'linux-arm64',
  'linux-armv7l',
  'linux-riscv64',
  'linux-x64',
  'linux-x64-cuda',
  'linux-x64-cuda-ext',
  'linux-x64-vulkan',
  'mac-arm64-metal',
  'mac-x64',
  'win-arm64',
  'win-x64',
  'win-x64-cuda',
  'win-x64-cuda-ext',
  'win-x64-vulkan',
] as const;

type RuntimeManifest = {
  readonly name: string;
  readonly private: true;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly overrides: { readonly 'node-llama-cpp': Readonly<Record<string, string>> };
};

/** The package.json for an install of node-llama-cpp with the plain build for one platform (30 MB instead of 700). */
export function runtimeManifest(platform: NodeJS.Platform, arch: string): RuntimeManifest {
  const os = platform === 'darwin' ? 'mac' : platform === 'win32' ? 'win' : platform;
  const cpu = arch === 'arm' ? 'armv7l' : arch;
  const own = binaries.find(name => name === `${os}-${cpu}` || name === `${os}-${cpu}-metal`);
  const others = binaries.filter(name => name !== own);
  const empty = others.map(name => [`@node-llama-cpp/${name}`, 'npm:empty-npm-package@1.0.0']);
  return {
    name: 'ponder-embedded-runtime',
    private: true,
    dependencies: { 'node-llama-cpp': runtimeVersion },
    overrides: { 'node-llama-cpp': Object.fromEntries(empty) },
  };
}

/**
 * Installs node-llama-cpp with npm into a folder of its own; its install script, which may compile, is not run. Each
 * line npm prints goes to `onLine`. Rejects with SetupError, or with the signal's reason after ending npm.
 */
export async function installRuntime(
  dir: string,
  onLine: (line: string) => void,
  signal: AbortSignal,
): Promise<Runtime> {
  signal.throwIfAborted();
  await fs.mkdir(dir, { recursive: true });
  const manifest = runtimeManifest(process.platform, process.arch);
  await fs.writeFile(path.join(dir, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
  await runNpm(dir, onLine, signal);
  const runtime = await findRuntime([dir]);
  if (!runtime) throw new SetupError('failed', `npm installed no node-llama-cpp in ${dir}.`, 'Try again.');
  return runtime;
}

async function runNpm(dir: string, onLine: (line: string) => void, signal: AbortSignal): Promise<void> {
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=http'];
  let last = '';
  const watch = (line: string) => {
    if (/error|ERR!/.test(line)) last = line;
    onLine(line);
  };
  const code = await runTool('npm', args, { cwd: dir, signal, onLine: watch });
  if (code === 0) return;
  if (code === undefined) {
    throw new SetupError(
      'no-tool',
      'npm is not installed.',
      'Install Node.js, which brings npm, and try again.',
    );
  }
  const action = 'Check the network or proxy of npm, then try again.';
  throw new SetupError('failed', `npm could not install node-llama-cpp (${code}). ${last}`.trim(), action);
}
