import fs from 'node:fs/promises';
import path from 'node:path';
import { SetupError, writeFailure } from './setupError.ts';

export type DownloadOptions = {
  readonly signal: AbortSignal;
  /** Milliseconds to wait for the answer of each server on the way. */
  readonly connectTimeoutMs: number;
  /** Bytes so far, with those of earlier attempts, and of the whole file where the server tells. */
  onProgress(received: number, total: number | undefined): void;
};

/** What a hub of large files says of the file while it redirects. */
type Reported = { readonly sha256: string | undefined; readonly bytes: number | undefined };

/** Silence of a server in the middle of a file ends the attempt after so many milliseconds. */
const stallMs = 30_000;
const mostRedirects = 5;

/**
 * Downloads a file and goes on where an earlier attempt ended; resolves with the SHA-256 that the hub reports, if it
 * does. Rejects with SetupError, or with the signal's reason; then what came stays in the file for the next attempt.
 */
export async function download(
  url: string,
  file: string,
  options: DownloadOptions,
): Promise<string | undefined> {
  const held = await sizeOf(file);
  const watch = new Watch(options.signal);
  try {
    const { response, reported } = await follow(url, held, watch, options);
    const total = totalOf(response) ?? reported.bytes;
    if (response.status === 416 && held > 0) {
      await response.body?.cancel();
      if (held !== total) await fs.rm(file, { force: true });
      return held === total ? reported.sha256 : await download(url, file, options);
    }
    if (!response.ok || !response.body) {
      await response.body?.cancel();
      throw refused(url, response.status);
    }
    const start = response.status === 206 && startOf(response) === held ? held : 0;
    await checkSpace(file, (total ?? 0) - start);
    const received = await save(response.body, file, start, total, watch, options);
    if (total !== undefined && received < total) throw brokenOff(url, received, total);
    return reported.sha256;
  } catch (error) {
    options.signal.throwIfAborted();
    if (error instanceof SetupError) throw error;
    if (watch.silent) throw silent(url);
    throw unreachable(url, error);
  } finally {
    watch.end();
  }
}

/** Ends a request on abort, and when a server is silent for too long. */
class Watch {
  readonly #controller = new AbortController();
  readonly #outer: AbortSignal;
  readonly #leave = () => this.#controller.abort(this.#outer.reason);
  #timer: NodeJS.Timeout | undefined;
  silent = false;

  constructor(outer: AbortSignal) {
    outer.throwIfAborted();
    this.#outer = outer;
    outer.addEventListener('abort', this.#leave, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  expectWithin(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.silent = true;
      this.#controller.abort();
    }, milliseconds);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#outer.removeEventListener('abort', this.#leave);
  }
}

async function follow(
  url: string,
  held: number,
  watch: Watch,
  { connectTimeoutMs }: DownloadOptions,
): Promise<{ response: Response; reported: Reported }> {
  const headers = { 'accept-encoding': 'identity', ...(held > 0 ? { range: `bytes=${held}-` } : {}) };
  let reported: Reported = { sha256: undefined, bytes: undefined };
  let at = url;
  for (let hops = 0; hops <= mostRedirects; hops++) {
    watch.expectWithin(connectTimeoutMs);
    const response = await fetch(at, { headers, redirect: 'manual', signal: watch.signal });
    reported = {
      sha256: reported.sha256 ?? hashOf(response),
      bytes: reported.bytes ?? linkedSizeOf(response),
    };
    const location = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || !location) return { response, reported };
    await response.body?.cancel();
    at = new URL(location, at).href;
  }
  throw new SetupError('unreachable', `${hostOf(url)} redirects without end.`, 'Try again later.');
}

async function save(
  body: ReadableStream<Uint8Array>,
  file: string,
  start: number,
  total: number | undefined,
  watch: Watch,
  { onProgress }: DownloadOptions,
): Promise<number> {
  const written = <T>(work: Promise<T>) =>
    work.catch((error: NodeJS.ErrnoException) => {
      throw writeFailure(error, path.dirname(file));
    });
  const handle = await written(fs.open(file, start > 0 ? 'a' : 'w'));
  let received = start;
  try {
    watch.expectWithin(stallMs);
    for await (const chunk of body) {
      await written(handle.appendFile(chunk));
      received += chunk.byteLength;
      watch.expectWithin(stallMs);
      onProgress(received, total);
    }
  } finally {
    await written(handle.close());
  }
  return received;
}

async function checkSpace(file: string, needed: number): Promise<void> {
  const dir = path.dirname(file);
  const { bavail, bsize } = await fs.statfs(dir);
  if (bavail * bsize >= needed) return;
  const action = 'Free some space, or set PONDER_MODELS_DIR to a folder on another disk.';
  const message = `${megabytes(needed)} are needed in ${dir}, and ${megabytes(bavail * bsize)} are free.`;
  throw new SetupError('no-space', message, action);
}

function hashOf({ headers }: Response): string | undefined {
  return /^(?:W\/)?"?([0-9a-f]{64})"?$/i.exec(headers.get('x-linked-etag') ?? '')?.[1]?.toLowerCase();
}

function linkedSizeOf({ headers }: Response): number | undefined {
  return Number(headers.get('x-linked-size')) || undefined;
}

/** Bytes of the whole file, not of the part that is sent. */
function totalOf({ status, headers }: Response): number | undefined {
  const range = /\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1];
  if (range !== undefined) return Number(range);
  return status === 200 ? Number(headers.get('content-length')) || undefined : undefined;
}

function startOf({ headers }: Response): number | undefined {
  const start = /^bytes (\d+)-/.exec(headers.get('content-range') ?? '')?.[1];
  return start === undefined ? undefined : Number(start);
}

async function sizeOf(file: string): Promise<number> {
  return (await fs.stat(file).catch(() => undefined))?.size ?? 0;
}

const checkNetwork = 'Check the network or proxy, then try again.';

function refused(url: string, status: number): SetupError {
  const problem = status === 404 || status === 410 ? 'missing' : 'unreachable';
  return new SetupError(problem, `${hostOf(url)} answered ${status} for ${url}.`, checkNetwork);
}

function brokenOff(url: string, received: number, total: number): SetupError {
  const message = `${hostOf(url)} broke off after ${megabytes(received)} of ${megabytes(total)}.`;
  return new SetupError('unreachable', message, 'Try again; it goes on from there.');
}

function silent(url: string): SetupError {
  return new SetupError('unreachable', `${hostOf(url)} does not answer.`, checkNetwork);
}

function unreachable(url: string, error: unknown): SetupError {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const words = cause instanceof Error ? cause.message : String(cause);
  return new SetupError('unreachable', `${hostOf(url)} cannot be reached: ${words}.`, checkNetwork, error);
}

/** The host of a URL, as a person names the source. */
export function hostOf(url: string): string {
  return new URL(url).host;
}

/** Bytes as a person reads them. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}
