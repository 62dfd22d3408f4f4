import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decidingFor, decidingTests } from '../../src/engine/deciding.ts';
import { rewardOfTests } from '../../src/engine/rewards/executableTests.ts';
import type { TestReport, TestResult } from '../../src/engine/testRunner.ts';

const command = { framework: 'node:test', files: ['a.test.js'] } as const;
const test = (name: string, status: TestResult['status'] = 'passed'): TestResult => ({ name, status });
const report = (...tests: TestResult[]): TestReport => ({ outcome: 'ran', tests, output: '', seconds: 1 });
const names = (tests: readonly TestResult[]) => tests.map(({ name, status }) => `${name} ${status}`);

describe('deciding tests', () => {
  it('are those of the function, and those that passed before', () => {
    const baseline = report(
      test('clamp > low', 'failed'),
      test('add > sums'),
      test('broken > other', 'failed'),
    );
    const deciding = decidingFor({ ...command, only: ['clamp'] }, baseline);
    const after = report(test('clamp > low'), test('add > sums', 'failed'), test('broken > other', 'failed'));
    assert.deepEqual(names(decidingTests(after, deciding)), ['clamp > low passed', 'add > sums failed']);
  });

  it('count as failed when they did not run', () => {
    const deciding = decidingFor(command, report(test('a', 'failed'), test('b', 'failed')));
    assert.deepEqual(names(decidingTests(report(test('a')), deciding)), ['a passed', 'b failed']);
  });

  it('are all when no test answers to the names', () => {
    const deciding = decidingFor(
      { ...command, only: ['clamp'] },
      report(test('case 1', 'failed'), test('case 2', 'failed')),
    );
    assert.equal(decidingTests(report(test('case 1'), test('case 2')), deciding).length, 2);
  });

  it('go by the names alone when the file did not load before', () => {
    const deciding = decidingFor(
      { ...command, only: ['clamp'] },
      { outcome: 'crashed', tests: [], output: '', seconds: 1 },
    );
    assert.deepEqual(names(decidingTests(report(test('clamp > low'), test('other', 'failed')), deciding)), [
      'clamp > low passed',
    ]);
  });

  it('leave out what was skipped before', () => {
    const deciding = decidingFor(command, report(test('a', 'failed'), test('b', 'skipped')));
    assert.deepEqual(deciding.expected, ['a']);
  });
});

describe('reward of tests', () => {
  const deciding = decidingFor(command, report(test('a', 'failed'), test('b', 'failed')));

  it('is verified only when all passed in a run that ended by itself', () => {
    const all = [test('a'), test('b')];
    assert.equal(rewardOfTests(report(...all), deciding, false).verified, true);
    assert.equal(rewardOfTests({ ...report(...all), outcome: 'timed-out' }, deciding, false).verified, false);
    assert.equal(rewardOfTests({ ...report(...all), outcome: 'crashed' }, deciding, false).verified, false);
    const half = rewardOfTests(report(test('a'), test('b', 'timed-out')), deciding, false);
    assert.deepEqual([half.verified, half.quality, half.value], [false, 0, 0.5]);
  });

  it('never verifies on no test at all', () => {
    const none = rewardOfTests(report(), { expected: [], only: undefined }, false);
    assert.deepEqual([none.verified, none.value], [false, 0]);
    const skipped = rewardOfTests(report(test('a', 'skipped')), { expected: [], only: undefined }, false);
    assert.equal(skipped.verified, false);
  });
});
