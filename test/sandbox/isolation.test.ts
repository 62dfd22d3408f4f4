import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { probeIsolation } from '../../src/sandbox/isolation.ts';
import { openSandbox } from '../../src/sandbox/sandbox.ts';

const path = process.env.PATH ?? '';
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'isolation-test-'));
});

afterEach(() => {
  process.env.PATH = path;
  rmSync(folder, { recursive: true, force: true });
});

function fakeBubblewrap(script: string): void {
  writeFileSync(join(folder, 'bwrap'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, 'bwrap'), 0o755);
  process.env.PATH = folder;
}

describe('the probe for isolation', () => {
  it('finds bubblewrap on this machine, by trying it', { skip: process.platform !== 'linux' }, async () => {
    const probe = await probeIsolation();
    assert.ok(probe.available, 'These tests need bubblewrap; install it with: sudo apt install bubblewrap');
    assert.equal(probe.kind, 'bubblewrap');
  });

  it('says what to install when there is none', async () => {
    process.env.PATH = folder;
    const probe = await probeIsolation();
    assert.ok(!probe.available);
    assert.match(probe.missing.join(), /not installed/);
    assert.match(probe.action, /apt install bubblewrap/);
  });

  it('refuses a version without limits on its file systems', async () => {
    fakeBubblewrap('echo bubblewrap 0.6.1');
    const probe = await probeIsolation();
    assert.ok(!probe.available);
    assert.match(probe.missing.join(), /too old \(bubblewrap 0\.6\.1\)/);
  });

  it('notices that user namespaces are forbidden and passes on what bubblewrap said', async () => {
    fakeBubblewrap(
      '[ "$1" = --version ] && echo bubblewrap 0.9.0 && exit; echo "setting up uid map: Permission denied" >&2; exit 1',
    );
    const probe = await probeIsolation();
    assert.ok(!probe.available);
    assert.match(probe.missing.join(), /setting up uid map: Permission denied/);
    assert.match(probe.action, /apparmor_restrict_unprivileged_userns=0/);
  });

  it('stops a sandbox from being opened where there is no isolation', async () => {
    process.env.PATH = folder;
    await assert.rejects(openSandbox({ workspace: folder }), {
      name: 'SandboxError',
      reason: 'no-isolation',
      action: /bubblewrap/,
    });
  });
});
