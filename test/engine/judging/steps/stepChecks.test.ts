import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { codeOutput, equationVerdict, scriptIn } from '../../../../src/engine/judging/steps/stepChecks.ts';

describe('the check of equations', () => {
  it('rejects the step with a false equation, says which, and leaves a chance that it was misread', () => {
    const verdict = equationVerdict(['Step 1: 3 * 12 = 36.'], 'Step 2: 36 - 7 = 19.');
    assert.deepEqual(verdict, {
      value: 0.02,
      critique: '36 - 7 = 19 is false: the left side is 29, the right side is 19.',
      check: { code: '36 - 7 = 19', output: '29 and 19' },
    });
  });

  it('says nothing of a step that is right or holds none, whatever the steps before it hold', () => {
    assert.equal(equationVerdict([], 'Step 1: 3 * 12 = 36.'), undefined);
    assert.equal(equationVerdict(['Step 1: 3 * 12 = 35.'], 'Step 2: so many pens.'), undefined);
  });
});

describe('the program of a judge', () => {
  it('is the last closed block in a language that can be run', () => {
    const text = 'First\n```python\nprint(1)\n```\nthen\n```js\nconsole.log(2)\n```\nand\n```text\n3\n```\n';
    assert.deepEqual(scriptIn(text), { language: 'javascript', source: 'console.log(2)\n' });
  });

  it('is none where a block names no language, is empty or was not closed', () => {
    for (const text of ['```\nprint(1)\n```', '```python\n\n```', '```python\nprint(1)', 'print(1)'])
      assert.equal(scriptIn(text), undefined, text);
  });

  it('tells what it printed, and how it ended', () => {
    assert.equal(codeOutput({ output: '51', ended: 'ok' }), '[Code Output]\n51');
    assert.match(codeOutput({ output: '', ended: 'ok' }), /nothing was printed/);
    assert.match(codeOutput({ output: 'Traceback', ended: 'failed' }), /Traceback\n\(the program failed\)/);
    assert.match(codeOutput({ output: '1', ended: 'timed-out' }), /did not end in time/);
  });
});
