// Tests written by the model, end to end: real discovery, the real sandbox and probe runner, a scripted model.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { systemClock } from '../../src/createPonder.ts';
import { CodeExecutor } from '../../src/engine/codeExecutor.ts';
import { totalTokens } from '../../src/engine/cost.ts';
import { Generator } from '../../src/engine/generator.ts';
import { policySetup } from '../../src/engine/policySetup.ts';
import { seededRandom } from '../../src/engine/random.ts';
import { replay } from '../../src/engine/replay.ts';
import { run } from '../../src/engine/run.ts';
import { codePrompt } from '../../src/engine/sampler.ts';
import type { TraceEvent } from '../../src/engine/trace.ts';
import { createProbeRunner } from '../../src/sandbox/probeRunner.ts';
import { openSandbox } from '../../src/sandbox/sandbox.ts';
import { report } from '../../src/view/report.ts';
import { viewOf } from '../../src/view/runView.ts';
import { createDiscovery } from '../../src/workspace/createDiscovery.ts';
import { scriptedModel, scriptedTests } from '../support/fakes.ts';
import { judging } from '../support/judging.ts';
import { configOf } from '../support/worlds.ts';
import { folderWith, wasmDir } from '../workspace/sampleFiles.ts';

const discovery = await createDiscovery({ wasmDir });

const cases = {
  'numbers.py': {
    text: 'def f(numbers: list[int]) -> int:\n    """The largest even number, or 0 without any."""\n    raise NotImplementedError\n',
    right: 'def f(numbers):\n    return max([n for n in numbers if n % 2 == 0], default=0)',
    wrong: 'def f(numbers):\n    return max(numbers, default=0)',
    replies: [
      'assert f([3, 4]) == 4\nassert f([3]) == 0',
      'Here is the function:\ndef f(numbers):\n    return 0',
      "self.assertEqual(f([-2, -4, -1]), -2)\nassert f([3]) == 'none'",
    ],
    passes: {
      'f([3, 4]) 4': ['c1', 'c2', 'c3', 'c4'],
      'f([3]) 0': ['c1', 'c3', 'c4'],
      'f([-2, -4, -1]) -2': ['c1', 'c3', 'c4'],
      'f([3]) "none"': [],
    },
  },
  'numbers.ts': {
    text: '/** The even numbers, in order. */\nexport function f(numbers: number[]): number[] {\n  throw new Error("not written");\n}\n',
    right: 'export function f(numbers: number[]): number[] {\n  return numbers.filter(n => n % 2 === 0);\n}',
    wrong: 'export function f(numbers: number[]): number[] {\n  return numbers.filter(n => n % 2 !== 0);\n}',
    replies: [
      'assert.deepEqual(f([1, 2, 4]), [2, 4]);\nassert.deepEqual(f([]), []);',
      'no idea',
      'expect(f([1])).toEqual([1]);',
    ],
    passes: {
      'f([1, 2, 4]) [2, 4]': ['c1', 'c3', 'c4'],
      'f([]) []': ['c1', 'c2', 'c3', 'c4'],
      'f([1]) [1]': ['c2'],
    },
  },
} as const;

describe('tests that the model writes', () => {
  for (const [name, one] of Object.entries(cases)) {
    it(`are evidence of a run without tests, in its trace, panel and report: ${name}`, async t => {
      const workspace = await folderWith(t, { [name]: one.text });
      const at = { type: 'name', name: 'f' } as const;
      const found = await discovery.discover({ workspace, file: join(workspace, name), text: one.text, at });
      assert.ok(found.type === 'found' && !found.task.tests);
      const { task, assembler } = found;
      const texts = [one.right, one.wrong, one.right, one.right].map(code => `\`\`\`\n${code}\n\`\`\``);
      const replies = [...one.replies];
      const model = scriptedModel(({ messages }) =>
        messages.some(({ content }) => content.includes('that each check one result of'))
          ? (replies.shift() ?? '')
          : (texts.shift() ?? ''),
      );
      const messages = codePrompt(task, 'small');
      const prices = { prompt: 0, completion: 0 };
      const random = seededRandom(1);
      const generator = new Generator({ model, messages, maxTokens: 400, stopAtFence: true, prices, random });
      const config = configOf({ policy: 'judging', actions: ['sample', 'judge'], concurrency: 1 });
      const sandbox = await openSandbox({ workspace }, new AbortController().signal);
      const factory = judging('ssjjsjs');
      const events: TraceEvent[] = [];
      try {
        const probing = { runner: createProbeRunner(sandbox), seconds: 36, random: random.fork('probes') };
        const executor = new CodeExecutor({
          task,
          assembler,
          generator,
          arms: config.arms,
          testRunner: scriptedTests(() => assert.fail('there are no tests')),
          testSeconds: 30,
          fileText: one.text,
          probing,
          search: undefined,
        });
        const policy = factory.create(policySetup(task, config));
        const signal = new AbortController().signal;
        const emit = (event: TraceEvent) => events.push(event);
        await run({ run: 'r1', date: '', task, config, policy, executor, clock: systemClock, signal, emit });
      } finally {
        await sandbox.close();
      }
      const end = events.at(-1);
      assert.ok(end?.type === 'run-ended');
      assert.deepEqual([end.status, end.spent.calls], ['unverified', 7], JSON.stringify(end));
      assert.ok(end.chosen !== 'c2');

      const view = viewOf(events);
      const seen = view?.generatedTests;
      assert.ok(view && seen);
      assert.deepEqual([seen.votes, seen.unread], [3, 1]);
      const passes = seen.tests.map(({ call, expected, passes: by }) => [
        `${call} ${expected}`,
        [...by].sort(),
      ]);
      assert.deepEqual(Object.fromEntries(passes), one.passes);
      for (const { ran } of seen.tests) assert.deepEqual([...ran].sort(), ['c1', 'c2', 'c3', 'c4']);
      for (const test of seen.tests) {
        const isLikely = test.passes.includes('c1');
        assert.ok(isLikely ? test.valid > 0.5 : test.valid < 0.5, JSON.stringify(test));
      }
      assert.equal(view.spend.find(({ purpose }) => purpose === 'unusable')?.actions, 1);
      assert.equal(
        view.spend.reduce((sum, { cost }) => sum + totalTokens(cost), 0),
        totalTokens(end.spent),
      );
      assert.deepEqual(view.warnings, []);
      const text = report(view);
      assert.match(text, /only evidence\): 3 replies, 1 without a test that can be run/);
      assert.match(text, /f\(\[3, 4\]\) +4 +4 of 4|f\(\[1, 2, 4\]\) +\[2, 4\] +3 of 4/);
      const timeless = (list: readonly TraceEvent[]) =>
        list.map(event => ({ ...event, at: 0, ...(event.type === 'run-ended' && { seconds: 0 }) }));
      assert.deepEqual(timeless(await replay(events, factory)), timeless(events));
    });
  }
});
