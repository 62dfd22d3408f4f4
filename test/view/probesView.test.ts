import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failedOutput } from '../../src/engine/behaviours.ts';
import { zeroCost } from '../../src/engine/cost.ts';
import type { CandidateView } from '../../src/protocol.ts';
import { agreementOfCandidate, alikeCount, probesView } from '../../src/view/probesView.ts';

/** A candidate that gives these numbers on the probes f(0), f(1), ...; undefined where it fails. */
function giving(id: string, ...given: (number | undefined)[]): CandidateView {
  const outputs = given.map(output => output ?? failedOutput);
  const written = given.map((output, at) => ({ call: `f(${at})`, output: String(output ?? 'throws Error') }));
  return {
    id,
    action: `a${id}`,
    decision: 1,
    arm: 'default',
    fate: { type: 'new' },
    verified: false,
    evidence: [{ type: 'probes', outputs, written }],
    comparisons: [],
    behaviour: outputs.join(),
    cost: zeroCost,
  };
}

test('the inputs that tell the leader from most others come first, then those that tell the rest apart', () => {
  const view = probesView(
    [giving('c1', 0, 1, 2, 3), giving('c2', 0, 1, 2, 3), giving('c3', 0, 9, 9, 3), giving('c4', 7, 1, 9, 3)],
    'c1',
  );
  assert.deepEqual(
    view?.rows.map(({ call }) => call),
    ['f(2)', 'f(0)', 'f(1)', 'f(3)'],
  );
  assert.deepEqual(view?.rows[0]?.outputs, [
    { output: '2', members: ['c1', 'c2'] },
    { output: '9', members: ['c3', 'c4'] },
  ]);
  assert.deepEqual(view?.groups, [
    { members: ['c1', 'c2'], text: 'agrees with the 3 others on 67% of 4 inputs, with 1 of them on all' },
    { members: ['c3'], text: 'agrees with the 3 others on 50% of 4 inputs' },
    { members: ['c4'], text: 'agrees with the 3 others on 50% of 4 inputs' },
  ]);
  assert.equal(view && alikeCount(view, 'c2'), '2 of 4 alike');
});

test('an input that tells apart who was told apart already gives way to one that tells another', () => {
  const view = probesView(
    [giving('c1', 0, 0, 0), giving('c2', 1, 1, 0), giving('c3', 1, 1, 0), giving('c4', 0, 0, 1)],
    'c1',
  );
  assert.deepEqual(
    view?.rows.map(({ call }) => call),
    ['f(0)', 'f(2)', 'f(1)'],
  );
});

test('what gives nothing but errors agrees with nobody', () => {
  const view = probesView([giving('c1', undefined), giving('c2', undefined), giving('c3', 5)], 'c1');
  assert.ok(view);
  assert.deepEqual(
    [view.failing, alikeCount(view, 'c1'), alikeCount(view, 'c3')],
    [['c1', 'c2'], 'errors', '1 of 1 alike'],
  );
  assert.equal(agreementOfCandidate(view, 'c2'), 'gives nothing but errors');
  assert.equal(agreementOfCandidate(view, 'c3'), 'is the only one that gives anything on 1 input');
  assert.deepEqual(
    view.rows.map(({ outputs }) => outputs.map(({ members }) => members)),
    [[['c3']]],
  );
});

test('an input on which most fail tells little', () => {
  const view = probesView(
    [giving('c1', undefined, 1), giving('c2', undefined, 2), giving('c3', 5, 1), giving('c4', undefined, 1)],
    'c1',
  );
  assert.deepEqual(
    view?.rows.map(({ call }) => call),
    ['f(1)', 'f(0)'],
  );
});

test('at most six are shown, and nothing of candidates that were not run', () => {
  assert.equal(probesView([giving('c1', 1, 2, 3, 4, 5, 6, 7, 8)], 'c1')?.rows.length, 6);
  const { evidence: _, ...unrun } = giving('c1');
  assert.equal(probesView([{ ...unrun, evidence: [] }], 'c1'), undefined);
  const same = probesView([giving('c1', 1), giving('c2', 1)], 'c1');
  assert.equal(same && agreementOfCandidate(same, 'c1'), 'does the same as the other on 1 input');
  assert.equal(same && agreementOfCandidate(same, 'c9'), undefined);
});
