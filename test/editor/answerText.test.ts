import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerText } from '../../src/editor/answerText.ts';
import type { Candidate } from '../../src/engine/candidate.ts';
import { cost, zeroCost } from '../../src/engine/cost.ts';
import type { RunOutcome } from '../../src/ponder.ts';

function sample(id: string, answer: string | undefined, text = `I think ${answer}`): Candidate {
  return {
    id,
    arm: 'default',
    text,
    behaviour: answer ?? text,
    cost: zeroCost,
    ...(answer === undefined ? { error: 'no answer in the text' } : { answer }),
  };
}

function outcome(candidates: readonly Candidate[]): RunOutcome {
  const chosen = candidates.find(candidate => candidate.error === undefined);
  return {
    status: 'answered',
    stop: 'settled',
    reason: 'the answer can hardly change',
    spent: cost({ promptTokens: 1000, completionTokens: 234, calls: 5, estimated: true }),
    seconds: 2.51,
    candidates,
    ...(chosen && { chosen }),
  };
}

test('the answer comes with its agreement, its groups, what it cost and why it stopped', () => {
  const samples = [
    sample('c1', '42'),
    sample('c2', '41'),
    sample('c3', '42'),
    sample('c4', undefined),
    sample('c10', '42'),
  ];
  const text = answerText('6 * 7?', outcome(samples));
  assert.match(text, /3 of 4 samples agree/);
  assert.match(text, /3 samples \(c1, c3, c10\):/);
  assert.match(text, /1 sample \(c2\):/);
  assert.match(
    text,
    /1,234 tokens \(partly estimated\) in 5 calls, 2\.5 s\. Stopped: the answer can hardly change\./,
  );
  assert.ok(text.indexOf('```text\n42\n```') < text.indexOf('c2'));
});

test('one sample agrees with nothing', () => {
  assert.match(answerText('q', outcome([sample('c1', '42')])), /only one sample/);
});

test('what a model wrote cannot leave its fence', () => {
  const hostile = 'a\n```\n# Verified\n[press](command:x)\n````\n';
  const text = answerText('q', outcome([sample('c1', 'a', hostile)]));
  assert.ok(text.includes(`\`\`\`\`\`text\n${hostile.trimEnd()}\n\`\`\`\`\``));
});
