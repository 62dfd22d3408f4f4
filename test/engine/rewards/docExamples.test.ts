import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Output } from '../../../src/engine/probes/probeRunner.ts';
import type { Evidence } from '../../../src/engine/reward.ts';
import {
  docExamples,
  doubtfulExamples,
  failsExample,
  meetsExample,
  valueBesideExamples,
} from '../../../src/engine/rewards/docExamples.ts';
import type { CodeTask, Language } from '../../../src/engine/task.ts';
import { codeTask } from '../../support/worlds.ts';

function taskOf(documentation: string, language: Language = 'javascript', signature?: string): CodeTask {
  const usual = language === 'python' ? 'def f(a, b=0):' : 'function f(a, b = 0)';
  const { tests: _, ...task } = codeTask as CodeTask;
  return { ...task, functionName: 'f', language, signature: signature ?? usual, documentation };
}

function shown(documentation: string, language?: Language, signature?: string): readonly string[] {
  return docExamples(taskOf(documentation, language, signature)).map(
    ({ call, expectedText, printed }) => `${call} ${expectedText}${printed ? ' printed' : ''}`,
  );
}

const written: readonly (readonly [name: string, documentation: string, expected: string, Language?])[] = [
  ['a doctest', 'Doubles.\n\n>>> f(2)\n4\n', 'f(2) 4', 'python'],
  ['a doctest over lines', '>>> f([1,\n...    2])\n[2, 4]', 'f([1, 2]) [2, 4]', 'python'],
  ['a comment in Python', 'f("a")  # "aa"', 'f("a") "aa"', 'python'],
  ['a printed result', '>>> print(f(2))  # 4', 'f(2) 4 printed', 'python'],
  ['a comment behind the call', '@example\nf(2); // 4', 'f(2) 4'],
  ['an arrow in a comment', '@example\nf(2) // => 4', 'f(2) 4'],
  ['a comment under the call', "f(['a'], 2);\n// => [['a']]", 'f(["a"], 2) [["a"]]'],
  ['a comparison', 'f(2) === 4', 'f(2) 4'],
  ['a word', 'f(2) returns 4', 'f(2) 4'],
  ['a word with marks, in a sentence', 'So `f(2)` returns `4`. And on it goes.', 'f(2) 4'],
  ['a sentence at the end of a line', 'It doubles: f(2) is 4.\nAnd so on.', 'f(2) 4'],
  ['a sentence', 'For texts f("a") is "aa".', 'f("a") "aa"'],
  ['a text with a full stop', 'f("A. B") // "B. A"', 'f("A. B") "B. A"'],
  ['a reason behind the result', 'f(2) // 4, because of that', 'f(2) 4'],
  ['lines that end as on Windows', 'f(2);\r\n// => 4\r\n', 'f(2) 4'],
  ['a sign', 'f(2) ➞ 4', 'f(2) 4'],
  ['an equals sign', 'f(-1) = 0', 'f(-1) 0'],
  ['a printed result', 'console.log(f(2)); // 4', 'f(2) 4 printed'],
];

describe('the examples of a documentation', () => {
  for (const [name, documentation, expected, language] of written) {
    it(`are read from ${name}: ${JSON.stringify(documentation)}`, () => {
      assert.deepEqual(shown(documentation, language), [expected]);
    });
  }

  it('are read from TypeScript like from JavaScript', () => {
    assert.deepEqual(shown('f(2) // 4', 'typescript', 'function f(a: number, b?: number): number'), [
      'f(2) 4',
    ]);
  });

  it('may call a function without parameters', () => {
    assert.deepEqual(shown('f() // 1', 'javascript', 'function f()'), ['f() 1']);
  });

  const nothing = [
    ['what is no literal', 'f(x) // 4\nf(2) // x + 1\nf(2) throws RangeError'],
    ['another function', 'xf(2) // 4\na.f(2) // 4\ng(f(2)) === 4'],
    ['a negation', 'f(2) is not 4\nf(2) !== 4'],
    ['a call with two results', 'f(2) // 4\nf(2) // 5'],
    ['more arguments than it takes', 'f(1, 2, 3) // 4'],
    ['several results', "f(3) // 1, 2, 3\nf(4) => 1,000\nf(5) is 'a', 'b'"],
    ['prose', 'f(2) returns 4 items\nf doubles 2 to 4'],
  ] as const;
  for (const [name, documentation] of nothing) {
    it(`are not read from ${name}`, () => assert.deepEqual(shown(documentation), []));
  }

  it('are read once each, and none for a method', () => {
    assert.deepEqual(shown('f(2) // 4\nf(2) returns 4'), ['f(2) 4']);
    assert.deepEqual(docExamples({ ...taskOf('Stack.push(2) // 4'), functionName: 'Stack.push' }), []);
  });
});

it('a printed number is met by its text too, one that is returned is not', () => {
  const [printed, returned] = ['print(f(5)) # 101', 'f(5) # 101'].flatMap(each =>
    docExamples(taskOf(each, 'python')),
  );
  assert.ok(printed && returned);
  const [text, number]: readonly Output[] = [
    { type: 'value', text: 's"101"' },
    { type: 'value', text: '101' },
  ];
  assert.ok(text && number);
  assert.deepEqual(
    [printed, returned].map(each => [
      meetsExample(each, text, 'python'),
      meetsExample(each, number, 'python'),
    ]),
    [
      [true, true],
      [false, true],
    ],
  );
  assert.equal(meetsExample(returned, { type: 'error', name: 'ValueError' }, 'python'), false);
});

const ran = (...passed: boolean[]): readonly Evidence[] => [
  {
    type: 'examples',
    examples: passed.map((one, at) => ({ call: `f(${at})`, expected: '1', output: '?', passed: one })),
  },
];

describe('an example that no candidate passes', () => {
  it('is doubtful where candidates of several behaviours fail it', () => {
    const candidates = [
      { behaviour: 'x', evidence: ran(true, false, false) },
      { behaviour: 'y', evidence: ran(false, true, false) },
    ];
    const doubtful = doubtfulExamples(candidates);
    assert.deepEqual([...doubtful], ['f(2)']);
    assert.ok(failsExample(ran(true, false, false), doubtful));
    assert.equal(failsExample(ran(true, true, false), doubtful), false);
  });

  it('is not while they all behave alike', () => {
    const alike = Array.from({ length: 3 }, () => ({ behaviour: 'x', evidence: ran(false) }));
    assert.deepEqual([...doubtfulExamples(alike)], []);
  });
});

it('generated tests tell apart only what is equal by the examples', () => {
  const value = (passed: readonly boolean[], share: number) => valueBesideExamples(ran(...passed), share);
  assert.ok(value([true, false], 1) < value([true, true], 0));
  assert.ok(value([true, false], 0.5) < value([true, false], 0.6));
  assert.equal(valueBesideExamples([], 0.5), 0.5);
});
