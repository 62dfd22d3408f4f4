import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type TestRow, twoSided } from '../../src/engine/twoSided.ts';

const row = (bits: string): TestRow => [...bits].map(bit => bit === '1');
const rows = (...bits: string[]) => bits.map(row);
const near = (actual: number | undefined, expected: number, by = 1e-9) =>
  assert.ok(Math.abs((actual ?? Number.NaN) - expected) < by, `${actual} is not ${expected}`);

describe('two-sided inference over behaviours and generated tests', () => {
  it('is the prior without tests', () => {
    assert.deepEqual(twoSided([3, 1], []), { correct: [0.75, 0.25], valid: [] });
  });

  it('comes to rest where a hand says, for one test that the first of two equal behaviours passes', () => {
    const { correct, valid } = twoSided([1, 1], rows('10'));
    const first = correct[0] ?? 0;
    // Either the first is right and the test valid, which the other fails, or the second, and the first passes by a slip.
    const rate = (2 + first) / 6;
    const pass = 3 / (6 + first);
    const slip = (2 - first) / (9 - first);
    near(first / (1 - first), (rate * (1 - pass)) / ((1 - rate) * slip), 1e-6);
    assert.ok(first > 0.7 && first < 0.8, `${first}`);
    near(valid[0], first);
  });

  it('learns nothing from a test that all pass or none', () => {
    const telling = rows('1100', '1000', '0011');
    const alone = twoSided([4, 2, 1, 1], telling);
    const more = twoSided([4, 2, 1, 1], [...telling, row('1111'), row('0000')]);
    assert.deepEqual(more.correct, alone.correct);
    near(more.valid[3], 1);
    near(more.valid[4], 0);
  });

  it('doubts a wrong test that all wrong behaviours pass when the many agree and other tests are theirs', () => {
    const { correct, valid } = twoSided([8, 1, 1, 1], rows('0111', '1100', '1010', '1001'));
    assert.ok((correct[0] ?? 0) > 8 / 11, `${correct}`);
    assert.ok((valid[0] ?? 1) < 0.3, `${valid}`);
    assert.ok((valid[1] ?? 0) > 0.8, `${valid}`);
  });

  it('lets tests overrule a few votes, not many', () => {
    const supported = rows('01', '01', '01', '01');
    const [, few = 0] = twoSided([2, 2], supported).correct;
    const [, less = 0] = twoSided([20, 1], supported).correct;
    assert.ok(few > 0.6, `${few}`);
    assert.ok(less < 0.3, `${less}`);
  });

  it('does not take inverted tests for support: what nobody of the many passes is not valid', () => {
    const { correct, valid } = twoSided([6, 1, 1], rows('011', '010', '001'));
    assert.ok((correct[0] ?? 0) > 0.5, `${correct}`);
    for (const one of valid) assert.ok(one < 0.45, `${valid}`);
  });

  it('weighs all tests together like one, so that repeating them all changes the odds little', () => {
    const once = twoSided([1, 1, 1], rows('110', '101'));
    const often = twoSided([1, 1, 1], rows('110', '101', '110', '101', '110', '101'));
    for (const [c, chance] of once.correct.entries()) near(often.correct[c], chance, 0.15);
  });

  it('gives chances, whatever the order of behaviours', () => {
    const tests = rows('1100', '0110', '1001');
    const { correct, valid } = twoSided([3, 2, 1, 1], tests);
    const turned = twoSided(
      [1, 1, 2, 3],
      tests.map(one => [...one].reverse()),
    );
    near(
      correct.reduce((sum, one) => sum + one, 0),
      1,
    );
    for (const [c, chance] of correct.entries()) near(turned.correct[3 - c], chance);
    for (const [t, chance] of valid.entries()) near(turned.valid[t], chance);
  });
});
