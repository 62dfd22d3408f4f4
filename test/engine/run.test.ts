import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Clock } from '../../src/engine/clock.ts';
import type { Probing } from '../../src/engine/code/codeProbes.ts';
import { CodeExecutor } from '../../src/engine/codeExecutor.ts';
import { Generator } from '../../src/engine/generator.ts';
import { GenerationError, type LanguageModel } from '../../src/engine/languageModel.ts';
import { policies } from '../../src/engine/policies/index.ts';
import { policySetup } from '../../src/engine/policySetup.ts';
import { seededRandom } from '../../src/engine/random.ts';
import { replay } from '../../src/engine/replay.ts';
import { run } from '../../src/engine/run.ts';
import type { CodeTask } from '../../src/engine/task.ts';
import { SandboxError, type TestRunner } from '../../src/engine/testRunner.ts';
import type { RunConfig, TraceEvent } from '../../src/engine/trace.ts';
import { echoAssembler, scriptedModel, scriptedProbing, scriptedTests } from '../support/fakes.ts';
import { codeTask, configOf, realClock } from '../support/worlds.ts';

type Parts = {
  model?: LanguageModel;
  tests?: TestRunner;
  probing?: Probing;
  task?: CodeTask;
  config?: Partial<RunConfig>;
  signal?: AbortSignal;
  clock?: Clock;
};

/** A real run loop and executor over a scripted model and scripted tests. */
async function runCode(parts: Parts): Promise<readonly TraceEvent[]> {
  const task = parts.task ?? (codeTask as CodeTask);
  const config = configOf({ concurrency: 1, ...parts.config });
  const events: TraceEvent[] = [];
  const generator = new Generator({
    model: parts.model ?? scriptedModel(() => 'right'),
    messages: [{ role: 'user', content: 'Write f.' }],
    maxTokens: config.maxSampleTokens,
    stopAtFence: true,
    prices: { prompt: 0, completion: 0 },
    random: seededRandom(config.seed),
  });
  const factory = policies[config.policy];
  assert.ok(factory);
  await run({
    run: 'r1',
    date: '2026-01-01T00:00:00.000Z',
    task,
    config,
    policy: factory.create(policySetup(task, config)),
    executor: new CodeExecutor({
      task,
      assembler: echoAssembler,
      generator,
      arms: config.arms,
      testRunner: parts.tests ?? passWhen('right'),
      testSeconds: 10,
      fileText: 'file: original',
      probing: parts.probing ?? scriptedProbing(() => assert.fail('there is nothing to probe')),
    }),
    clock: parts.clock ?? realClock,
    signal: parts.signal ?? new AbortController().signal,
    emit: event => events.push(event),
  });
  return events;
}

/** Two tests, of which the second passes only for one code. */
function passWhen(code: string) {
  return scriptedTests(({ files }) => ({
    tests: [
      { name: 'loads', status: 'passed' },
      files['a.js'] === `file: ${code}`
        ? { name: 'works', status: 'passed' }
        : { name: 'works', status: 'failed', message: `got ${files['a.js']}` },
    ],
  }));
}

const endOf = (events: readonly TraceEvent[]) => {
  const end = events.at(-1);
  assert.ok(end?.type === 'run-ended');
  return end;
};
const rejecting = (error: unknown): TestRunner => ({ run: () => Promise.reject(error) });

describe('a run over code', () => {
  it('verifies with the tests, shows the file with the candidate to them, and stops', async () => {
    const texts = ['wrong', '?', 'right', 'never drawn'];
    const tests = passWhen('right');
    const events = await runCode({ model: scriptedModel(({ sample }) => texts[sample] ?? ''), tests });
    const end = endOf(events);
    assert.deepEqual(
      [end.status, end.stop, end.chosen, end.spent.calls, end.spent.testRuns],
      ['verified', 'verified', 'c3', 3, 3],
    );
    assert.deepEqual(
      tests.requests.map(({ files }) => files['a.js']),
      ['file: original', 'file: wrong', 'file: right'],
    );
  });

  it('runs the same code once and charges it once', async () => {
    const tests = passWhen('right');
    const model = scriptedModel(({ sample }) => `wrong${' '.repeat(sample)}`);
    const end = endOf(await runCode({ model, tests, config: { policy: 'uniform' } }));
    assert.equal(end.spent.calls, 8);
    assert.equal(tests.requests.length, 2, 'the baseline and one candidate');
    assert.equal(end.spent.testRuns, 2);
    assert.deepEqual([end.status, end.stop], ['failed', 'completed']);
  });

  it('never says verified for code whose tests did not all run', async () => {
    const tests = scriptedTests(({ files }) => ({
      tests:
        files['a.js'] === 'file: original'
          ? [
              { name: 'loads', status: 'passed' },
              { name: 'works', status: 'failed' },
            ]
          : [{ name: 'loads', status: 'passed' }],
    }));
    const end = endOf(await runCode({ tests }));
    assert.equal(end.status, 'failed');
  });

  it('spends no token on a function that already passes, unless something else is asked for', async () => {
    const tests = passWhen('original');
    const model = scriptedModel(() => 'right');
    const end = endOf(await runCode({ tests, model }));
    assert.deepEqual(
      [end.status, end.stop, end.spent.calls, end.spent.testRuns],
      ['verified', 'already-passing', 0, 1],
    );
    const asked = { ...(codeTask as CodeTask), instruction: 'Make it faster.' };
    const again = endOf(
      await runCode({ tests: passWhen('original'), task: asked, config: { budget: { calls: 1 } } }),
    );
    assert.equal(again.spent.calls, 1);
  });

  it('spends no token when there is no sandbox, when the tests hang, or when there are none', async () => {
    const model = scriptedModel(() => 'right');
    const missing = new SandboxError('no-isolation', 'bubblewrap is missing.', 'Install bubblewrap.');
    const none = endOf(await runCode({ model, tests: rejecting(missing) }));
    assert.deepEqual([none.stop, none.reason], ['failed', 'bubblewrap is missing. Install bubblewrap.']);
    const hang = endOf(
      await runCode({ model, tests: scriptedTests(() => ({ outcome: 'timed-out', seconds: 10 })) }),
    );
    assert.match(hang.reason, /did not end within 10 s, whatever the function does/);
    const loops = scriptedTests(({ files }) =>
      files['a.js'] === 'file: original'
        ? { outcome: 'timed-out' }
        : { tests: [{ name: 'works', status: files['a.js'] === 'file: right' ? 'passed' : 'failed' }] },
    );
    const looping = endOf(await runCode({ tests: loops }));
    assert.deepEqual(
      [looping.status, looping.spent.testRuns],
      ['verified', 3],
      'a function that never returns can be repaired',
    );
    const empty = endOf(await runCode({ model, tests: scriptedTests(() => ({ outcome: 'no-tests' })) }));
    assert.match(empty.reason, /ran no tests/);
    assert.equal(model.requests.length, 0);
  });

  it('is unverified without tests, and says so', async () => {
    const { tests: _, ...untested } = codeTask as CodeTask;
    const end = endOf(await runCode({ task: untested }));
    assert.deepEqual([end.status, end.spent.testRuns, end.chosen], ['unverified', 0, 'c1']);
  });

  it('ends at once for a wrong key, and after three failures in a row for a broken server', async () => {
    const failing = (failure: 'unauthorized' | 'server-error') =>
      scriptedModel(() => {
        throw new GenerationError(failure, `It is ${failure}.`, 'Do this.');
      });
    const [key, broken] = [failing('unauthorized'), failing('server-error')];
    assert.equal(endOf(await runCode({ model: key })).reason, 'It is unauthorized. Do this.');
    assert.equal(key.requests.length, 1);
    assert.equal(endOf(await runCode({ model: broken })).stop, 'failed');
    assert.equal(broken.requests.length, 3);
  });

  it('keeps what was found when the model fails later', async () => {
    const model = scriptedModel(({ sample }) => {
      if (sample > 0) throw new GenerationError('unauthorized', 'The key was revoked.', 'Set another.');
      return 'wrong';
    });
    const end = endOf(await runCode({ model }));
    assert.deepEqual([end.status, end.chosen, end.stop], ['failed', 'c1', 'failed']);
  });

  it('stops when told to: no call starts, what is in flight is cancelled and recorded, candidates are kept', async () => {
    const stop = new AbortController();
    const model = scriptedModel(({ sample }) => {
      if (sample < 2) return `wrong ${sample}`;
      setImmediate(() => stop.abort());
      return new Promise<string>((_, reject) =>
        stop.signal.addEventListener('abort', () => reject(stop.signal.reason)),
      );
    });
    const events = await runCode({ model, signal: stop.signal });
    const end = endOf(events);
    assert.deepEqual([end.status, end.stop, end.chosen], ['cancelled', 'cancelled', 'c1']);
    assert.equal(model.requests.length, 3);
    assert.deepEqual(
      events
        .filter(event => event.type === 'action-ended')
        .map(event => event.result.type)
        .at(-1),
      'cancelled',
    );
    const factory = policies.auto;
    assert.ok(factory);
    const timeless = events.map(event => ({ ...event, at: 0 }));
    assert.deepEqual(await replay(timeless, factory), timeless);
  });

  it('does nothing when it was stopped before it began', async () => {
    const model = scriptedModel(() => 'right');
    const tests = passWhen('right');
    const end = endOf(await runCode({ model, tests, signal: AbortSignal.abort() }));
    assert.deepEqual([end.status, model.requests.length, tests.requests.length], ['cancelled', 0, 0]);
  });

  it('ends when its time is up', async () => {
    let fire = () => {};
    const clock: Clock = {
      now: () => 0,
      after: (milliseconds, callback) => {
        assert.equal(milliseconds, 3_000);
        fire = callback;
        return () => {};
      },
    };
    const model = scriptedModel(({ sample }) => {
      if (sample === 1) fire();
      return `wrong ${sample}`;
    });
    const events = await runCode({ model, clock, config: { budget: { seconds: 3 } } });
    const end = endOf(events);
    assert.deepEqual([end.stop, end.cap, end.spent.calls, end.status], ['budget', 'seconds', 1, 'failed']);
    const factory = policies.auto;
    assert.ok(factory);
    assert.deepEqual(await replay(events, factory), events);
  });

  it('never starts a call that the cap on calls or tokens leaves no room for', async () => {
    const model = scriptedModel(({ sample }) => `wrong ${sample}`);
    const calls = endOf(await runCode({ model, config: { concurrency: 4, budget: { calls: 3 } } }));
    assert.deepEqual([calls.stop, calls.cap, model.requests.length], ['budget', 'calls', 3]);
    const greedy = scriptedModel(request => 'x'.repeat(request.maxTokens));
    const tokens = endOf(
      await runCode({
        model: greedy,
        config: { concurrency: 4, policy: 'uniform', budget: { tokens: 700 } },
      }),
    );
    assert.ok(tokens.spent.promptTokens + tokens.spent.completionTokens <= 700);
    assert.ok(greedy.requests.length > 2);
  });
});
