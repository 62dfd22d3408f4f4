import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TokenLaw } from '../../../src/engine/languageModel.ts';
import { confidenceOf, windowOf, withConfidence } from '../../../src/engine/rewards/confidence.ts';

const near = (actual: number | undefined, expected: number) =>
  assert.ok(actual !== undefined && Math.abs(actual - expected) < 1e-9, `${actual} is not ${expected}`);

/** A token whose confidence is this: two likeliest tokens with that mean. */
const sure = (confidence: number, certainty?: number): TokenLaw => ({
  logprob: -0.5,
  top: [-confidence / 2, (-3 * confidence) / 2],
  ...(certainty === undefined ? {} : { certainty }),
});

describe('confidence', () => {
  it('is the mean of minus the log-probabilities of the likeliest tokens, whichever was drawn', () => {
    const confidence = confidenceOf([
      { logprob: -9, top: [-1, -2, -6] },
      { logprob: -1, top: [-0.5, -1.5, -4] },
    ]);
    near(confidence?.mean, 2.5);
  });

  it('takes the least sure tenth of sliding windows, and the tail', () => {
    const values = [...Array(30).fill(8), ...Array(10).fill(2), ...Array(40).fill(6)];
    const confidence = confidenceOf(values.map(value => sure(value)));
    assert.equal(windowOf(80), 16);
    near(confidence?.mean, (240 + 20 + 240) / 80);
    near(confidence?.tail, 6);
    near(confidence?.bottom, (3.5 + 3.625 + 3.75 + 3.75 + 3.875 + 4) / 6);
  });

  it('has windows of 10 to 25% of a short text, and of 2,048 tokens in a long one', () => {
    const sizes = [1, 4, 40, 64, 100, 400, 16_384, 100_000].map(windowOf);
    assert.deepEqual(sizes, [1, 1, 10, 16, 16, 50, 2048, 2048]);
    for (let tokens = 64; tokens <= 16_384; tokens++) {
      const share = windowOf(tokens) / tokens;
      assert.ok(share >= 0.1 && share <= 0.25, `${share} of ${tokens}`);
    }
  });

  it('draws at most 40 values along the text, from its first window to its last', () => {
    const confidence = confidenceOf(Array.from({ length: 1000 }, (_, at) => sure(at)));
    const { windows = [] } = confidence ?? {};
    assert.equal(windows.length, 40);
    assert.deepEqual([windows[0], windows.at(-1)], [62, 937]);
    assert.equal(confidenceOf([sure(1), sure(2)])?.windows.length, 2);
  });

  it('is the divergence from the even law where the whole law is known', () => {
    const confidence = confidenceOf([sure(3, 1.25), sure(3, 2.75)]);
    assert.equal(confidence?.proxy, false);
    near(confidence?.selfCertainty, 2);
  });

  it('is a marked proxy where only the likeliest are known: the divergence among them', () => {
    const top = [Math.log(0.4), Math.log(0.1)];
    const confidence = confidenceOf([{ logprob: -1, top }, sure(3, 2)]);
    assert.equal(confidence?.proxy, true);
    const [first, second] = [
      -(Math.log(2 * 0.8) + Math.log(2 * 0.2)) / 2,
      Math.log((Math.exp(3) + 1) / 2) - 1.5,
    ];
    near(confidence?.selfCertainty, (first + second) / 2);
    near(confidenceOf([{ logprob: -1, top: [-1, -1, -1] }])?.selfCertainty, 0);
  });

  it('is missing where no law was told', () => {
    assert.equal(confidenceOf(undefined), undefined);
    assert.equal(confidenceOf([]), undefined);
    assert.equal(confidenceOf([{ logprob: -1, top: [] }]), undefined);
  });

  it('stands beside the other evidence, and alone says nothing for or against', () => {
    const before = {
      value: 0.75,
      quality: 0.5,
      verified: false,
      evidence: [{ type: 'votes', votes: [] }],
    } as const;
    const after = withConfidence(before, [sure(2)]);
    assert.deepEqual(
      after?.evidence.map(({ type }) => type),
      ['votes', 'confidence'],
    );
    assert.equal(after?.value, 0.75);
    assert.equal(withConfidence(before, undefined), before);
    assert.equal(withConfidence(undefined, []), undefined);
    const alone = withConfidence(undefined, [sure(2)]);
    assert.deepEqual([alone?.value, alone?.quality, alone?.verified], [0.5, 0.5, false]);
  });
});
