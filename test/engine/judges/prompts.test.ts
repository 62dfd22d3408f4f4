import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judges } from '../../../src/engine/judges/index.ts';
import type { PairProtocol, PointProtocol, Question } from '../../../src/engine/judging/judge.ts';
import type { Task } from '../../../src/engine/task.ts';

const chat: Task = { type: 'prompt', text: 'Write a friendly greeting.' };
const sum: Task = { type: 'prompt', text: 'What is 17 * 23?' };
const clamp: Task = {
  type: 'code',
  language: 'javascript',
  file: 'numbers.js',
  functionName: 'clamp',
  original: 'function clamp(value, low, high) {\n}',
  signature: 'function clamp(value, low, high) {',
  documentation: 'Gives the value, at least low and at most high.',
  context: 'const limit = 3;',
  instruction: 'No libraries.',
};
const exhibit = { text: 'return 1;', findings: 'clamp(5, 0, 3) gave 1' };
const large = (task: Task): Question => ({ task, style: 'large' });
const small = (task: Task): Question => ({ task, style: 'small' });
const textOf = (messages: readonly { readonly content: string }[] | undefined) =>
  (messages ?? []).map(({ content }) => content).join('\n');

function pointOf(name: string): PointProtocol {
  return judges[name]?.point ?? assert.fail(`${name} votes on one`);
}

function pairOf(name: string): PairProtocol {
  return judges[name]?.pair ?? assert.fail(`${name} compares`);
}

describe('the prompts of judges', () => {
  it('show the task, what was asked in words, the code and what running it has shown', () => {
    for (const { point, pair } of Object.values(judges)) {
      for (const prompt of [
        point?.prompt(large(clamp), exhibit),
        pair?.prompt(large(clamp), exhibit, { text: 'second' }),
      ]) {
        if (!prompt) continue;
        for (const part of [
          'function clamp(',
          'at least low',
          'No libraries.',
          'return 1;',
          'gave 1',
          'const limit',
        ]) {
          assert.ok(textOf(prompt).includes(part), part);
        }
      }
    }
  });

  it('are one system and one user message for large models, and end with the user for small ones', () => {
    for (const { point } of Object.values(judges)) {
      if (!point) continue;
      assert.deepEqual(
        point.prompt(large(sum), exhibit).map(({ role }) => role),
        ['system', 'user'],
      );
      const roles: readonly string[] = point.prompt(small(sum), exhibit).map(({ role }) => role);
      assert.deepEqual(roles, ['user', 'assistant', 'user', 'assistant', 'user']);
    }
  });

  it('show pairs in the order they are given, and differ for the other', () => {
    for (const { pair } of Object.values(judges)) {
      if (!pair) continue;
      const text = textOf(pair.prompt(large(sum), { text: 'one!' }, { text: 'two!' }));
      assert.ok(
        text.indexOf('one!') > text.indexOf('Answer A') && text.indexOf('two!') > text.indexOf('Answer B'),
      );
      assert.ok(text.indexOf('one!') < text.indexOf('two!'));
      assert.match(text, /order|stands first/);
    }
  });

  it('cut a candidate that is too long in its middle, and keep its end', () => {
    const long = `start ${'x'.repeat(100_000)} end!`;
    for (const style of ['small', 'large'] as const) {
      const text = textOf(pointOf('pointwise').prompt({ task: sum, style }, { text: long }));
      assert.ok(
        text.length < 25_000 && text.includes('start ') && text.includes('end!') && text.includes('[...]'),
      );
    }
  });
});

describe('small judges', () => {
  const tasks: readonly Task[] = [sum, clamp];
  it('read their own examples, right and wrong', () => {
    for (const { name, point, pair } of Object.values(judges)) {
      for (const task of tasks) {
        const [one, other] = examplesIn(point?.prompt(small(task), exhibit));
        if (point && one && other) {
          const values = [point.read(one).value ?? -1, point.read(other).value ?? -1];
          assert.ok(Math.max(...values) > 0.9 && Math.min(...values) < 0.4 && Math.min(...values) >= 0, name);
        }
        const sides: readonly unknown[] = examplesIn(pair?.prompt(small(task), exhibit, exhibit)).map(
          text => pair?.read(text).preferred,
        );
        if (pair) assert.deepEqual(sides.toSorted(), ['first', 'second'], name);
      }
    }
  });
});

function examplesIn(messages: ReturnType<PointProtocol['prompt']> | undefined): readonly string[] {
  return (messages ?? []).filter(({ role }) => role === 'assistant').map(({ content }) => content);
}

describe('pointwise', () => {
  const { read, schema } = pointOf('pointwise');
  it('gives the score as a value, and the reasons', () => {
    assert.deepEqual(read('It is right.\nScore: 8'), { value: 0.8, critique: 'It is right.' });
    assert.deepEqual(read('It is right.'), { critique: 'It is right.' });
  });
  it('takes replies that keep to its schema, and no JSON that does not', () => {
    assert.equal(schema?.name, 'score');
    assert.deepEqual(read('{"reasons": "ok", "score": 3}'), { value: 0.3, critique: 'ok' });
    for (const bad of ['{"score": 11}', '{"score": "8"}', '{"rating": 8}'])
      assert.equal(read(bad).value, undefined, bad);
  });
});

describe('pairwise', () => {
  const { read } = pairOf('pairwise');
  it('prefers one or calls a tie', () => {
    assert.deepEqual(read('A counts the bags.\n[[A]]'), {
      preferred: 'first',
      critique: 'A counts the bags.',
    });
    assert.equal(read('{"reasons": "", "verdict": "tie"}').preferred, 'tie');
    assert.equal(read('{"verdict": "C"}').preferred, undefined);
  });
});

describe('rubric', () => {
  const point = pointOf('rubric');
  it('has the model say the type of a prompt, and goes straight to code for code', () => {
    assert.match(textOf(point.prompt(large(chat), exhibit)), /<type>[\s\S]*<solution>[\s\S]*<rubric>/);
    assert.doesNotMatch(textOf(point.prompt(large(clamp), exhibit)), /<type>|<solution>/);
  });
  it('asks small models by the type of the task', () => {
    assert.match(textOf(point.prompt(small(sum), exhibit)), /Solve the question yourself/);
    assert.match(textOf(point.prompt(small(clamp), exhibit)), /the code does/);
    assert.match(textOf(point.prompt(small(chat), exhibit)), /what a good answer needs/);
  });
  it('keeps the rubric and the evaluation', () => {
    const text =
      '<type>chat</type><rubric>\n1. **Accuracy** (60%): facts\n2. Tone (40%): kind\n</rubric><eval>B is curt.</eval>\n<answer>[[A]]</answer>';
    assert.deepEqual(pairOf('rubric').read(text), {
      preferred: 'first',
      critique: 'B is curt.',
      principles: [
        { name: 'Accuracy', weight: 60 },
        { name: 'Tone', weight: 40 },
      ],
    });
  });
  it('gives no vote for a verdict in its rubric alone', () => {
    assert.equal(point.read('<rubric>\n1. Score (10%): 10\n</rubric>').value, undefined);
  });
});

describe('principles', () => {
  const { read } = pointOf('principles');
  it('weighs the scores of 1 to 10', () => {
    const vote = read('Thoughts.\n- Correct (weight 3): 10/10 - right\n- **Clear** (weight 1): 1/10 - murky');
    assert.equal(vote.value, 0.75);
    assert.deepEqual(vote.principles, [
      { name: 'Correct', weight: 3, value: 1, critique: 'right' },
      { name: 'Clear', weight: 1, value: 0, critique: 'murky' },
    ]);
  });
  it('takes the last line of a principle, so that a draft does not count', () => {
    assert.equal(read('- Correct (weight 3): 2/10 - hm\n- Correct (weight 3): 10/10 - no, right').value, 1);
  });
  it('gives no vote where a score is off the scale or a range, and none for the example of its prompt', () => {
    for (const bad of [
      '- Correct (weight 3): 25/10 - no',
      '- Correct (weight 3): 0/10 - no',
      '- Correct (weight 3): 4-6 - no',
      '- Correct (weight 0): 4/10 - no',
      '- NAME (weight W): S/10',
    ]) {
      assert.equal(read(bad).value, undefined, bad);
    }
    assert.equal(
      read('- Correct (weight 3): 5/10 - a\n- Clear (weight 1): 25/10 - b').value,
      undefined,
      'all or nothing',
    );
  });
  it('reads its schema', () => {
    const text = JSON.stringify({
      principles: [
        { name: 'Correct', weight: 3, critique: 'right', score: 10 },
        { name: 'Clear', weight: 1, critique: 'murky', score: 1 },
      ],
    });
    assert.equal(read(text).value, 0.75);
    assert.equal(read('{"principles": [{"name": "x", "score": 99}]}').value, undefined);
    assert.equal(read('{"principles": "all met"}').value, undefined);
  });
  it('compares by the weighted scores, and tells how far each principle puts the first ahead', () => {
    const pair = pairOf('principles');
    const said = pair.read(
      '- Correct (weight 3): A 10, B 1 - A is right\n- Short (weight 1): A 1, B 10 - B is short',
    );
    assert.equal(said.preferred, 'first');
    assert.deepEqual(
      said.principles?.map(({ value }) => value),
      [1, 0],
    );
    assert.equal(pair.read('- Correct (weight 3): A 5, B 5').preferred, 'tie');
    assert.equal(pair.read('- Correct (weight 3): A 5').preferred, undefined);
  });
  it('has a meta reward', () =>
    assert.equal(judges.principles?.metaReward?.([{ value: 1 }])[0]?.validity, 1));
});
