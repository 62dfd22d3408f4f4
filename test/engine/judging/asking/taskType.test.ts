import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { taskTypeOf } from '../../../../src/engine/judging/asking/taskType.ts';

const typeOf = (text: string) => taskTypeOf({ type: 'prompt', text });

describe('the type of a task', () => {
  for (const [text, wanted] of [
    ['Tom has 3 bags with 4 apples each. How many apples are left?', 'reasoning'],
    ['What is 17 * 23?', 'reasoning'],
    ['Solve x^2 = 9 for x.', 'reasoning'],
    ['Which is right?\n(A) red\n(B) blue\n(C) green', 'reasoning'],
    ['Take the last letters of the words in "Ada Lovelace" and concatenate them.', 'reasoning'],
    ['If all cats are grey and Tom is a cat, which of the following is true?', 'reasoning'],
    ['What is the next number in 2, 4, 8?', 'reasoning'],
    ['Write a Python function that reverses a list.', 'code'],
    ['Fix this:\n```js\nlet a = ;\n```', 'code'],
    ['Complete this:\ndef mean(values):', 'code'],
    ['Write an SQL query for the ten dearest orders.', 'code'],
    ['Write a friendly e-mail that a meeting is moved.', 'chat'],
    ['What is the capital of Australia?', 'chat'],
    ['Tell me a story about a computer programmer.', 'chat'],
    ['What do you think of the function of art in society?', 'chat'],
  ] as const) {
    it(`${wanted}: ${text.split('\n')[0]}`, () => assert.equal(typeOf(text), wanted));
  }

  it('is code for a task of code, whatever its words', () => {
    const code = {
      type: 'code',
      language: 'python',
      file: 'a.py',
      functionName: 'f',
      original: '',
      signature: '',
      documentation: 'How many?',
      context: '',
    } as const;
    assert.equal(taskTypeOf(code), 'code');
  });
});
