// A function whose helper stands in another file: real discovery, real search, real tests in the real sandbox, and a
// model that can only write the function when its prompt shows the helper.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { systemClock } from '../../src/createPonder.ts';
import { CodeExecutor } from '../../src/engine/codeExecutor.ts';
import { Generator } from '../../src/engine/generator.ts';
import { policySetup } from '../../src/engine/policySetup.ts';
import { seededRandom } from '../../src/engine/random.ts';
import { replay } from '../../src/engine/replay.ts';
import { run } from '../../src/engine/run.ts';
import { codePrompt } from '../../src/engine/sampler.ts';
import type { TraceEvent } from '../../src/engine/trace.ts';
import { createTestRunner } from '../../src/sandbox/testRunner.ts';
import { report } from '../../src/view/report.ts';
import { viewOf } from '../../src/view/runView.ts';
import { createDiscovery } from '../../src/workspace/createDiscovery.ts';
import { scriptedModel, scriptedProbing } from '../support/fakes.ts';
import { searching } from '../support/searching.ts';
import { configOf } from '../support/worlds.ts';
import { folderWith, wasmDir } from '../workspace/sampleFiles.ts';

const discovery = await createDiscovery({ wasmDir });

type Case = {
  readonly files: Readonly<Record<string, string>>;
  readonly file: string;
  readonly name: string;
  /** Stands in the prompt only when the search found the helper. */
  readonly shown: string;
  readonly wrong: string;
  readonly right: string;
  readonly found: string;
};

const cases: Readonly<Record<string, Case>> = {
  'JavaScript, imported already': {
    files: {
      'package.json': '{ "type": "module" }',
      'src/total.js':
        "import { fold } from './inner/fold.js';\n\n/** Adds the folded numbers. */\nexport function total(list) {\n  return fold;\n}\n",
      'src/inner/fold.js': 'export function fold(value) {\n  return value % 17;\n}\n',
      'test/total.test.js':
        "import assert from 'node:assert/strict';\nimport test from 'node:test';\nimport { total } from '../src/total.js';\ntest('adds', () => assert.equal(total([18, 2]), 3));\n",
    },
    file: 'src/total.js',
    name: 'total',
    shown: 'return value % 17',
    wrong: '```js\nexport function total(list) { return list.reduce((a, b) => a + b, 0); }\n```',
    right: '```js\nexport function total(list) { return list.reduce((a, b) => a + fold(b), 0); }\n```',
    found: 'src/inner/fold.js:1',
  },
  'TypeScript, of which only the failure speaks': {
    files: {
      'package.json': '{ "type": "module" }',
      'src/total.ts':
        'export function total(list: number[]): number {\n  return list.length;\n}\n\nexport const other = 1;\n',
      'src/modulo.ts': 'export const foldNumber = (value: number): number => value % 17;\n',
      'test/total.test.ts':
        "import assert from 'node:assert/strict';\nimport test from 'node:test';\nimport { total } from '../src/total.ts';\ntest('adds', () => assert.equal(total([18, 2]), 3));\n",
    },
    file: 'src/total.ts',
    name: 'total',
    shown: "to use it: import { foldNumber } from './modulo",
    wrong:
      '```ts\nexport function total(list: number[]): number {\n  return list.reduce((a, b) => a + foldNumber(b), 0);\n}\n```',
    right:
      "```ts\nimport { foldNumber } from './modulo.ts';\nexport function total(list: number[]): number {\n  return list.reduce((a, b) => a + foldNumber(b), 0);\n}\n```",
    found: 'src/modulo.ts:1',
  },
  'Python, of which the docstring speaks': {
    files: {
      'pyproject.toml': '',
      'shop/__init__.py': '',
      'shop/total.py': 'def total(numbers):\n    """Adds the numbers, each by `fold`."""\n    return None\n',
      'shop/folding.py': 'def fold(value):\n    return value % 17\n',
      'tests/test_total.py':
        'import unittest\nfrom shop.total import total\n\n\nclass Total(unittest.TestCase):\n    def test_adds(self):\n        self.assertEqual(total([18, 2]), 3)\n',
    },
    file: 'shop/total.py',
    name: 'total',
    shown: 'to use it: from shop.folding import fold',
    wrong: '```python\ndef total(numbers):\n    return sum(numbers)\n```',
    right:
      '```python\nfrom shop.folding import fold\n\n\ndef total(numbers):\n    return sum(fold(one) for one in numbers)\n```',
    found: 'shop/folding.py:1',
  },
};

describe('a search', () => {
  for (const [title, one] of Object.entries(cases)) {
    it(`shows what the function needs from another file: ${title}`, async t => {
      const workspace = await folderWith(t, one.files);
      const text = one.files[one.file] ?? '';
      const at = { type: 'name', name: one.name } as const;
      const found = await discovery.discover({ workspace, file: join(workspace, one.file), text, at });
      assert.ok(found.type === 'found' && found.task.tests, JSON.stringify(found));
      const { task, assembler } = found;
      const model = scriptedModel(({ messages }) =>
        messages.some(({ content }) => content.includes(one.shown)) ? one.right : one.wrong,
      );
      const config = configOf({ policy: 'searching', actions: ['sample', 'search'], concurrency: 1 });
      const generator = new Generator({
        model,
        messages: codePrompt(task, 'small'),
        maxTokens: 400,
        stopAtFence: true,
        prices: { prompt: 0, completion: 0 },
        random: seededRandom(1),
      });
      const testRunner = createTestRunner({ workspace });
      const executor = new CodeExecutor({
        task,
        assembler,
        generator,
        arms: config.arms,
        testRunner,
        testSeconds: 30,
        fileText: text,
        probing: scriptedProbing(() => assert.fail('tests decide')),
        search: discovery.searchIn(workspace, text),
      });
      const factory = searching(1);
      const events: TraceEvent[] = [];
      await run({
        run: 'r1',
        date: '2026-01-01T00:00:00.000Z',
        task,
        config,
        policy: factory.create(policySetup(task, config)),
        executor,
        clock: systemClock,
        signal: new AbortController().signal,
        emit: event => events.push(event),
      });
      await testRunner.dispose();
      const end = events.at(-1);
      assert.ok(end?.type === 'run-ended');
      assert.deepEqual([end.status, end.chosen, end.spent.calls], ['verified', 'c2', 2], JSON.stringify(end));
      const searched = events.find(
        event => event.type === 'action-ended' && event.result.type === 'searched',
      );
      assert.ok(searched?.type === 'action-ended' && searched.result.type === 'searched');
      assert.ok(searched.result.snippets.some(({ file, line }) => `${file}:${line}` === one.found));
      assert.ok(Object.values(searched.cost).every(value => value === 0 || value === false));
      const view = viewOf(events);
      assert.ok(view);
      assert.deepEqual(view.warnings, []);
      assert.ok(report(view).includes(one.found));
      const withoutTime = (list: readonly TraceEvent[]) =>
        list.map(event => ({ ...event, at: 0, ...(event.type === 'run-ended' && { seconds: 0 }) }));
      assert.deepEqual(withoutTime(await replay(events, factory)), withoutTime(events));
    });
  }
});
