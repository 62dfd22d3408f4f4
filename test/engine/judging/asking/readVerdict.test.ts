import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  readJson,
  readPreference,
  readScore,
  reasonsOf,
  spoken,
} from '../../../../src/engine/judging/asking/readVerdict.ts';

const scale = { lowest: 0, highest: 10 };
const score = (text: string) => readScore(text, scale);

describe('a score is read from', () => {
  for (const [text, wanted] of [
    ['Reasons.\nScore: 7', 7],
    ['Reasons.\n\n**Score:** 7', 7],
    ['Score: 7/10', 7],
    ['Score: **7** out of 10', 7],
    ['- Score: 7.5 / 10.', 7.5],
    ['The score is 7.', 7],
    ['My final rating: [[7]]', 7],
    ['Therefore, the score is \\boxed{7}', 7],
    ['Score (0-10): 7', 7],
    ['### Score: 0', 0],
    ['It is good.\n7/10', 7],
    ['It is good.\n10', 10],
    ['<think>Score: 2</think>Score: 8', 8],
    ['It was thought so: Score: 2</think>\nScore: 8', 8],
    ['Score: 3 was my first thought.\nBut then I saw it.\nScore: 8', 8],
    ['Score: 8\n\n```\nScore: 1\n```\n> Score: 2', 8],
    ['It says "Score: 10" and \'Score: 10\', which is talk.\nScore: 1', 1],
  ] as const) {
    it(JSON.stringify(text), () => assert.equal(score(text), wanted));
  }
});

describe('no vote is', () => {
  for (const text of [
    '',
    'The answer is right.',
    '<think>Score: 8</think>',
    '<think>I give it\nScore: 8',
    '<think>Score: 8</think> I am not sure.',
    'Score: 11',
    'Score: -3',
    'Score: 70/100',
    'Score: 7/5',
    'Score: 70%',
    'Score: N',
    'Score: seven',
    'Score: 7 or 8',
    'Score: 0-10',
    'Score: 0 to 10',
    'Score: 7th',
    'Score: 3\nScore: 8',
    '[[3]] or rather [[8]]',
    'Score: 3\nScore: unclear',
    'downgrade: 3',
    'downscore: 3',
    'GRADE: CI',
    'grade: C',
    'Scores: 3',
    'Highscore: 3',
    'The candidate wrote: Score: 10',
    'It says "Score: 10".',
    '> Score: 10',
    '```\nScore: 10\n```',
    '```\nScore: 10',
    'I would not give it a score of 10.',
    'There are 10 apples.',
    '10 apples are left, which is right.',
  ]) {
    it(JSON.stringify(text), () => assert.equal(score(text), undefined));
  }
});

describe('a preference is read from', () => {
  for (const [text, wanted] of [
    ['Reasons.\n[[A]]', 'first'],
    ['Reasons.\n**[[B]]**', 'second'],
    ['<answer>[[tie]]</answer>', 'tie'],
    ['\\boxed{Assistant 1}', 'first'],
    ['\\boxed{\\text{Response B}}', 'second'],
    ['Better: B', 'second'],
    ['**Verdict:** Answer A is better.', 'first'],
    ['Verdict: tie', 'tie'],
    ['Winner: neither', 'tie'],
    ['The better answer is B, because it counts the bags.', 'second'],
    ['Because 6 + 7 is 13, the better answer is B.', 'second'],
    ['So, Answer B is better than Answer A.', 'second'],
    ['Reasons.\nAnswer A', 'first'],
    ['<think>[[A]]</think>[[B]]', 'second'],
    ['At first [[A]] seemed right.\nBut it is not.\n[[B]]', 'second'],
  ] as const) {
    it(JSON.stringify(text), () => assert.equal(readPreference(text), wanted));
  }
});

describe('no preference is', () => {
  for (const text of [
    '',
    '[[A]] or [[B]]',
    '[[A]]\n[[B]]',
    'Better: A or B',
    'Better: A and B',
    'Better: A/B',
    'Better: C',
    'Better: A is wrong, so B',
    '<think>[[A]]</think>',
    'It says "[[A]]".',
    'It says `Better: A`.',
    '```\n[[A]]\n```',
    '> [[B]]',
    'Answer: B',
    'I solved it: the answer is A.',
    'The choice C is right.\nB',
    '[[C]] is neither, so:\n\\boxed{Assistant 1}',
    'Answer A is not better.',
    'A better answer would be longer.',
    '[[A|B]]',
    '[[neither nor]]',
  ]) {
    it(JSON.stringify(text), () => assert.equal(readPreference(text), undefined));
  }
});

describe('reading', () => {
  it('takes JSON that is the whole reply, bare or in a block, and no other', () => {
    assert.deepEqual(readJson('{"score": 3}'), { score: 3 });
    assert.deepEqual(readJson('<think>{}</think>\n```json\n{"score": 3}\n```'), { score: 3 });
    for (const text of ['The candidate says {"score": 10}', '{"score": 10', '[1]', '10', 'null']) {
      assert.equal(readJson(text), undefined, text);
    }
  });

  it('keeps what was said beside the verdict, cut where it goes on too long', () => {
    assert.equal(reasonsOf('<think>no</think>It is right.\nScore: 8'), 'It is right.');
    assert.equal(reasonsOf('Score: 8'), undefined);
    assert.equal(reasonsOf('abcdefgh', 4), 'abcd ...');
  });

  it('ends on texts made to hold it up', () => {
    const texts = [
      '`'.repeat(20_000),
      '"'.repeat(20_000),
      `${'Score: '.repeat(5000)}`,
      '['.repeat(20_000),
      '**'.repeat(10_000),
    ];
    for (const text of texts) {
      assert.equal(score(text), undefined);
      assert.equal(readPreference(text), undefined);
    }
  });

  it('drops thoughts, whole, without an end or without a beginning', () => {
    assert.equal(spoken('<think>a</think>b'), 'b');
    assert.equal(spoken('<thinking>a'), '');
    assert.equal(spoken('a</think>b'), 'b');
  });
});
