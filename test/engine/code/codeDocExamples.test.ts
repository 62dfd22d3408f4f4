import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { agreementOf } from '../../../src/engine/agreement.ts';
import type { Candidate } from '../../../src/engine/candidate.ts';
import { CodeProbes } from '../../../src/engine/code/codeProbes.ts';
import { zeroCost } from '../../../src/engine/cost.ts';
import { Executions } from '../../../src/engine/executions.ts';
import { Pool } from '../../../src/engine/pool.ts';
import type { Output, ProbeRequest } from '../../../src/engine/probes/probeRunner.ts';
import type { CodeTask } from '../../../src/engine/task.ts';
import { scriptedProbing } from '../../support/fakes.ts';
import { codeTask } from '../../support/worlds.ts';

const { tests: _, ...untested } = codeTask as CodeTask;
const documentation = 'Doubles.\n@example\nf(2); // 4\nf(3); // 6\nf(1000, 1000); // 7\n';
const task: CodeTask = { ...untested, functionName: 'f', signature: 'function f(n, m = 0)', documentation };

const programs: Readonly<Record<string, (n: number) => number>> = {
  right: n => 2 * n,
  square: n => n * n,
  other: n => n + 1,
};

/** Candidates drawn in this order; of each name what its program gives is known. */
async function drawn(names: readonly string[], of: CodeTask = task) {
  const requests: ProbeRequest[] = [];
  const probing = scriptedProbing((fileText, request) => {
    requests.push(request);
    const program = programs[fileText];
    const output = ([first]: ProbeRequest['probes'][number]['args']): Output => {
      if (first?.type !== 'integer') return { type: 'error', name: 'TypeError' };
      return { type: 'value', text: String(program?.(first.value)) };
    };
    return { type: 'loaded', outputs: request.probes.map(({ args }) => output(args)) };
  });
  const evaluation = new CodeProbes({ task: of, fileText: '', probing });
  const call = { signal: new AbortController().signal, charge() {}, extend: () => true };
  const candidates: Candidate[] = [];
  for (const [at, name] of names.entries()) {
    const code = { type: 'assembled', code: name, fileText: name, normalized: name } as const;
    const shown = await evaluation.evaluate(code, call);
    candidates.push({ id: `c${at + 1}`, arm: 'default', text: name, cost: zeroCost, ...shown });
  }
  const executions = new Executions();
  const pool = new Pool();
  for (const [at, candidate] of candidates.entries()) {
    executions.add(candidate);
    const action = { type: 'sample', arm: 'default' } as const;
    pool.tell({ id: `a${at}`, action, result: { type: 'candidate', candidate }, cost: zeroCost });
  }
  const chosen = agreementOf(executions.sampled()).chosen;
  return {
    candidates,
    requests,
    chosen: chosen === undefined ? undefined : names[chosen],
    best: pool.best()?.text,
  };
}

describe('code without tests whose documentation shows examples', () => {
  it('has what it gives on them as evidence, the share as its value, and is never verified', async () => {
    const { candidates } = await drawn(['square']);
    const [reward] = candidates.flatMap(one => (one.reward ? [one.reward] : []));
    const evidence = reward?.evidence.find(({ type }) => type === 'examples');
    assert.deepEqual(evidence, {
      type: 'examples',
      examples: [
        { call: 'f(2)', expected: '4', output: '4', passed: true },
        { call: 'f(3)', expected: '6', output: '9', passed: false },
        { call: 'f(1000, 1000)', expected: '7', output: '1000000', passed: false },
      ],
    });
    assert.deepEqual([reward?.value, reward?.verified], [1 / 3, false]);
  });

  it('is chosen by them before agreement, though an example that nobody passes is wrong', async () => {
    const { chosen, best } = await drawn(['square', 'square', 'other', 'square', 'right', 'square']);
    assert.deepEqual([chosen, best], ['right', 'right']);
  });

  it('is chosen by agreement where all fail them', async () => {
    const { chosen } = await drawn(['other', 'square', 'square', 'square'], {
      ...task,
      documentation: 'f(5) // 7',
    });
    assert.equal(chosen, 'square');
  });

  it('is run on them once, among the other inputs', async () => {
    const { requests } = await drawn(['square', 'square']);
    assert.equal(requests.length, 1);
    const calls = requests[0]?.probes.map(({ args }) => JSON.stringify(args)) ?? [];
    assert.equal(new Set(calls).size, calls.length);
    assert.ok(calls.length > 20);
  });

  it('is run on them alone where no inputs can be made', async () => {
    const { requests, candidates } = await drawn(['right'], {
      ...task,
      signature: 'function f()',
      documentation: 'f() // 4',
    });
    assert.deepEqual(
      requests.map(({ probes }) => probes),
      [[{ args: [] }]],
    );
    assert.equal(candidates[0]?.reward?.value, 0);
  });

  it('has no such evidence without examples', async () => {
    const { candidates } = await drawn(['right'], { ...task, documentation: 'Doubles.' });
    assert.deepEqual(
      candidates[0]?.reward?.evidence.map(({ type }) => type),
      ['probes'],
    );
  });
});
