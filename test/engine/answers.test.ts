import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { canonicalAnswer } from '../../src/engine/answers.ts';

const rows: readonly (readonly [text: string, answer: string | undefined])[] = [
  ['Answer: 42', '42'],
  ['First I thought Answer: 7\nAnswer: 8\nno wait\nAnswer: 9', '9'],
  ['**Answer:** 1,234.50', '1234.5'],
  ['Final answer: $1,000', '1000'],
  ['The answer is 4.0.', '4'],
  ['so \\boxed{\\frac{1}{2}} is wrong; \\boxed{12}', '12'],
  ['\\boxed{x^{2}}', 'x^{2}'],
  ['Answer: (B) because', 'B'],
  ['Answer: b', 'B'],
  ['Answer: Paris.', 'paris'],
  ['  Paris  ', 'paris'],
  ['<think>Answer: 3</think>Answer: 5', '5'],
  ['<think>I never stop', undefined],
  ['', undefined],
  ['Answer: -0.50', '-0.5'],
  ['Answer: "hello   world"', 'hello world'],
  ['Use this:\n```js\nfoo()\n```\n', 'foo()'],
  ['Answer: 99999999999999999999', '99999999999999999999'],
];

describe('canonical answer', () => {
  for (const [text, answer] of rows) {
    it(`of ${JSON.stringify(text)} is ${JSON.stringify(answer)}`, () =>
      assert.equal(canonicalAnswer(text), answer));
  }
});
