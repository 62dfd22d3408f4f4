import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, it } from 'node:test';
import {
  findRuntime,
  installRuntime,
  runtimeManifest,
  runtimeVersion,
} from '../../src/models/embeddedRuntime.ts';

const root = path.join(import.meta.dirname, '../..');
const temporary = await fs.mkdtemp(path.join(tmpdir(), 'ponder-runtime-'));
after(() => fs.rm(temporary, { recursive: true }));

/** A machine whose npm is this shell script. */
async function withNpm<T>(script: string | undefined, work: (dir: string) => Promise<T>): Promise<T> {
  const bin = await fs.mkdtemp(path.join(temporary, 'bin-'));
  if (script !== undefined)
    await fs.writeFile(path.join(bin, 'npm'), `#!/bin/sh\n${script}`, { mode: 0o755 });
  const { PATH } = process.env;
  process.env.PATH = script === undefined ? bin : `${bin}:${PATH}`;
  try {
    return await work(path.join(bin, 'runtime'));
  } finally {
    process.env.PATH = PATH;
  }
}

const signal = new AbortController().signal;
const unix = { skip: process.platform === 'win32' && 'its npm is a shell script' };

it('the runtime is found in the first folder that has it, and is the version that would be installed', async () => {
  assert.equal(await findRuntime([temporary]), undefined);
  const runtime = await findRuntime([temporary, root]);
  assert.ok(runtime);
  assert.equal(runtime.version, runtimeVersion);
  await fs.access(runtime.entry);
});

it('every binary of node-llama-cpp but the one for this platform is left out', async () => {
  const manifest = JSON.parse(
    await fs.readFile(path.join(root, 'node_modules/node-llama-cpp/package.json'), 'utf8'),
  );
  const all = Object.keys(manifest.optionalDependencies);
  const own = {
    'linux/x64': 'linux-x64',
    'darwin/arm64': 'mac-arm64-metal',
    'win32/arm64': 'win-arm64',
    'linux/arm': 'linux-armv7l',
  };
  for (const [platform, name] of Object.entries(own)) {
    const [os, arch] = platform.split('/') as [NodeJS.Platform, string];
    const { overrides, dependencies } = runtimeManifest(os, arch);
    assert.deepEqual(dependencies, { 'node-llama-cpp': runtimeVersion });
    const kept = all.filter(binary => !(binary in overrides['node-llama-cpp']));
    assert.deepEqual(kept, [`@node-llama-cpp/${name}`]);
  }
});

it('an install hands on what npm says and finds what it installed', unix, async () => {
  const script = `echo "fetching"; mkdir -p node_modules/node-llama-cpp/dist; touch node_modules/node-llama-cpp/dist/index.js
    echo '{"version":"9.9.9"}' > node_modules/node-llama-cpp/package.json; echo "added 1 package: $*"`;
  const lines: string[] = [];
  const runtime = await withNpm(script, dir => installRuntime(dir, line => lines.push(line), signal));
  assert.equal(runtime.version, '9.9.9');
  assert.equal(lines[0], 'fetching');
  assert.match(lines[1] ?? '', /install --ignore-scripts/);
});

it('an install that fails says why', unix, async () => {
  const failing = 'echo "npm error code ENOTFOUND" >&2; exit 1';
  await assert.rejects(
    withNpm(failing, dir => installRuntime(dir, () => {}, signal)),
    { problem: 'failed', message: /ENOTFOUND/ },
  );
  await assert.rejects(
    withNpm(undefined, dir => installRuntime(dir, () => {}, signal)),
    { problem: 'no-tool', action: /Install Node\.js/ },
  );
});

it('an install that is cancelled ends npm and what npm started', unix, async () => {
  const stop = new AbortController();
  const pids: number[] = [];
  const running = withNpm('sleep 60 & echo $!; wait', dir =>
    installRuntime(
      dir,
      line => {
        pids.push(Number(line));
        stop.abort(new Error('cancelled'));
      },
      stop.signal,
    ),
  );
  const at = performance.now();
  await assert.rejects(running, /cancelled/);
  assert.ok(performance.now() - at < 5000);
  const [sleeping] = pids;
  assert.ok(sleeping);
  const state = await fs.readFile(`/proc/${sleeping}/stat`, 'utf8').catch(() => 'gone');
  assert.match(state, /gone|\) [ZX] /);
});

it('half an install is none: the next folder is looked at', async () => {
  const half = await fs.mkdtemp(path.join(temporary, 'half-'));
  const home = path.join(half, 'node_modules', 'node-llama-cpp');
  await fs.mkdir(home, { recursive: true });
  for (const manifest of ['', '{"name": "node-llama-cpp", "vers', 'null', '{}', '{"version": "3.0.0"}']) {
    await fs.writeFile(path.join(home, 'package.json'), manifest);
    assert.equal(await findRuntime([half]), undefined);
    assert.ok(await findRuntime([half, root]));
  }
});
