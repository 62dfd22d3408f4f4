import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import type { Value } from '../../src/engine/probes/value.ts';
import { boolean, float, integer, list, nothing, text } from '../../src/engine/probes/value.ts';
import { canonicalText, gave } from '../../src/engine/rewards/canonicalText.ts';
import type { Language } from '../../src/engine/task.ts';
import { createProbeRunner } from '../../src/sandbox/probeRunner.ts';
import { openSandbox } from '../../src/sandbox/sandbox.ts';

const values: readonly Value[] = [
  boolean(true),
  boolean(false),
  ...[0, -0, 7, -12, 9_007_199_254_740_991].map(integer),
  ...[0.5, -0, 2, 1 / 3, 1e-5, 123.456789, 0.000123456789, 1_234_567.5, 12_345_678.5, 1e16, 2.5e-10].map(
    float,
  ),
  ...['', 'a"b\\c', "it's", 'line\nnext\ttab', 'über ☃ 🎉', '\u007f\u0001', '/slash/'].map(text),
  list([]),
  list([integer(1), list([text('x'), boolean(true)]), nothing]),
  { type: 'tuple', items: [integer(1), text('b')] },
  { type: 'set', items: [integer(10), integer(9), integer(10)] },
  { type: 'map', entries: [] },
  {
    type: 'map',
    entries: [
      [text('b'), integer(2)],
      [text('a'), list([float(1.5)])],
      [text('b'), integer(3)],
    ],
  },
  {
    type: 'keyed',
    entries: [
      [integer(2), text('two')],
      [integer(1), text('one')],
    ],
  },
];

const identity = {
  python: { file: 'same.py', text: 'def same(value):\n    return value\n' },
  javascript: { file: 'same.mjs', text: 'export function same(value) {\n  return value;\n}\n' },
} as const;

for (const language of ['python', 'javascript'] as const satisfies readonly Language[]) {
  test(`a ${language} function that gives its argument gives the canonical text of it`, async () => {
    const workspace = await fs.mkdtemp(path.join(os.tmpdir(), 'ponder-canonical-'));
    const signal = new AbortController().signal;
    const sandbox = await openSandbox({ workspace }, signal);
    try {
      const { file, text: code } = identity[language];
      const probes = [...values, nothing].map(value => ({ args: [value] }));
      const request = { language, file, functionName: 'same', candidates: [code], probes };
      const call = { signal, charge: () => {}, extend: () => true };
      const [probed] = await createProbeRunner(sandbox).run(request, call);
      assert.equal(probed?.type, 'loaded');
      const outputs = probed.type === 'loaded' ? probed.outputs : [];
      for (const [at, value] of values.entries()) {
        const output = outputs[at];
        const canonical = canonicalText(value, language);
        assert.deepEqual(output, { type: 'value', text: canonical }, `${JSON.stringify(value)}`);
        assert.ok(output && gave(output, value, language) && !gave(output, text('another'), language));
      }
      const none = outputs[values.length];
      assert.ok(none && gave(none, nothing, language) && !gave(none, integer(0), language));
    } finally {
      await sandbox.close();
      await fs.rm(workspace, { recursive: true, force: true });
    }
  });
}

test('a text that the runner shortens has no canonical text, and failures give nothing', () => {
  assert.equal(canonicalText(text('a'.repeat(400)), 'python'), undefined);
  assert.ok(!gave({ type: 'error', name: 'TypeError' }, nothing, 'python'));
  assert.ok(!gave({ type: 'late' }, nothing, 'javascript'));
});
