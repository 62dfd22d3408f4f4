import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { codeSegments, proseSegments, segmentsOf } from '../../../../src/engine/judging/steps/segments.ts';

const shown = (segments: readonly string[]) => segments.map(segment => segment.trim());

describe('segments of prose', () => {
  it('are numbered steps and the answer, where there are two of them', () => {
    const text = 'Let us see.\nStep 1: two and two.\nThat is 4.\n**Step 2:** times 3.\n\nAnswer: 12\n';
    assert.deepEqual(shown(proseSegments(text)), [
      'Let us see.',
      'Step 1: two and two.\nThat is 4.',
      '**Step 2:** times 3.',
      'Answer: 12',
    ]);
  });

  it('are paragraphs, else sentences; a decimal point ends none', () => {
    assert.deepEqual(shown(proseSegments('First. Still.\n\nSecond.')), ['First. Still.', 'Second.']);
    assert.deepEqual(shown(proseSegments('It is 3.5 m. So 7 m. Done')), ['It is 3.5 m.', 'So 7 m.', 'Done']);
    assert.deepEqual(shown(proseSegments('One line\nand another')), ['One line', 'and another']);
  });
});

const python = `def total(rows, key=None):
    """Sum.

    return 0
    """
    if not rows:
        return 0
    else:
        pass
    values = [
        row[key]
        for row in rows
    ]
    return sum(
        values
    )
`;

const javascript = `export function clamp(x, low, high) {
  // keep (it
  const text = "not ( open";
  if (low > high) {
    throw new RangeError('low');
  } else {
    x += 0;
  }

  return Math.min(
    high,
    Math.max(low, x),
  );
}
`;

describe('segments of code', () => {
  it('are the statements of a Python function with what is nested in them, the first with its head', () => {
    assert.deepEqual(shown(codeSegments(python)), [
      'def total(rows, key=None):\n    """Sum.\n\n    return 0\n    """\n    if not rows:\n        return 0\n    else:\n        pass',
      'values = [\n        row[key]\n        for row in rows\n    ]',
      'return sum(\n        values\n    )',
    ]);
  });

  it('are those of a JavaScript function; brackets in texts and comments open nothing', () => {
    assert.deepEqual(shown(codeSegments(javascript)), [
      'export function clamp(x, low, high) {\n  // keep (it\n  const text = "not ( open";',
      "if (low > high) {\n    throw new RangeError('low');\n  } else {\n    x += 0;\n  }",
      'return Math.min(\n    high,\n    Math.max(low, x),\n  );\n}',
    ]);
  });

  it('take a long block apart', () => {
    const body = Array.from({ length: 9 }, (_, index) => `        total += ${index}`).join('\n');
    const code = `def f(xs):\n    for x in xs:\n${body}\n    return total\n`;
    assert.equal(codeSegments(code).length, 1 + 9 + 1);
  });
});

describe('segments', () => {
  it('are found in a line of as many texts as there may be', () => {
    const line = `x = ${'`a`'.repeat(20_000)}`;
    assert.deepEqual(codeSegments(`${line}\ny = 1`), [`${line}\n`, 'y = 1']);
  });

  it('joined are the whole text, whatever it is, and none is empty', () => {
    const word = fc.constantFrom(
      'Step 1: ',
      'Answer: 3',
      '\n',
      '\n\n',
      '  ',
      '1. ',
      'x = (',
      ')',
      '}',
      'if a:',
      '"""',
      '`',
      '// c',
      'Then. So',
      '\r\n',
      "'",
    );
    const texts = fc.array(fc.oneof(word, fc.string({ maxLength: 4 })), { maxLength: 60 });
    fc.assert(
      fc.property(texts, fc.constantFrom('code' as const, 'prompt' as const), (words, type) => {
        const text = words.join('');
        const segments = segmentsOf(text, type);
        assert.ok(segments.length <= 12);
        assert.ok(segments.every(segment => segment.trim() !== ''));
        assert.equal(segments.join(''), text.trim() === '' ? '' : text);
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});
