import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { removeTree } from '../../src/sandbox/removeTree.ts';

/** The superuser may remove it in any case; for everybody else the rights have to be taken back. */
test('a folder that took its rights away is removed with all in it', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ponder-rights-'));
  const locked = path.join(folder, 'a/b');
  fs.mkdirSync(locked, { recursive: true });
  fs.writeFileSync(path.join(locked, 'file'), '');
  fs.chmodSync(locked, 0);
  fs.chmodSync(path.join(folder, 'a'), 0);
  await removeTree(folder);
  assert.equal(fs.existsSync(folder), false);
});
