import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cost } from '../../src/engine/cost.ts';
import { viewOf } from '../../src/view/runView.ts';
import { keptTrace, type ScenarioName } from '../support/scenarios.ts';
import { codeTask, type Scenario, traceOf } from '../support/traces.ts';

const cases: readonly (readonly [title: string, run: ScenarioName, text: RegExp, detail: RegExp])[] = [
  [
    'a verified run says how many tests passed',
    'verified',
    /^Verified: 4 of 4 tests passed, executed in the sandbox$/,
    /^Stopped: a candidate passed every test; .*\.$/,
  ],
  [
    'a failed run says so first, and why it stopped in figures',
    'failed',
    /^Not solved: the best attempt passes 2 of 4 tests$/,
    /^Stopped: .*the next attempt is worth 0\.\d{4} and costs 0\.\d{4}\.$/,
  ],
  [
    'a stopped run keeps what was found',
    'stopped',
    /^Stopped by you$/,
    /^The best attempt passes 2 of 4 tests\.$/,
  ],
  ['an answer says how many samples agree', 'answered', /^Answered: 5 of 7 samples agree$/, /./],
  [
    'a run without tests claims nothing',
    'unverified',
    /^Not verified: no test could be run$/,
    /^c2 agrees with the 4 others on 89% of 9 inputs, with 3 of them on all\. Stopped: another attempt is worth/,
  ],
  [
    'a failure says what happened and what to do',
    'unreachable',
    /^Not solved: no attempt was completed$/,
    /^The server at .* closed the connection\. Start the server, or choose another model\.$/,
  ],
];

for (const [title, run, text, detail] of cases) {
  test(title, async () => {
    const headline = viewOf(await keptTrace(run))?.headline;
    assert.match(headline?.text ?? '', text);
    assert.match(headline?.detail ?? '', detail);
  });
}

test('a run that never found usable code says none was usable, whatever it counted', async () => {
  const scenario: Scenario = {
    task: codeTask,
    policy: 'uniform',
    samples: 2,
    draw: () => ({ type: 'unusable', text: 'no', error: 'the text holds no code' }),
  };
  const headline = viewOf(await traceOf(scenario))?.headline;
  assert.equal(headline?.text, 'Not solved: 2 attempts, none usable');
});

test('while a run goes on the words follow it', async () => {
  const events = await keptTrace('verified');
  const said = new Set(events.map((_, end) => viewOf(events.slice(0, end + 1))?.headline.text));
  assert.deepEqual([...said].slice(0, 6), [
    'Starting',
    'Running the tests on the code as it stands',
    'First attempts, 1 under way',
    'First attempts, 2 under way',
    '1 attempt so far, 1 under way',
    '1 attempt so far, 2 under way',
  ]);
});

test('code that passes already is not called solved', async () => {
  const events = (await keptTrace('verified')).slice(0, 3).map(event => {
    if (event.type !== 'action-ended' || event.result.type !== 'baseline') return event;
    const deciding = event.result.deciding.map(({ name }) => ({ name, status: 'passed' as const }));
    return { ...event, result: { ...event.result, deciding } };
  });
  const headline = viewOf([
    ...events,
    {
      type: 'run-ended',
      seq: 3,
      at: 430,
      status: 'verified',
      stop: 'already-passing',
      reason: 'all 4 tests pass on the code as it stands',
      spent: cost({ testRuns: 1, sandboxSeconds: 0.42 }),
      seconds: 0.43,
    },
  ])?.headline;
  assert.equal(headline?.text, 'Nothing to do: 4 of 4 tests passed');
  assert.equal(headline?.detail, 'Stopped: all 4 tests pass on the code as it stands.');
});

test('a run without isolation does not claim the sandbox', async () => {
  const events = (await keptTrace('verified')).map(event =>
    event.type === 'run-started'
      ? { ...event, config: { ...event.config, isolation: 'none' as const } }
      : event,
  );
  assert.equal(viewOf(events)?.headline.text, 'Verified: 4 of 4 tests passed, executed without isolation');
});
