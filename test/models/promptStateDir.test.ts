import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { it } from 'node:test';
import { makePromptStateDir, removePromptStateDir } from '../../src/models/promptStateDir.ts';

it('old folders of dead processes are removed, all others are left alone', () => {
  const { TMPDIR } = process.env;
  const own = fs.mkdtempSync(path.join(os.tmpdir(), 'ponder-state-test-'));
  process.env.TMPDIR = own;
  try {
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    const hoursAgo = new Date(Date.now() - 7_200_000);
    const make = (name: string, old: boolean) => {
      fs.mkdirSync(path.join(own, name));
      if (old) fs.utimesSync(path.join(own, name), hoursAgo, hoursAgo);
    };
    make(`ponder-prompts-${dead}-a`, true);
    make(`ponder-prompts-${dead}-b`, false);
    make(`ponder-prompts-${process.ppid}-c`, true);
    make('another-1-d', true);
    const dir = makePromptStateDir();
    const left = [
      'another-1-d',
      path.basename(dir),
      `ponder-prompts-${dead}-b`,
      `ponder-prompts-${process.ppid}-c`,
    ];
    assert.deepEqual(fs.readdirSync(own).sort(), left.sort());
    assert.equal(fs.statSync(dir).mode & 0o077, 0);
    removePromptStateDir(dir);
    assert.equal(fs.existsSync(dir), false);
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
    fs.rmSync(own, { recursive: true });
  }
});
