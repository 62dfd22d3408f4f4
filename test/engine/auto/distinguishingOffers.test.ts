import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Action, Result } from '../../../src/engine/action.ts';
import { AgreementAppraiser } from '../../../src/engine/auto/agreementAppraiser.ts';
import { PricedPolicy } from '../../../src/engine/auto/pricedPolicy.ts';
import { cost } from '../../../src/engine/cost.ts';
import { seededRandom } from '../../../src/engine/random.ts';
import type { GeneratedTest } from '../../../src/engine/reward.ts';
import { setupOf } from '../../support/driving.ts';

const used = cost({ promptTokens: 100, completionTokens: 50, calls: 1 });

type Options = {
  readonly actions?: readonly Action['type'][];
  readonly generatesTests?: boolean;
  readonly perToken?: number;
};

/** A run whose samples are told by hand. */
function opened({ actions = ['sample', 'compare'], generatesTests = true, perToken = 1e-6 }: Options = {}) {
  const appraiser = new AgreementAppraiser({
    ...setupOf({ verifiable: false, actions, random: seededRandom(1) }),
    arms: [{ id: 'default', temperature: 0.8, expectedCost: used }],
    price: { perToken, perSandboxSecond: 0 },
    judges: [],
    generatesTests,
  });
  const policy = new PricedPolicy(appraiser);
  let told = 0;
  const tell = (action: Action, result: Result) =>
    policy.tell({ id: `a${++told}`, action, cost: used, result });
  const draw = (id: string, code: string, outputs: readonly number[]) => {
    const evidence = [{ type: 'probes', codeTokens: 20, outputs, written: [] }] as const;
    const reward = { value: 0, quality: 0, verified: false, evidence };
    const candidate = { id, arm: 'default', text: code, code, behaviour: outputs.join(), cost: used, reward };
    tell({ type: 'sample', arm: 'default' }, { type: 'candidate', candidate });
  };
  const offers = (under: readonly Action[] = []) =>
    appraiser.appraise(under).filter(({ action }) => action.type === 'compare');
  const pairs = () => offers().map(({ action }) => action.type === 'compare' && [action.left, action.right]);
  const compared = (left: string, right: string, written: number, calls: readonly GeneratedTest[] = []) =>
    tell({ type: 'compare', left, right }, { type: 'compared', margin: 0, written, calls });
  return { policy, draw, offers, pairs, compared };
}

const call = (name: string, outputs: Readonly<Record<string, number>>): GeneratedTest => ({
  call: name,
  expected: '',
  weight: 0,
  outputs,
  passes: [],
});

/** The first `telling` of 20 probes give a value, the others fail. */
const few = (value: number, telling = 2) => Array.from({ length: 20 }, (_, i) => (i < telling ? value : -2));

describe('inputs that tell two candidates apart', () => {
  it('are offered for the most different code that behaves like the leader, and for the behaviour that is second', () => {
    const { draw, pairs } = opened();
    draw('c1', 'return a + b', few(1));
    draw('c2', 'return a  +  b', few(1));
    draw('c3', 'return a + c', few(1));
    draw('c4', 'x = sum([a, b]); return x', few(1));
    draw('c5', 'return 7', few(3));
    assert.deepEqual(pairs(), [
      ['c1', 'c4'],
      ['c1', 'c5'],
    ]);
  });

  it('are worth the less the more probes tell something, and nothing where most do', () => {
    const values = [1, 3, 7, 14, 100].map(telling => {
      const { draw, offers } = opened();
      const outputs = (value: number) => Array.from({ length: 110 }, (_, i) => (i < telling ? value : -2));
      draw('c1', 'one', outputs(1));
      draw('c2', 'two', outputs(2));
      return offers()[0]?.value ?? 0;
    });
    assert.ok(Math.abs((values[2] ?? 0) - 0.015 * 0.8) < 0.002, `${values}`);
    assert.deepEqual(
      values,
      values.toSorted((left, right) => right - left),
    );
    assert.equal(values.at(-1), 0);
  });

  it('are not asked for one pair twice, whatever the candidates are called', () => {
    const { draw, pairs, compared } = opened();
    draw('c1', 'one', few(1));
    draw('c2', 'two', few(2));
    assert.deepEqual(pairs(), [['c1', 'c2']]);
    compared('c1', 'c2', 3, [call('f(1)', { c1: 1, c2: 2 })]);
    assert.deepEqual(pairs(), []);
    draw('c3', 'two', few(2));
    assert.deepEqual(pairs(), []);
    for (const id of ['c4', 'c5', 'c6', 'c7', 'c8']) draw(id, 'three', few(4));
    assert.ok(pairs().length > 0);
  });

  it('are asked for one at a time, and only where the run writes calls', () => {
    const one = { type: 'compare', left: 'c1', right: 'c2' } as const;
    const options = [{}, { generatesTests: false }, { actions: ['sample', 'judge'] as const }];
    const counts = options.map(option => {
      const { draw, offers } = opened(option);
      draw('c1', 'one', few(1));
      draw('c2', 'two', few(2));
      return [offers().length, offers([one]).length, offers([{ ...one, by: 'pairwise' }]).length];
    });
    assert.deepEqual(counts, [
      [1, 0, 1],
      [0, 0, 0],
      [0, 0, 0],
    ]);
  });

  it('are worth less where replies hold no call, and no more after two in a row that told nothing', () => {
    const valueAfter = (replies: readonly (readonly [written: number, differing: number])[]) => {
      const { draw, offers, compared } = opened();
      draw('c1', 'one', few(1));
      draw('c2', 'two', few(2));
      for (const [at, [written, differing]] of replies.entries()) {
        const calls = Array.from({ length: differing }, () => call(`f(${at})`, { c1: -2, c2: 1 }));
        draw(`d${at}`, `other ${at}`, few(9 + at));
        compared('c1', `d${at}`, written, calls);
      }
      return offers()[0]?.value ?? 0;
    };
    assert.ok(valueAfter([[0, 0]]) < valueAfter([[4, 0]]));
    assert.equal(
      valueAfter([
        [4, 0],
        [4, 0],
      ]),
      0,
    );
    assert.ok(
      valueAfter([
        [4, 0],
        [4, 1],
        [4, 0],
      ]) > 0,
    );
  });

  it('are bought where they are worth their price, and part the candidates', () => {
    const dear = opened({ perToken: 1 / 12_000 });
    const cheap = opened({ perToken: 1 / 50_000 });
    for (const { draw } of [dear, cheap]) {
      for (let i = 0; i < 30; i++) draw(`c${i}`, `code ${i % 2}`, few(1, 1));
    }
    assert.equal(dear.policy.ask(1).type, 'stop');
    const decision = cheap.policy.ask(1);
    const [action] = decision.type === 'act' ? decision.actions : [];
    assert.ok(action?.type === 'compare' && action.by === undefined, JSON.stringify(decision));
    const outputs = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`c${i}`, i % 3 === 0 ? 5 : 6]));
    cheap.compared(action.left, action.right, 1, [call('f(9)', outputs)]);
    assert.notEqual(Number(cheap.policy.best()?.id.slice(1)) % 3, 0);
  });
});
