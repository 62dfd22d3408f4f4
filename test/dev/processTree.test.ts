import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { endTree, treeOf } from '../../src/dev/processTree.ts';

/** A process whose child is stubborn: it leaves the group and does not listen to SIGTERM. Resolves when both run. */
async function stubbornFamily(): Promise<ChildProcess> {
  const grandchild = `process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1000);`;
  const child = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(grandchild)}],
    { detached: true, stdio: ['ignore', 'inherit', 'inherit'] });`;
  const family = spawn(process.execPath, ['-e', child], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(family.stdout, 'data');
  return family;
}

test('the tree of a process holds its children, in whatever group they are', async () => {
  const { pid = 0 } = await stubbornFamily();
  assert.equal(treeOf(pid).length, 2);
  await endTree(pid, 100);
});

test('a tree is ended with those that do not listen', async () => {
  const { pid = 0 } = await stubbornFamily();
  const before = treeOf(pid);
  await endTree(pid, 200);
  await new Promise(resolve => setTimeout(resolve, 100));
  const left = before.filter(one => treeOf(one.pid).some(now => now.started === one.started));
  assert.deepEqual(left, []);
});

test('ending a process that is gone is no error', async () => {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  await endTree(child.pid ?? 0);
});
