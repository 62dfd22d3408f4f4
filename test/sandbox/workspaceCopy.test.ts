import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, it } from 'node:test';
import { findNode } from '../../src/sandbox/interpreters.ts';
import { openSandbox } from '../../src/sandbox/sandbox.ts';
import { copyWorkspace } from '../../src/sandbox/workspaceCopy.ts';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'workspace-copy-test-')));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(path: string, content: string | Buffer = ''): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

/** What a script prints in a sandbox on a folder. */
async function printed(workspace: string, script: string): Promise<string> {
  const sandbox = await openSandbox({ workspace: join(folder, workspace) });
  try {
    const node = await findNode();
    const request = { argv: [node.path, '-e', script], needs: node.needs };
    const { stdout, stderr } = await sandbox.exec(request, new AbortController().signal);
    return stdout + stderr;
  } finally {
    await sandbox.close();
  }
}

it('dependencies and big build output are shared, small build output is copied', async () => {
  put('w/dist/small.js', 'small');
  put('w/build/big.bin', Buffer.alloc(5 * 1024 * 1024));
  put('w/node_modules/x/index.js');
  put('w/packages/a/node_modules/y/index.js');
  put('w/.venv/pyvenv.cfg');
  put('w/src/index.js');
  const copy = await copyWorkspace(join(folder, 'w'), join(folder, 'copy'));
  assert.deepEqual(copy.shared.map(shared => shared.path).sort(), [
    '.venv',
    'build',
    'node_modules',
    'packages/a/node_modules',
  ]);
  assert.deepEqual([copy.files, copy.bytes], [2, 5]);
  assert.ok(existsSync(join(folder, 'copy', 'dist', 'small.js')));
});

it('a workspace with too much in it is refused', async () => {
  put('w/big.bin');
  const { truncateSync } = await import('node:fs');
  truncateSync(join(folder, 'w', 'big.bin'), 300 * 1024 * 1024);
  await assert.rejects(copyWorkspace(join(folder, 'w'), join(folder, 'copy')), {
    name: 'SandboxError',
    reason: 'setup-failed',
  });
});

it('a package of a monorepo finds what is hoisted and linked, and nothing else of the repository', async () => {
  put('repo/node_modules/hoisted/package.json', '{}');
  put('repo/node_modules/hoisted/index.js', 'module.exports = "hoisted";');
  put('repo/packages/b/package.json', '{ "name": "@repo/b" }');
  put('repo/packages/b/index.js', 'module.exports = "linked";');
  put('repo/packages/a/package.json', '{}');
  put('repo/secret.txt', 'secret');
  mkdirSync(join(folder, 'repo', 'node_modules', '@repo'));
  symlinkSync('../../packages/b', join(folder, 'repo', 'node_modules', '@repo', 'b'));
  const script = 'console.log(require("hoisted"), require("@repo/b"), fs.existsSync("../../secret.txt"))';
  assert.equal(await printed('repo/packages/a', script), 'hoisted linked false\n');
});

it('a package finds what stands in node_modules above it that are a link, as in a second worktree', async () => {
  put('first/node_modules/hoisted/package.json', '{ "main": "lib/index.js" }');
  put('first/node_modules/hoisted/lib/index.js', 'module.exports = "hoisted";');
  put('first/secret.txt', 'secret');
  put('second/packages/a/package.json', '{}');
  symlinkSync('../first/node_modules', join(folder, 'second', 'node_modules'));
  const script = 'console.log(require("hoisted"), fs.existsSync("../../../first/secret.txt"))';
  assert.equal(await printed('second/packages/a', script), 'hoisted false\n');
});
