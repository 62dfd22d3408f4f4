import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { findWorkspace } from '../../src/workspace/findWorkspace.ts';
import { folderWith } from './sampleFiles.ts';

test('the workspace is the nearest folder upward with a project file', async t => {
  const folder = await folderWith(t, {
    '.git/HEAD': '',
    'app/package.json': '{}',
    'app/src/deep/a.js': '',
    'tool/pyproject.toml': '',
    'tool/b.py': '',
    'other/c.js': '',
  });
  assert.equal(findWorkspace(join(folder, 'app/src/deep/a.js')), join(folder, 'app'));
  assert.equal(findWorkspace(join(folder, 'tool/b.py')), join(folder, 'tool'));
  assert.equal(findWorkspace(join(folder, 'other/c.js')), folder);
});

test('a file outside of every project has its own folder as workspace', async t => {
  const folder = await folderWith(t, { 'plain/a.js': '' });
  const found = findWorkspace(join(folder, 'plain/a.js'));
  assert.ok(found === join(folder, 'plain') || !found.startsWith(folder), found);
});
