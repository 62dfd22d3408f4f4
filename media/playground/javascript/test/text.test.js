import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { capitalize, countWords, reverseString } from '../src/text.js';

describe('reverseString', () => {
  it('turns a word around', () => {
    assert.equal(reverseString('stressed'), 'desserts');
    assert.equal(reverseString('ab c'), 'c ba');
  });

  it('leaves what has no order', () => {
    assert.equal(reverseString(''), '');
    assert.equal(reverseString('x'), 'x');
  });
});

describe('capitalize', () => {
  it('raises the first letter', () => {
    assert.equal(capitalize('hello'), 'Hello');
    assert.equal(capitalize('two words'), 'Two words');
  });

  it('lowers the other letters', () => {
    assert.equal(capitalize('LOUD'), 'Loud');
  });

  it('takes an empty text', () => {
    assert.equal(capitalize(''), '');
  });
});

describe('countWords', () => {
  it('counts words', () => {
    assert.equal(countWords('one'), 1);
    assert.equal(countWords('to be or not to be'), 6);
  });

  it('takes any white space between words', () => {
    assert.equal(countWords('far   away'), 2);
    assert.equal(countWords('first\nsecond\tthird'), 3);
  });

  it('ignores white space around the text', () => {
    assert.equal(countWords('  padded  '), 1);
  });

  it('finds no word in an empty text', () => {
    assert.equal(countWords(''), 0);
  });
});
