import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { removeTree } from '../../src/sandbox/removeTree.ts';
import { removeLeftovers } from '../../src/sandbox/sandboxFolder.ts';

/** Where the temporary folders are made, of which a child that is nobody may make some too. */
const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'ponder-rights-'));
process.on('exit', () => fs.rmSync(temporary, { recursive: true, force: true }));
fs.chmodSync(temporary, 0o777);

/** Makes a folder whose folders nobody may open any more, not even who owns them. */
function locked(folder: string): string {
  const inner = path.join(folder, 'a/b');
  fs.mkdirSync(inner, { recursive: true });
  fs.writeFileSync(path.join(inner, 'file'), '');
  fs.chmodSync(inner, 0);
  fs.chmodSync(path.join(folder, 'a'), 0);
  return folder;
}

/** Runs node without the superuser's rights. */
function asNobody(...args: readonly string[]) {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const options = { uid: 65534, gid: 65534, env: { ...env, TMPDIR: temporary }, cwd: temporary } as const;
  return spawnSync(process.execPath, args, { ...options, encoding: 'utf8' });
}

/** Whether nobody may run node, read these sources and make a temporary folder; not so in a home folder, for one. */
function mayBeNobody(): boolean {
  const sources = pathToFileURL(import.meta.filename).href;
  const program = `import fs from 'node:fs'; fs.rmdirSync(fs.mkdtempSync('probe-')); fs.accessSync(new URL(${JSON.stringify(sources)}));
    await import(new URL('../../src/sandbox/sandboxFolder.ts', ${JSON.stringify(sources)}));`;
  return asNobody('--input-type=module', '-e', program).status === 0;
}

const isSuperuser = process.getuid?.() === 0;

if (isSuperuser && mayBeNobody()) {
  test('what took its rights away is removed, when nobody is asked and not the superuser', () => {
    const { status, stdout, stderr } = asNobody(import.meta.filename);
    assert.equal(status, 0, stdout + stderr);
    assert.match(stdout, /pass 2\b/);
  });
} else {
  const weak = isSuperuser ? ' (which the superuser may in any case, so this proves little)' : '';

  test(`a folder that took its rights away is removed with all in it${weak}`, async () => {
    const folder = locked(fs.mkdtempSync(path.join(temporary, 'tree-')));
    await removeTree(folder);
    assert.equal(fs.existsSync(folder), false);
  });

  test(`what a killed process left is removed, also where it took its rights away${weak}`, async t => {
    const { TMPDIR } = process.env;
    t.after(() => {
      if (TMPDIR === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = TMPDIR;
    });
    process.env.TMPDIR = fs.mkdtempSync(path.join(temporary, 'left-'));
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    const folder = locked(path.join(process.env.TMPDIR, `ponder-sandbox-${pid}-left`));
    await removeLeftovers();
    assert.equal(fs.existsSync(folder), false);
  });
}
