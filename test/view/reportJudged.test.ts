import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TraceEvent } from '../../src/engine/trace.ts';
import { report } from '../../src/view/report.ts';
import { viewOf } from '../../src/view/runView.ts';
import { byHand, judgedTrace, untestedTrace, withAfterwards } from './judgedRuns.ts';

function reportOf(events: readonly TraceEvent[], width = 100): string {
  const view = viewOf(events);
  assert.ok(view);
  return report(view, width);
}

/** The lines from a heading to the next empty one. */
function part(text: string, heading: string): string {
  const parts = text.split('\n\n').filter(one => one.startsWith(heading));
  assert.equal(parts.length, 1, `${parts.length} parts begin with ${heading}`);
  return parts[0] ?? '';
}

test('the report has every vote, step and comparison of the best candidate, with those that do not count', async () => {
  const said = part(reportOf(await judgedTrace()), 'What is said of c1').split('\n');
  assert.deepEqual(
    said.map(line => line.trimEnd()),
    [
      'What is said of c1',
      "  the model's confidence in nats (a proxy): mean 11.20, least sure tenth 4.31, end 9.87,",
      '  self-certainty 3.50',
      '  principles: 0.80. The answer follows from "all but 9", and says so.',
      '    Reads the question as it is put (weight 3): 0.90. It takes "all but 9" for 9 left.',
      '    Says how it comes to its answer (weight 1.5): 0.60. <b>One line</b>, but the one that counts.',
      '  principles: no vote, could not be read. I would say that this depends on the farmer',
      '  principles: 0.10, does not count: it is far from what the other votes agree on. Sheep are animals.',
      '  principles: 0.70. {"principles": []}',
      '  stepwise, step 1: 0.90, credit +0.40: All but 9 ran away. [It says what the question says.]',
      '  stepwise, step 2: 0.15, credit -0.75: So 17 - 9 = 9 ran away. [The sum is wrong.]',
      '  stepwise, step 3: no vote: Answer: 9',
      '  against c2 by principles: no difference (the verdict changed with the order)',
      '  against c2 by principles: c1 is better',
    ],
  );
});

test('the report has what each judge gave and cost, and why one was not asked', async () => {
  const judges = part(reportOf(await judgedTrace()), 'Judges').replace(/ +/g, ' ');
  assert.match(judges, /\n principles 4 1 2 2 750\n/);
  assert.match(judges, /\n pointwise 1 0 0 1 90\n/);
  assert.match(
    judges,
    /\n rubric was not asked: no weight: 50 labels show that its votes tell too little to pay$/m,
  );
  assert.equal(reportOf(await untestedTrace()).includes('Judges'), false);
});

test('the report has what the person had judged beside the ledger, and what they expect', async () => {
  const expectation = { type: 'expectation', call: 'clamp(6, 6, 1)', expected: '1' } as const;
  const events = withAfterwards(await untestedTrace(), byHand('c1'), {
    ...expectation,
    ran: ['c1', 'c2'],
    passes: ['c1'],
  });
  const text = reportOf(events);
  assert.match(
    part(text, 'Ledger'),
    /\n {2}Judged by you, after the run and beside its limits: 150 tokens in 2 calls\.\n/,
  );
  assert.equal(part(text, 'What you expect'), 'What you expect\n  clamp(6, 6, 1) gives 1: c1 of 2 run');
  assert.match(part(text, 'Attempts'), /c1 .* does what you expect\n/);
  assert.match(part(text, 'What is said of c2'), /\n {2}error in line 2 \(types\): Property 'mid' does not/);
  assert.doesNotMatch(text, /Warning/);
});
