import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { createTestRunner } from '../../src/sandbox/testRunner.ts';

const workspace = mkdtempSync(join(tmpdir(), 'python-folders-'));
after(() => rmSync(workspace, { recursive: true, force: true }));

for (const [file, text] of Object.entries({
  'service/pyproject.toml': '[project]\nname = "service"\n',
  'service/tally/__init__.py': '',
  'service/tally/sums.py': 'def add(a, b):\n    return a + b\n',
  'service/tests/test_unit.py':
    'import unittest\nfrom tally.sums import add\n\nclass AddTest(unittest.TestCase):\n    def test_add(self):\n        self.assertEqual(add(1, 2), 3)\n',
  'service/tests/test_plain.py': 'from tally.sums import add\n\ndef test_add():\n    assert add(1, 2) == 3\n',
})) {
  mkdirSync(dirname(join(workspace, file)), { recursive: true });
  writeFileSync(join(workspace, file), text);
}

describe('a Python project in a subfolder of the workspace', () => {
  for (const [framework, file] of [
    ['unittest', 'service/tests/test_unit.py'],
    ['pytest', 'service/tests/test_plain.py'],
  ] as const) {
    it(`finds its package from ${framework} tests beside it`, async () => {
      const runner = createTestRunner({ workspace });
      const call = { signal: new AbortController().signal, charge() {}, extend: () => true };
      const report = await runner.run({ command: { framework, files: [file] }, files: {} }, call);
      await runner.dispose();
      assert.deepEqual(
        [report.outcome, report.tests.map(test => test.status)],
        ['ran', ['passed']],
        report.output,
      );
    });
  }
});
