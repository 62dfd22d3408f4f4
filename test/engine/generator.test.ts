import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { totalTokens } from '../../src/engine/cost.ts';
import { Generator } from '../../src/engine/generator.ts';
import { Ledger } from '../../src/engine/ledger.ts';
import { seededRandom } from '../../src/engine/random.ts';
import { scriptedModel } from '../support/fakes.ts';

const signal = new AbortController().signal;
const messages = [{ role: 'user', content: 'Add two numbers — größer als null.' }] as const;
const prices = { prompt: 0, completion: 0 };
const generatorOf = (model = scriptedModel(() => 'ok'), parts = {}) =>
  new Generator({
    model,
    messages,
    maxTokens: 200,
    stopAtFence: true,
    prices,
    random: seededRandom(1),
    ...parts,
  });
const within = (budget: ConstructorParameters<typeof Ledger>[0]) => {
  const ledger = new Ledger(budget);
  return (cap: 'tokens' | 'calls' | 'sandboxSeconds' | 'microDollars') => ledger.available(cap);
};
const call = { signal, charge() {}, extend: () => true };

describe('generator', () => {
  it('bounds the prompt by its bytes until it knows better', () => {
    const allowance = generatorOf().allow(within({}));
    assert.ok(typeof allowance === 'object');
    assert.equal(allowance.worst.promptTokens, Buffer.byteLength(messages[0].content) + 32);
  });

  it('takes the exact count where the model can tell, and the reported one after a draw', async () => {
    const counting = generatorOf(scriptedModel(() => 'ok', { countPrompt: async () => 21 }));
    await counting.prepare(signal);
    const exact = counting.allow(within({}));
    assert.equal(typeof exact === 'object' && exact.worst.promptTokens, 21);
    const reporting = generatorOf();
    await reporting.draw(1, 10, call);
    const reported = reporting.allow(within({}));
    assert.equal(typeof reported === 'object' && reported.worst.promptTokens, 50);
  });

  it('gives a sample what is left of the budget, and refuses when that is too little', async () => {
    const generator = generatorOf(scriptedModel(() => 'ok', { countPrompt: async () => 20 }));
    await generator.prepare(signal);
    const some = generator.allow(within({ tokens: 100 }));
    assert.ok(typeof some === 'object');
    assert.equal(totalTokens(some.worst), 100);
    assert.equal(generator.allow(within({ tokens: 30 })), 'tokens');
    assert.equal(generator.allow(within({ calls: 0 })), 'calls');
  });

  it('reserves money for the worst case and buys no more completion than it pays for', async () => {
    const generator = generatorOf(
      scriptedModel(() => 'ok', { countPrompt: async () => 20 }),
      { prices: { prompt: 2, completion: 10 } },
    );
    await generator.prepare(signal);
    const allowance = generator.allow(within({ microDollars: 1_040 }));
    assert.ok(typeof allowance === 'object');
    assert.deepEqual([allowance.maxTokens, allowance.worst.microDollars], [100, 1_040]);
    assert.equal(generator.allow(within({ microDollars: 100 })), 'microDollars');
  });

  it('numbers its draws and gives each a seed of its own, the same in every run', async () => {
    const model = scriptedModel(() => 'ok');
    const again = scriptedModel(() => 'ok');
    const [first, second] = [generatorOf(model), generatorOf(again)];
    for (const generator of [first, second]) for (let i = 0; i < 3; i++) await generator.draw(1, 10, call);
    assert.deepEqual(
      model.requests.map(request => request.sample),
      [0, 1, 2],
    );
    assert.equal(new Set(model.requests.map(request => request.seed)).size, 3);
    assert.deepEqual(model.requests, again.requests);
  });

  it('asks for what the setup says, and for nothing else', async () => {
    const model = scriptedModel(() => 'ok');
    const schema = { name: 'verdict', schema: {} };
    const asked = { stop: ['x'], continues: true, laws: true, schema };
    await generatorOf(model).draw(1, 10, call);
    await generatorOf(model, { stop: [], continues: false, laws: false }).draw(1, 10, call);
    await generatorOf(model, asked).draw(1, 10, call);
    const [plain, nothing, full] = model.requests;
    assert.deepEqual(nothing, plain);
    assert.ok(plain && !('stop' in plain || 'laws' in plain || 'schema' in plain || 'continues' in plain));
    assert.deepEqual(full, { ...plain, ...asked });
  });

  it('draws of another prompt within limits of its own; what belongs to a prompt does not go over', async () => {
    const model = scriptedModel(() => 'ok');
    const schema = { name: 'verdict', schema: {} };
    const first = generatorOf(model, { stop: ['x'], continues: true, laws: true, schema });
    const other = first.forPrompt([{ role: 'user', content: 'judge' }], 'judge', {
      maxTokens: 40,
      stopAtFence: false,
      stop: ['y'],
    });
    const allowance = other.allow(within({}));
    assert.equal(typeof allowance === 'object' && allowance.maxTokens, 40);
    await other.draw(1, 40, call);
    await first.forPrompt(messages, 'again').draw(1, 10, call);
    const [judged, again] = model.requests;
    assert.deepEqual(judged?.messages, [{ role: 'user', content: 'judge' }]);
    assert.deepEqual([judged?.stop, judged?.stopAtFence, judged?.laws], [['y'], false, true]);
    assert.deepEqual([judged?.schema, judged?.continues], [undefined, undefined]);
    assert.deepEqual([again?.stop, again?.schema, again?.stopAtFence], [undefined, undefined, true]);
    assert.notEqual(again?.seed, judged?.seed);
  });
});
