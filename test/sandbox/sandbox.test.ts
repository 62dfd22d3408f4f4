import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { findNode, findPython, type Interpreter } from '../../src/sandbox/interpreters.ts';
import { type ExecRequest, openSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { processesWith, until } from './processes.ts';

const never = new AbortController().signal;
const mebibyte = 1024 * 1024;
let outside: string;
let workspace: string;
let sandbox: Sandbox;
let node: Interpreter;
let python: Interpreter;

before(async () => {
  outside = realpathSync(mkdtempSync(join(tmpdir(), 'sandbox-test-')));
  workspace = join(outside, 'workspace');
  mkdirSync(join(workspace, 'node_modules', 'dependency'), { recursive: true });
  mkdirSync(join(workspace, '.git'));
  mkdirSync(join(workspace, '__pycache__'));
  writeFileSync(join(outside, 'neighbour.txt'), 'the neighbour');
  writeFileSync(join(workspace, 'own.txt'), 'own');
  writeFileSync(join(workspace, '.env'), 'TOKEN=1');
  writeFileSync(join(workspace, '.git', 'config'), 'git');
  writeFileSync(join(workspace, '__pycache__', 'own.pyc'), 'stale');
  writeFileSync(join(workspace, 'node_modules', 'dependency', 'index.js'), 'module.exports = 7;');
  symlinkSync('../neighbour.txt', join(workspace, 'link.txt'));
  sandbox = await openSandbox({ workspace });
  node = await findNode();
  python = await findPython(workspace);
});

after(async () => {
  await sandbox?.close();
  rmSync(outside, { recursive: true, force: true });
});

const shell = (line: string, more: Partial<ExecRequest> = {}) =>
  sandbox.exec({ argv: ['/bin/sh', '-c', line], ...more }, never);
const script = (text: string, more: Partial<ExecRequest> = {}) =>
  sandbox.exec({ argv: [node.path, '-e', text], needs: node.needs, env: node.env, ...more }, never);
const pythonScript = (text: string, more: Partial<ExecRequest> = {}) =>
  sandbox.exec({ argv: [python.path, '-c', text], needs: python.needs, env: python.env, ...more }, never);

describe('the copy', () => {
  it('holds the workspace at its own path, without version control, secrets and caches', async () => {
    const { stdout } = await shell('pwd; cat own.txt; ls -A');
    assert.deepEqual(stdout.split(/\s+/).filter(Boolean), [
      workspace,
      'ownlink.txt',
      'node_modules',
      'own.txt',
    ]);
  });

  it('shares dependencies, which cannot be changed', async () => {
    const { stdout, stderr } = await script(
      'console.log(require("dependency")); fs.writeFileSync("node_modules/dependency/index.js", "")',
    );
    assert.equal(stdout.trim(), '7');
    assert.match(stderr, /EROFS/);
  });

  it('is fresh for each execution and gets only its own files', async () => {
    const both = await Promise.all(
      ['first', 'second'].map(text =>
        shell(
          'sleep 0.2; cat own.txt deep/new.txt; echo changed > own.txt; echo x >> /tmp/x; wc -l < /tmp/x',
          {
            files: { 'own.txt': text, 'deep/new.txt': `${text}!` },
          },
        ),
      ),
    );
    assert.deepEqual(
      both.map(result => result.stdout),
      ['firstfirst!1\n', 'secondsecond!1\n'],
    );
    assert.equal((await shell('cat own.txt; ls deep')).stdout, 'own');
    assert.equal(readFileSync(join(workspace, 'own.txt'), 'utf8'), 'own');
  });

  it('takes no file outside of itself', async () => {
    await assert.rejects(shell('true', { files: { '../up.txt': '' } }), /leaves the workspace/);
    await assert.rejects(shell('true', { cwd: '/etc' }), /leaves the workspace/);
  });

  it('is removed when the sandbox is closed', async () => {
    const other = await openSandbox({ workspace });
    const mine = () =>
      readdirSync(tmpdir()).filter(name => name.startsWith(`ponder-sandbox-${process.pid}-`)).length;
    const open = mine();
    await other.close();
    assert.equal(mine(), open - 1);
  });

  it('is not made of a folder that holds the home folder', async () => {
    await assert.rejects(openSandbox({ workspace: '/' }), { name: 'SandboxError', reason: 'setup-failed' });
    await assert.rejects(openSandbox({ workspace: homedir() }), {
      name: 'SandboxError',
      reason: 'setup-failed',
    });
  });
});

describe('a program in the sandbox', () => {
  it('gets its input and returns its exit code, output and report', async () => {
    const result = await shell('cat; echo problem >&2; echo told >&3; exit 3', {
      stdin: 'hello\n',
      reports: true,
    });
    assert.equal(result.exitCode, 3);
    assert.equal(result.stdout, 'hello\n');
    assert.equal(result.stderr, 'problem\n');
    assert.equal(result.report, 'told\n');
    assert.equal(result.excess, undefined);
  });

  it('sees nothing of the person’s environment', async () => {
    process.env.OPENAI_API_KEY = 'sk-secret-of-the-parent';
    try {
      const { stdout } = await shell('cat /proc/*/environ | tr "\\0" "\\n"');
      assert.match(stdout, /^HOME=\/tmp\/home$/m);
      assert.doesNotMatch(stdout, /sk-secret/);
      const names = new Set(stdout.split('\n').map(line => line.split('=')[0]));
      for (const name of ['PATH', 'HOME', 'TMPDIR', 'LANG', 'CI', 'NO_COLOR', 'PWD', 'OLDPWD', ''])
        names.delete(name);
      assert.deepEqual([...names], []);
    } finally {
      delete process.env.OPENAI_API_KEY;
    }
  });

  it('cannot read the home folder, system secrets, neighbours or other processes', async () => {
    const secret = join(homedir(), `.sandbox-test-${process.pid}`);
    writeFileSync(secret, 'the secret of the home folder');
    try {
      const paths = [
        secret,
        '/etc/shadow',
        '/etc/hostname',
        join(outside, 'neighbour.txt'),
        `/proc/${process.pid}/environ`,
      ];
      const { stdout, stderr } = await shell(
        `for file in ${paths.join(' ')} link.txt; do cat $file; done; ls /home /srv`,
      );
      assert.equal(stdout.replaceAll(/\s/g, ''), '');
      assert.equal(stderr.match(/No such file/g)?.length, paths.length + 3, stderr);
    } finally {
      rmSync(secret);
    }
  });

  it('cannot write anywhere but in its own copy and temporary folder', async () => {
    const targets = [
      '/usr/x',
      '/etc/x',
      '/x',
      '/dev/x',
      '/proc/sys/x',
      join(homedir(), 'x'),
      join(outside, 'x'),
    ];
    const line = targets.map(path => `echo x > ${path} && echo wrote ${path}`).join('; ');
    const { stdout } = await shell(`(${line}) 2>/dev/null; echo x > x && echo x > /tmp/x && echo fine`);
    assert.equal(stdout.replace(`wrote ${join(outside, 'x')}\n`, ''), 'fine\n');
    for (const path of [...targets, join(workspace, 'x'), '/tmp/x']) assert.ok(!existsSync(path), path);
  });

  it('cannot change the kernel’s settings, also when the person is root', async () => {
    const { stdout } = await script(
      `for (const path of ['/proc/sys/kernel/core_pattern', '/proc/sys/vm/drop_caches', '/proc/sysrq-trigger'])
        try { fs.closeSync(fs.openSync(path, fs.constants.O_WRONLY)); console.log('opened', path); } catch {}
       console.log(process.getuid());`,
    );
    assert.equal(stdout, '1000\n');
  });

  it('cannot make memory that no limit counts, nor namespaces of its own', async () => {
    const { stdout } = await pythonScript(
      'import os\ntry: os.memfd_create("x")\nexcept OSError as e: print(e.errno)',
    );
    assert.equal(stdout, '1\n');
    assert.notEqual((await shell('unshare --user true')).exitCode, 0);
  });

  it('reaches no server of this machine', async () => {
    const socket = join(outside, 'server.sock');
    const addresses = [
      { port: 0, host: '127.0.0.1' },
      { path: socket },
      { path: `\0sandbox-test-${process.pid}` },
    ];
    const servers = await Promise.all(addresses.map(listen));
    let connections = 0;
    for (const server of servers) server.on('connection', () => connections++);
    const address = servers[0]?.address();
    assert.ok(typeof address === 'object' && address);
    const { port } = address;
    const tries = [{ port, host: '127.0.0.1' }, ...addresses.slice(1), { port: 53, host: '1.1.1.1' }];
    try {
      const { stdout } = await script(
        `for (const address of ${JSON.stringify(tries)}) require('net').connect(address)
          .on('connect', () => console.log('reached')).on('error', e => console.log(e.code));`,
      );
      assert.equal(stdout.trim().split('\n').length, tries.length);
      assert.doesNotMatch(stdout, /reached/);
      assert.equal(connections, 0);
    } finally {
      for (const server of servers) server.close();
    }
  });

  it('can use its own loopback network', async () => {
    const { stdout } = await script(
      `const s = require('net').createServer(c => c.end('pong')).listen(0, '127.0.0.1', () =>
        require('net').connect(s.address().port, '127.0.0.1').on('data', d => { console.log(String(d)); s.close(); }))`,
    );
    assert.equal(stdout, 'pong\n');
  });
});

describe('limits', () => {
  it('kill an endless loop at the wall limit', async () => {
    const result = await script('process.on("SIGTERM", () => {}); for (;;);', {
      limits: { wallSeconds: 0.7 },
    });
    assert.equal(result.excess, 'wall');
    assert.ok(result.seconds < 1.2, `${result.seconds} s`);
  });

  it('kill what burns processor time in several processes', async () => {
    const result = await shell('for i in 1 2; do (while :; do :; done) & done; wait', {
      limits: { cpuSeconds: 1 },
    });
    assert.equal(result.excess, 'cpu');
  });

  for (const [name, hog] of Object.entries({
    node: () =>
      script('const all = []; for (;;) all.push(Buffer.alloc(10_000_000, 1));', {
        limits: { memoryBytes: 300 * mebibyte },
      }),
    python: () =>
      pythonScript('all = []\nwhile True: all.append(bytearray(10_000_000))', {
        limits: { memoryBytes: 300 * mebibyte },
      }),
    'several processes': () =>
      pythonScript('import os,time\nfor i in range(4): os.fork()\nx = b"1" * 30_000_000\ntime.sleep(9)', {
        limits: { memoryBytes: 300 * mebibyte },
      }),
  })) {
    it(`kill a memory hog: ${name}`, async () => {
      const result = await hog();
      assert.equal(result.excess, 'memory');
      assert.ok(result.seconds < 5, `${result.seconds} s`);
    });
  }

  it('contain a fork bomb', async () => {
    const name = `bomb${process.pid}`;
    const result = await shell(`${name}() { ${name} | ${name} & }; ${name}; sleep 10`);
    assert.equal(result.excess, 'processes');
    assert.ok(result.seconds < 5, `${result.seconds} s`);
    assert.deepEqual(processesWith(name), []);
  });

  it('cut endless output', async () => {
    const result = await shell('yes', { limits: { outputBytes: mebibyte } });
    assert.equal(result.excess, 'output');
    assert.equal(result.stdout.length, mebibyte);
  });

  it('bound what is written to disk, in one file and in all', async () => {
    const fill = 'i=0; while head -c 4000000 /dev/zero > $1/f$i; do i=$((i+1)); done; du -sm $1 | cut -f1';
    const limits = { diskBytes: 32 * mebibyte, fileBytes: 8 * mebibyte };
    for (const folder of ['.', '/tmp', '/dev/shm']) {
      const { stdout, stderr } = await sandbox.exec(
        { argv: ['/bin/sh', '-c', fill, 'sh', folder], limits },
        never,
      );
      assert.match(stderr, /No space left/);
      assert.ok(Number(stdout) <= 25, `${stdout} MB in ${folder}`);
    }
    const one = await shell('head -c 20000000 /dev/zero > one; wc -c < one', { limits });
    assert.equal(Number(one.stdout), 8 * mebibyte);
  });
});

for (const isolation of [undefined, 'none'] as const) {
  describe(`the process tree ${isolation ? 'without isolation' : 'in the sandbox'}`, () => {
    it('is dead 500 ms after an abort, with what ignores signals and what left its group', async () => {
      const other = await openSandbox({ workspace, ...(isolation && { isolation }) });
      const nap = `4${process.pid}${isolation ? 1 : 0}`;
      const stubborn = `trap '' TERM INT HUP; sleep ${nap} & setsid sh -c 'trap "" TERM; (setsid sleep ${nap} &) ; sleep ${nap}' & `;
      const abort = new AbortController();
      const running = other.exec(
        { argv: ['/bin/sh', '-c', `${stubborn} (setsid sh -c 'sleep ${nap} &') ; wait`] },
        abort.signal,
      );
      const sleepers = () => processesWith(`sleep\0${nap}`).length;
      assert.ok((await until(() => sleepers() === 4, 5000)) < 5000, `${sleepers()} sleepers`);
      abort.abort();
      assert.ok((await until(() => sleepers() === 0, 2000)) < 500);
      const result = await running;
      assert.equal(result.exitCode, undefined);
      await other.close();
    });
  });
}

it('the process tree dies with the program that opened the sandbox', async () => {
  const { spawn } = await import('node:child_process');
  const nap = `5${process.pid}`;
  const program = `
    import { openSandbox } from ${JSON.stringify(new URL('../../src/sandbox/sandbox.ts', import.meta.url).href)};
    const sandbox = await openSandbox({ workspace: ${JSON.stringify(workspace)} });
    await sandbox.exec({ argv: ['/bin/sh', '-c', 'setsid sleep ${nap} & sleep ${nap}'] }, new AbortController().signal);`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'inherit' });
  const sleepers = () => processesWith(`sleep\0${nap}`).length;
  assert.ok((await until(() => sleepers() >= 2, 10_000)) < 10_000);
  parent.kill('SIGKILL');
  assert.ok((await until(() => sleepers() === 0, 2000)) < 1000);
  const left = () => readdirSync(tmpdir()).filter(name => name.startsWith(`ponder-sandbox-${parent.pid}-`));
  assert.equal(left().length, 1);
  await (await openSandbox({ workspace })).close();
  assert.deepEqual(left(), []);
});

describe('without isolation, by choice', () => {
  it('a program still gets a copy, an empty environment and limits', async () => {
    process.env.OPENAI_API_KEY = 'sk-secret-of-the-parent';
    const other = await openSandbox({ workspace, isolation: 'none' });
    try {
      const result = await other.exec(
        { argv: ['/bin/sh', '-c', 'env; echo changed > own.txt; cat own.txt'] },
        never,
      );
      assert.match(result.stdout, /\nchanged\n$/);
      assert.doesNotMatch(result.stdout, /sk-secret/);
      assert.equal(readFileSync(join(workspace, 'own.txt'), 'utf8'), 'own');
      const endless = await other.exec({ argv: ['yes'], limits: { outputBytes: 1000 } }, never);
      assert.equal(endless.excess, 'output');
    } finally {
      delete process.env.OPENAI_API_KEY;
      await other.close();
    }
  });
});

async function listen(address: { port: number; host: string } | { path: string }): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject);
    server.listen(address, resolve);
  });
  return server;
}
