import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { adaptiveConsistency } from '../../../src/engine/policies/adaptiveConsistency.ts';
import { esc } from '../../../src/engine/policies/esc.ts';
import { selfConsistency } from '../../../src/engine/policies/selfConsistency.ts';
import { seededRandom } from '../../../src/engine/random.ts';
import { answersOf, drawAll, promptSetup, tellDraw } from '../../support/drawing.ts';

describe('self-consistency', () => {
  it('draws its samples and takes the most frequent answer; a text without an answer is no vote', () => {
    const policy = selfConsistency.create(promptSetup({ samples: 7 }));
    const { drawn, end } = drawAll(policy, answersOf('---abb-'));
    assert.equal(drawn, 7);
    assert.ok(end.type === 'stop' && end.kind === 'completed');
    assert.equal(policy.best()?.id, 'c5');
  });

  it('keeps the earlier answer at a tie', () => {
    const policy = selfConsistency.create(promptSetup({ samples: 4 }));
    drawAll(policy, answersOf('abba'));
    assert.equal(policy.best()?.id, 'c1');
  });
});

describe('adaptive consistency', () => {
  it('stops after 4, 6, 8, 9, 11 votes against 0 to 4', () => {
    for (const [second, needed] of [4, 6, 8, 9, 11].entries()) {
      const { drawn, end } = drawAll(
        adaptiveConsistency.create(promptSetup()),
        answersOf('ba'.repeat(second) + 'a'.repeat(20)),
      );
      assert.equal(drawn, second + needed);
      assert.ok(end.type === 'stop' && end.kind === 'settled');
    }
  });

  it('does not take texts without an answer for a lead, and ends at 40', () => {
    const { drawn, end } = drawAll(adaptiveConsistency.create(promptSetup()), answersOf('-'.repeat(50)));
    assert.equal(drawn, 40);
    assert.ok(end.type === 'stop' && end.kind === 'completed');
  });

  it('uses free slots only for draws it would make whatever they show', () => {
    const policy = adaptiveConsistency.create(promptSetup());
    const first = policy.ask(8);
    assert.equal(first.type === 'act' && first.actions.length, 4);
    tellDraw(policy, 1, { answer: 'a' });
    tellDraw(policy, 2, { answer: 'b' });
    const second = policy.ask(8);
    assert.equal(second.type === 'act' && second.actions.length, 5, '1 to 1 needs 5 more to be 6 to 1');
  });
});

describe('ESC', () => {
  it('stops at the first window of one answer and returns it although another is more frequent', () => {
    const policy = esc.create(promptSetup());
    const { drawn, end } = drawAll(policy, answersOf('aaaabaaaabbbbbbzz'));
    assert.equal(drawn, 15);
    assert.ok(end.type === 'stop' && end.kind === 'settled');
    assert.equal(policy.best()?.id, 'c11');
  });

  it('does not count windows that overlap, nor one with a text without an answer', () => {
    assert.equal(drawAll(esc.create(promptSetup()), answersOf('baaaaabbbbaaaaa')).drawn, 15);
    assert.equal(drawAll(esc.create(promptSetup()), answersOf('aaaa-aaaaa')).drawn, 10);
  });

  it('takes the most frequent answer of 40 when no window agrees', () => {
    const policy = esc.create(promptSetup());
    const { drawn, end } = drawAll(policy, answersOf('babba'.repeat(9)));
    assert.equal(drawn, 40);
    assert.ok(end.type === 'stop' && end.kind === 'completed');
    assert.equal(policy.best()?.id, 'c1');
  });

  it('asks for the rest of a window and no more', () => {
    const policy = esc.create(promptSetup());
    tellDraw(policy, 1, { answer: 'a' });
    const decision = policy.ask(16);
    assert.equal(decision.type === 'act' && decision.actions.length, 4);
  });

  it('draws as many samples as the paper expects of answers with these chances', () => {
    const vectors = [
      [[1], 5],
      [[0.9, 0.1], 8.461],
      [[0.7, 0.3], 22.752],
      [[0.5, 0.3, 0.2], 35.55],
    ] as const;
    const random = seededRandom('esc');
    const drawn = (chances: readonly number[]) => {
      let rest = random.next();
      const answer = chances.findIndex(chance => {
        rest -= chance;
        return rest < 0;
      });
      return { answer: String(answer) };
    };
    const runs = 3_000;
    for (const [chances, expected] of vectors) {
      let sum = 0;
      for (let run = 0; run < runs; run++) {
        const draws = Array.from({ length: 40 }, () => drawn(chances));
        sum += drawAll(esc.create(promptSetup()), draws).drawn;
      }
      assert.ok(Math.abs(sum / runs - expected) < 0.8, `${chances}: ${sum / runs}`);
    }
  });
});
