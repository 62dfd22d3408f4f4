import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { computed } from '../../../../src/engine/judging/steps/arithmetic.ts';
import { checkedSteps, equationFaults } from '../../../../src/engine/judging/steps/equations.ts';

const checkedIn = (text: string) => checkedSteps([text])[0]?.checked;

describe('false equations in a chain of thought', () => {
  it('are found in their step, with both sides', () => {
    const steps = [
      'This can be written as "A - B", where A = (-9 - 5 - 0) and B = (7 - -7 * 4).',
      "Let's calculate A = (-9 - 5 - 0) = (-9 - 5) = -14.",
      "Let's calculate B = (7 - -7 * 4) = (7 - 28) = -21.",
      'Then, the final equation is A - B = -14 - -21 = 7. So the answer is 7',
    ];
    assert.deepEqual(equationFaults(steps), [
      { step: 2, equation: '(7 - -7 * 4) = (7 - 28)', left: 35, right: -21 },
    ]);
    assert.deepEqual(
      checkedSteps(steps).map(({ checked, faults }) => [checked, faults.length]),
      [
        [0, 0],
        [2, 0],
        [2, 1],
        [2, 0],
      ],
    );
  });

  it('compare names by what the text gave them, though it was wrong', () => {
    const wrong = ['A = 2 + 2 = 5.', 'B = 3.', 'A + B = 8.', 'A * B = 5 * 2 = 10.'];
    assert.deepEqual(
      equationFaults(wrong).map(({ step, equation }) => [step, equation]),
      [
        [0, '2 + 2 = 5'],
        [3, 'A * B = 5 * 2'],
      ],
    );
  });

  it('may give a name anew, and forget one that cannot be computed', () => {
    assert.deepEqual(equationFaults(['A = 4.', 'A = 5 + 1 = 6.', 'A + 1 = 7.']), []);
    assert.deepEqual(equationFaults(['A = 4.', 'A = the rest.', 'A + 1 = 9.']), []);
  });

  it('are read with the signs people write', () => {
    for (const text of ['3 × 4 = 13', '12 ÷ 4 = 4', '−3 + 1 = 2', '1,200 + 1 = 1,301', '$5 + $3 = $9']) {
      assert.equal(equationFaults([text]).length, 1, text);
    }
    for (const text of ['3 × 4 = 12', '12 ÷ 4 = 3', '−3 + 1 = −2', '1,200 + 1 = 1,201', '$5 + $3 = $8'])
      assert.deepEqual([checkedIn(text), equationFaults([text])], [1, []], text);
  });

  it('are not guessed where the text around could be part of them', () => {
    const open = [
      '5 + 3 = 7 dozen',
      '10 = 5 times 2',
      'five times 3 = 15',
      'three times 2 + 1 = 9',
      'the sum of 2 and 3 = 5',
      'the sum of 4 * 2 and 3 + 1 = 12',
      '3 apples - 4 + 1 = 0',
      '- 4 + 6 = 10',
      '20 + 50% = 30',
      '5² = 25 * 2',
      '2^3 = 9 - 2',
      '2 * 3.5 = 8',
      '7 / 2 = 3 + 1',
      '1 + 1 != 3',
      '1 + 1 >= 3',
      '1 + 1 == 3',
      'is 5 + 3 = 9?',
      'f(2) + 1 = 4',
      'gcd(4, 6) = 2 + 1',
      '10:30 + 2 = 12:32',
      '2x + 1 = 4',
      'X + 1 = 4',
      '(3 + 4 = 8',
      '3 + = 4',
      '9007199254740993 + 1 = 5',
      'total = 5 = 6',
    ];
    for (const text of open) assert.deepEqual([checkedIn(text), equationFaults([text])], [0, []], text);
  });

  it('are told of a part that can be read, beside one that cannot', () => {
    assert.deepEqual(equationFaults(['total = 3 + 4 = 8, so y = 8 * x = 12']), [
      { step: 0, equation: '3 + 4 = 8', left: 7, right: 8 },
    ]);
  });

  it('do not take long over a long text', () => {
    const long = `${'('.repeat(5000)}1 = 2${' + 1'.repeat(5000)} = 3${'9'.repeat(5000)}x`;
    assert.deepEqual(equationFaults([long]), []);
  });
});

describe('arithmetic', () => {
  it('keeps to precedence, from left to right', () => {
    const names = new Map([['A', -3]]);
    const cases: readonly (readonly [string, number | undefined])[] = [
      ['2 - 3 - 4', -5],
      ['12 / 2 / 3', 2],
      ['2 + 3 * 4', 14],
      ['( 2 + 3 ) * - A', 15],
      ['- - 2', 2],
      ['1 / 3 * 3', 1],
      ['- 0', 0],
      ['1 / 2', undefined],
      ['1 / 0', undefined],
      ['2 B', undefined],
      ['B', undefined],
      ['( 2', undefined],
      ['', undefined],
      [`9007199254740991 + 9 - 9`, undefined],
    ];
    for (const [text, value] of cases)
      assert.ok(Object.is(computed(text.split(' ').filter(Boolean), names), value), text);
  });
});
