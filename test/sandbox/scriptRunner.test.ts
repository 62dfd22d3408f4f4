import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { Call } from '../../src/engine/call.ts';
import { addCosts, type Cost, zeroCost } from '../../src/engine/cost.ts';
import { Generator } from '../../src/engine/generator.ts';
import { stepwise } from '../../src/engine/judges/stepwise.ts';
import { judgeSteps } from '../../src/engine/judging/steps/judgedSteps.ts';
import { seededRandom } from '../../src/engine/random.ts';
import { SandboxError } from '../../src/engine/testRunner.ts';
import { openScriptRunner } from '../../src/sandbox/scriptRunner.ts';
import { scriptedModel } from '../support/fakes.ts';

const runner = openScriptRunner();
after(() => runner.dispose());

let charged: Cost = zeroCost;
const callWith = (signal = new AbortController().signal): Call => ({
  signal,
  charge(used) {
    charged = addCosts(charged, used);
  },
  extend: () => true,
});
const python = (source: string) => runner.run({ language: 'python', source }, callWith());
const javascript = (source: string) => runner.run({ language: 'javascript', source }, callWith());

describe('scripts of a judge', () => {
  it('run in Python and JavaScript, print, and are charged their seconds', async () => {
    charged = zeroCost;
    assert.deepEqual(await python('print(17 * 3)'), { output: '51', ended: 'ok' });
    assert.deepEqual(await javascript('console.log(17 * 3)'), { output: '51', ended: 'ok' });
    assert.ok(charged.sandboxSeconds > 0 && charged.sandboxSeconds <= 2 * runner.seconds);
    assert.equal(charged.testRuns, 0);
  });

  it('tell their errors, and keep the end of a long output', async () => {
    const failed = await python('assert 2 + 2 == 5, "no"');
    assert.equal(failed.ended, 'failed');
    assert.match(failed.output, /AssertionError: no/);
    const long = await javascript('console.log("x".repeat(5000)); console.log("the end")');
    assert.equal(long.output.length, 1000);
    assert.ok(long.output.endsWith('the end'));
  });

  it('see an empty folder, whatever the script before them left there', async () => {
    const list = 'import os\nprint(sorted(os.listdir(".")))\nopen("left", "w").write("x")';
    assert.equal((await python(list)).output, "['check.py']");
    assert.equal((await python(list)).output, "['check.py']");
  });

  it('reach no server of this machine and read nothing of this project', async () => {
    const server = createServer(socket => socket.end('reached')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { output } = await python(
      `import os, socket
try: print(socket.create_connection(("127.0.0.1", ${port}), 2).recv(9))
except OSError as error: print(type(error).__name__)
print(os.path.exists(${JSON.stringify(import.meta.filename)}))`,
    );
    server.close();
    assert.ok(existsSync(import.meta.filename));
    assert.match(output, /Error\nFalse$/);
  });

  it('are ended after five seconds, with all they started', async () => {
    charged = zeroCost;
    const { ended } = await python(
      'import subprocess, sys\nsubprocess.Popen([sys.executable, "-c", "while True: pass"])\nwhile True: pass',
    );
    assert.equal(ended, 'timed-out');
    assert.ok(charged.sandboxSeconds <= runner.seconds, `${charged.sandboxSeconds} s`);
  });

  it('end when they are aborted', async () => {
    const abort = new AbortController();
    const running = runner.run({ language: 'python', source: 'while True: pass' }, callWith(abort.signal));
    abort.abort(new Error('stopped'));
    await assert.rejects(running, /stopped/);
  });

  it('can be run once there is room for their folder, though there was none before', async () => {
    const other = openScriptRunner();
    const { TMPDIR } = process.env;
    process.env.TMPDIR = join(import.meta.dirname, 'no such folder');
    try {
      await assert.rejects(other.run({ language: 'javascript', source: '' }, callWith()), {
        name: 'SandboxError',
        reason: 'setup-failed',
        message: /ENOENT/,
      });
    } finally {
      if (TMPDIR === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = TMPDIR;
    }
    assert.equal((await other.run({ language: 'javascript', source: '' }, callWith())).ended, 'ok');
    await other.dispose();
  });

  it('are refused once it is closed, and nothing is left of it', async () => {
    const before = new Set(readdirSync(tmpdir()));
    const other = openScriptRunner();
    await other.run({ language: 'javascript', source: '' }, callWith());
    const prefix = `ponder-sandbox-${process.pid}-`;
    const own = readdirSync(tmpdir()).filter(name => name.startsWith(prefix) && !before.has(name));
    assert.ok(own.length > 0);
    await other.dispose();
    assert.deepEqual(
      own.filter(name => existsSync(join(tmpdir(), name))),
      [],
    );
    await assert.rejects(other.run({ language: 'javascript', source: '' }, callWith()), SandboxError);
  });
});

describe('the stepwise judge', () => {
  it('has the program that it wrote really run, and says its verdict on what that printed', async () => {
    const can = { seed: true, streaming: false, usage: true, promptStyle: 'large' } as const;
    const model = scriptedModel(
      ({ messages }) =>
        messages.at(-1)?.content === '[Code Output]\n29'
          ? 'That is what it says.\n\\boxed{Positive}'
          : 'I compute it.\n```python\nprint(3 * 12 - 7)\n```',
      { can },
    );
    const random = seededRandom(1);
    const prices = { prompt: 0, completion: 0 };
    const generator = new Generator({
      model,
      messages: [],
      maxTokens: 500,
      stopAtFence: false,
      prices,
      random,
    });
    const judging = {
      judge: stepwise,
      task: { type: 'prompt', text: 'How many?' },
      generator,
      scripts: runner,
    } as const;
    const [verdict] = await judgeSteps(judging, ['So 29 pens are left.'], 1, callWith(), { name: 'c1' });
    assert.deepEqual(verdict, {
      value: 2 / 3,
      critique: 'That is what it says.',
      check: { code: 'print(3 * 12 - 7)\n', output: '29' },
    });
  });
});
