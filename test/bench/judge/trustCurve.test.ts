import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { criticCurve } from '../../../src/bench/judge/criticCurve.ts';
import { simulatedRun } from '../../../src/bench/judge/simulatedCritics.ts';
import { drawJudge, drawLabel } from '../../../src/bench/judge/simulatedJudges.ts';
import { type TrustPoint, trustCurve } from '../../../src/bench/judge/trustCurve.ts';
import { drawChoices, worthOfVotes } from '../../../src/bench/judge/votesWorth.ts';
import { flatJudge, shareOfPairs } from '../../../src/engine/judgeModel.ts';
import { meanOf } from '../../../src/engine/mean.ts';
import { seededRandom } from '../../../src/engine/random.ts';

describe('simulated judges', () => {
  it('put so large a share of pairs in their order, in what they say too', () => {
    for (const auc of [0.5, 0.6, 0.9]) {
      const judge = drawJudge(auc, seededRandom(`judge ${auc}`));
      assert.ok(Math.abs(shareOfPairs(judge) - auc) < 1e-6, `${shareOfPairs(judge)} is not ${auc}`);
    }
    const judge = drawJudge(0.8, seededRandom('labels'));
    const random = seededRandom('said');
    const labels = Array.from({ length: 4000 }, () => drawLabel(judge, 0.3, 60, random));
    const scores = (right: boolean) => labels.filter(one => one.right === right).map(one => one.score ?? 0);
    const [high, low] = [scores(true), scores(false)];
    assert.ok(Math.abs(high.length / labels.length - 0.3) < 0.03);
    const win = (one: number, other: number) => (one > other ? 1 : one === other ? 0.5 : 0);
    const auc = meanOf(high.flatMap(one => low.map(other => win(one, other))));
    assert.ok(Math.abs(auc - 0.8) < 0.03, `${auc}`);
  });

  it('are worth nothing where they say nothing and are known, less than that where they are believed', () => {
    const choices = drawChoices(12, seededRandom('choices'));
    const silent = { right: flatJudge.right, wrong: flatJudge.right };
    assert.equal(worthOfVotes(silent, silent, choices, 0.001), 0);
    assert.ok(worthOfVotes(silent, flatJudge, choices, 0.001) < -0.001);
    assert.ok(worthOfVotes(flatJudge, flatJudge, choices, 0.001) > 0);
    assert.equal(worthOfVotes(flatJudge, flatJudge, choices, 1), 0, 'too dear');
  });
});

describe('trust in judges', () => {
  const points = trustCurve([0.5, 0.7, 0.9], [0, 20, 50, 100, 200], 20);
  const at = (auc: number, labels: number): TrustPoint => {
    const point = points.find(one => one.auc === auc && one.labels === labels);
    assert.ok(point);
    return point;
  };

  it('leaves one in six that say nothing after 100 labels, and hardly any after 200', () => {
    assert.equal(at(0.5, 0).asked, 1);
    assert.ok(at(0.5, 100).asked <= 1 / 6, `${at(0.5, 100).asked}`);
    assert.ok(at(0.5, 200).asked <= 0.05, `${at(0.5, 200).asked}`);
    assert.ok(at(0.5, 100).weight < 0.05, `${at(0.5, 100).weight}`);
    assert.ok(at(0.5, 200).loss < 1, `${at(0.5, 200).loss}`);
  });

  it('keeps nearly every judge that tells much, and all of its worth', () => {
    for (const labels of [20, 50, 100, 200]) assert.ok(at(0.9, labels).givenUp <= 0.05, `${labels}`);
    const good = at(0.9, 200);
    assert.ok(good.balanced > 0.95 * good.bestBalanced && good.thorough > 0.95 * good.bestThorough);
    assert.ok(Math.abs(good.weight - good.trueWeight) < 0.05);
  });

  it('keeps most judges that tell something, to whom they are worth asking', () => {
    assert.ok(at(0.7, 200).asked > 0.75, `${at(0.7, 200).asked}`);
    assert.ok(at(0.7, 200).thorough > 0.6 * at(0.7, 200).bestThorough);
  });
});

describe('pay of critics', () => {
  const world = { effort: 'balanced', sample: 0.08, refine: 0.15 } as const;
  const [useless, useful] = [1, 5].map(lift => criticCurve([{ ...world, lift }], 200));

  it('is learnt from rows as the product writes them: failures before the first, behaviours that differ', () => {
    const rows = Array.from(
      { length: 60 },
      (_, i) => simulatedRun({ ...world, lift: 1 }, [], seededRandom(`row ${i}`)).row,
    );
    const [waysToFail, seen] = [12, { same: 0, different: 0, criticised: 0 }];
    for (const { samples, refined, critics } of rows) {
      const alone = [...Object.values(samples), ...(refined ? [refined] : [])];
      const criticised = Object.values(critics ?? {});
      const failed = alone.reduce((sum, { number, right }) => sum + number - right, 0);
      for (const { before } of criticised) assert.ok(before <= failed, `${before} of ${failed}`);
      for (const { number, right, distinct } of [...alone, ...criticised]) {
        assert.ok(distinct >= 1 && distinct <= Math.min(number, waysToFail + right));
        if (distinct < number) seen.same += 1;
        if (distinct > 1) seen.different += 1;
      }
      seen.criticised += criticised.length;
    }
    assert.ok(Math.min(...Object.values(seen)) > 5, JSON.stringify(seen));
  });

  it('falls to little where their words add nothing, and goes on where they mend', () => {
    const critiques = (curve: typeof useless) => curve?.map(point => point.critiques) ?? [];
    const [none, much] = [critiques(useless), critiques(useful)];
    assert.ok((none.at(-1) ?? 9) < (none[0] ?? 0) / 2.5, `${none}`);
    assert.ok((much.at(-1) ?? 0) > (much[0] ?? 9) / 2, `${much}`);
    assert.ok((useless?.at(-1)?.share ?? 1) < 0.04);
    assert.ok((useful?.at(-1)?.share ?? 0) > 0.06);
  });
});
