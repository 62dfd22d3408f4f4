import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Action } from '../../src/engine/action.ts';
import type { Call } from '../../src/engine/call.ts';
import { CodeExecutor } from '../../src/engine/codeExecutor.ts';
import { Generator } from '../../src/engine/generator.ts';
import { Ledger } from '../../src/engine/ledger.ts';
import type { Output, Probed, ProbeRequest } from '../../src/engine/probes/probeRunner.ts';
import { seededRandom } from '../../src/engine/random.ts';
import { codePrompt } from '../../src/engine/sampler.ts';
import type { CodeTask } from '../../src/engine/task.ts';
import { SandboxError } from '../../src/engine/testRunner.ts';
import { echoAssembler, scriptedModel, scriptedProbing } from '../support/fakes.ts';
import { codeTask, configOf } from '../support/worlds.ts';

const { tests: _, ...untested } = codeTask as CodeTask;
const task: CodeTask = { ...untested, signature: 'function f(n: number)', documentation: 'f(3) is 9.' };

/** An executor whose model gives these texts in turn and whose sandbox shows what a function of the file says. */
function executorOf(
  texts: readonly string[],
  probed: (fileText: string, request: ProbeRequest) => Probed,
  sandboxSeconds = 100,
) {
  const probing = scriptedProbing(probed);
  const ledger = new Ledger({ sandboxSeconds });
  const executor = new CodeExecutor({
    task,
    assembler: echoAssembler,
    generator: new Generator({
      model: scriptedModel(({ sample }) => texts[sample] ?? ''),
      messages: codePrompt(task, 'small'),
      maxTokens: 200,
      stopAtFence: true,
      prices: { prompt: 0, completion: 0 },
      random: seededRandom(1),
    }),
    arms: configOf().arms,
    testRunner: { run: () => assert.fail('there are no tests') },
    testSeconds: 5,
    fileText: 'file: original',
    probing,
  });
  const offer = (action: Action = { type: 'sample', arm: 'default' }) =>
    executor.offer(action, cap => ledger.available(cap));
  const draw = async () => {
    const offered = offer();
    assert.ok(offered.type === 'offer');
    const hold = ledger.reserve(offered.worst);
    assert.ok(hold);
    const signal = new AbortController().signal;
    const call: Call = { signal, charge: used => hold.charge(used), extend: more => hold.extend(more) };
    const result = await offered.perform('a1', call);
    assert.ok(result.type === 'candidate');
    return { candidate: result.candidate, worst: offered.worst, charged: hold.settle() };
  };
  return { executor, probing, offer, draw };
}

const value = (text: string): Output => ({ type: 'value', text });
const loaded = (request: ProbeRequest, output: (probe: number) => Output): Probed => ({
  type: 'loaded',
  outputs: request.probes.map((_, probe) => output(probe)),
});

describe('candidates of a task without tests', () => {
  it('are run once for equal code, within what was reserved, and equal values have equal numbers', async () => {
    const { probing, draw } = executorOf(['x', ' x', 'y'], (text, request) =>
      loaded(request, probe => value(text.includes('y') && probe === 0 ? 'other' : 's"a,s"')),
    );
    const drawn = [await draw(), await draw(), await draw()];
    assert.equal(probing.requests.length, 2);
    assert.deepEqual(
      drawn.map(({ worst, charged }) => [worst.sandboxSeconds, worst.testRuns, charged.sandboxSeconds]),
      [
        [3, 0, 0.25],
        [3, 0, 0],
        [3, 0, 0.25],
      ],
    );
    const [x, same, y] = drawn.map(({ candidate }) => candidate);
    assert.equal(x?.behaviour, same?.behaviour);
    assert.notEqual(x?.behaviour, y?.behaviour);
    const [seen, other] = [x?.reward?.evidence[0], y?.reward?.evidence[0]];
    assert.ok(seen?.type === 'probes' && other?.type === 'probes');
    assert.deepEqual(seen.outputs.slice(1), other.outputs.slice(1));
    assert.notEqual(seen.outputs[0], other.outputs[0]);
    assert.equal(seen.codeTokens, 1);
    const documented = seen.written.find(({ call }) => call === 'f(3)');
    assert.deepEqual(documented, { call: 'f(3)', output: '"a,s"' });
    assert.deepEqual([x?.reward?.verified, x?.error], [false, undefined]);
  });

  it('behave alike when they fail alike, whatever they raise', async () => {
    const { draw } = executorOf(['x', 'y'], (text, request) =>
      loaded(request, () => (text.includes('x') ? { type: 'late' } : { type: 'error', name: 'TypeError' })),
    );
    const [x, y] = [(await draw()).candidate, (await draw()).candidate];
    assert.equal(x.behaviour, y.behaviour);
    assert.deepEqual([x.reward?.value, x.reward?.quality], [0, 0]);
  });

  it('are unusable when they do not load but the file as it stands does', async () => {
    const { probing, draw } = executorOf(['x', 'y'], (text, request) =>
      text === 'file: original' ? loaded(request, () => value('1')) : { type: 'broken', reason: 'NameError' },
    );
    const [x, y] = [(await draw()).candidate, (await draw()).candidate];
    assert.deepEqual([x.error, y.error], Array(2).fill('it does not load: NameError'));
    assert.equal(probing.requests.length, 3, 'the file as it stands is run once');
  });

  it('are told apart by their text where the file does not load either', async () => {
    const { draw } = executorOf(['x', 'y', 'x'], () => ({ type: 'broken', reason: 'ImportError' }));
    const drawn = [await draw(), await draw(), await draw()].map(({ candidate }) => candidate);
    assert.deepEqual(
      drawn.map(({ error }) => error),
      [undefined, undefined, undefined],
    );
    assert.equal(drawn[0]?.behaviour, drawn[2]?.behaviour);
    assert.notEqual(drawn[0]?.behaviour, drawn[1]?.behaviour);
    assert.deepEqual(drawn[0]?.reward?.evidence, [
      { type: 'not-probed', reason: 'the file does not load: ImportError' },
    ]);
  });

  it('are told apart by their text without a sandbox, which is asked for once and then reserved no more', async () => {
    const { probing, draw, offer } = executorOf(['x', 'y'], () => {
      throw new SandboxError('no-isolation', 'There is no bubblewrap.', 'Install it.');
    });
    const [x, y] = [await draw(), await draw()];
    assert.deepEqual(
      [x.candidate.error, x.candidate.reward?.evidence],
      [undefined, [{ type: 'not-probed', reason: 'There is no bubblewrap.' }]],
    );
    assert.deepEqual([x.worst.sandboxSeconds, y.worst.sandboxSeconds, probing.requests.length], [3, 0, 1]);
    const next = offer();
    assert.equal(next.type === 'offer' && next.worst.sandboxSeconds, 0);
  });

  it('have no evidence of an execution that failed, and the next is tried again', async () => {
    let runs = 0;
    const { draw } = executorOf(['x', 'x'], (_text, request) => {
      runs += 1;
      if (runs === 1) throw new Error('the disk is full');
      return loaded(request, () => value('1'));
    });
    const [x, again] = [(await draw()).candidate, (await draw()).candidate];
    assert.deepEqual(x.reward?.evidence, [{ type: 'not-probed', reason: 'the disk is full' }]);
    assert.equal(again.reward?.evidence[0]?.type, 'probes');
  });

  it('are not bought where the budget has no room to run them', () => {
    const { offer } = executorOf(['x'], () => assert.fail('nothing is run'), 2);
    assert.deepEqual(offer(), { type: 'refused', cap: 'sandboxSeconds' });
  });
});
