import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import type { TraceEvent } from '../../src/engine/trace.ts';
import { report } from '../../src/view/report.ts';
import { viewOf } from '../../src/view/runView.ts';
import { keptFile, keptTrace, scenarios } from '../support/scenarios.ts';
import { codeTask, traceOf } from '../support/traces.ts';

function reportOf(events: readonly TraceEvent[], width?: number): string {
  const view = viewOf(events);
  assert.ok(view);
  return report(view, width);
}

for (const name of ['verified', 'failed', 'answered', 'unverified'] as const) {
  test(`the report of the ${name} run reads as it did`, async () => {
    const text = reportOf(await keptTrace(name));
    if (process.env.UPDATE_GOLDEN) fs.writeFileSync(keptFile(name, 'txt'), text);
    assert.equal(text, fs.readFileSync(keptFile(name, 'txt'), 'utf8'));
  });
}

test('no line is wider than asked for, and every sign is ASCII', async () => {
  for (const [name, scenario] of Object.entries(scenarios)) {
    const events = await traceOf(scenario);
    for (const width of [40, 72, 100, 200]) {
      for (const line of reportOf(events, width).split('\n')) {
        assert.ok(line.length <= Math.min(100, width), `${name} at ${width}: ${line}`);
        assert.match(line, /^[\x20-\x7e]*$/);
      }
    }
  }
});

test('what a model wrote cannot steer the terminal', async () => {
  const events = await traceOf({
    task: { ...codeTask, functionName: 'clamp\u001b]0;owned\u0007' },
    policy: 'uniform',
    samples: 1,
    draw: () => ({ type: 'unusable', text: '', error: 'no code\u001b[2J\u009b31m\r\u202eevil' }),
  });
  const text = reportOf(events);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that must not be there
  assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  assert.match(text, /unusable: no code/);
});

test('the report has the totals of the trace', async () => {
  const events = await traceOf(scenarios.verified);
  const last = events.at(-1);
  assert.equal(last?.type, 'run-ended');
  const text = reportOf(events);
  const figure = (row: RegExp) => Number(row.exec(text)?.[1]);
  assert.equal(figure(/^ {2}tokens +(\d+)/m), last.spent.promptTokens + last.spent.completionTokens);
  assert.equal(figure(/^ {4}prompt +(\d+)/m), last.spent.promptTokens);
  assert.equal(figure(/^ {4}completion +(\d+)/m), last.spent.completionTokens);
  assert.equal(figure(/^ {2}calls +(\d+)/m), last.spent.calls);
  assert.equal(figure(/^ {2}test runs +(\d+)/m), last.spent.testRuns);
});
