import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Action, Result } from '../../../../src/engine/action.ts';
import { cost } from '../../../../src/engine/cost.ts';
import type { PairVote } from '../../../../src/engine/judging/judge.ts';
import { type JudgeLabel, labelsOf } from '../../../../src/engine/judging/labels/judgeLabels.ts';
import { pickOf } from '../../../../src/engine/judging/labels/preferences.ts';
import type { Evidence, Reward, Vote } from '../../../../src/engine/reward.ts';
import type { TraceBody, TraceEvent } from '../../../../src/engine/trace.ts';
import { codeTask, configOf, promptTask } from '../../../support/worlds.ts';

const { tests, ...untested } = codeTask.type === 'code' ? codeTask : { tests: undefined };
const untestedTask = untested as typeof codeTask;

/** A trace of what was done, one after the other; without a result nothing came of it. */
function traceOf(
  task: typeof codeTask,
  done: readonly (readonly [Action, Result])[],
  after: readonly TraceBody[] = [],
  chosen = 'c1',
): readonly TraceEvent[] {
  const bodies: readonly TraceBody[] = [
    { type: 'run-started', version: 1, run: 'run 7', date: '', task, config: configOf() },
    ...done.flatMap(([action, result], i): readonly TraceBody[] => [
      { type: 'action-started', id: `a${i}`, decision: 1, action, reserved: cost({}) },
      { type: 'action-ended', id: `a${i}`, result, cost: cost({}), quality: 0 },
    ]),
    {
      type: 'run-ended',
      status: 'answered',
      stop: 'settled',
      reason: '',
      spent: cost({}),
      seconds: 1,
      chosen,
    },
    ...after,
  ];
  return bodies.map((body, seq) => ({ ...body, seq, at: 0 }));
}

const sample: Action = { type: 'sample', arm: 'default' };

function rewardOf(evidence: readonly Evidence[], verified = false): Reward {
  return { value: 0.5, quality: 0.5, verified, evidence };
}

function tested(verified: boolean): Evidence {
  const report = { outcome: 'ran', tests: [], output: '', seconds: 1 } as const;
  return {
    type: 'tests',
    report,
    passed: verified ? 1 : 0,
    failed: verified ? 0 : 1,
    total: 1,
    reused: false,
  };
}

function drawn(
  id: string,
  parts: { verified?: boolean; behaviour?: string; text?: string; arm?: string } = {},
) {
  const { verified, behaviour = id, text = 'x'.repeat(40), arm = 'default' } = parts;
  const reward = verified === undefined ? {} : { reward: rewardOf([tested(verified)], verified) };
  const candidate = { id, arm, text, behaviour, cost: cost({}), ...reward };
  return [sample, { type: 'candidate', candidate }] as const satisfies readonly [Action, Result];
}

function judged(id: string, votes: readonly Vote[], by = 'pointwise') {
  const evidence = { type: 'votes', by, votes } as const;
  return [
    { type: 'judge', candidate: id, votes: votes.length, by },
    { type: 'judged', candidate: id, reward: rewardOf([evidence]) },
  ] as const satisfies readonly [Action, Result];
}

function compared(left: string, right: string, votes: readonly PairVote[]) {
  return [
    { type: 'compare', left, right, by: 'pairwise' },
    { type: 'compared', margin: 0, votes },
  ] as const satisfies readonly [Action, Result];
}

const said = (candidate: string, verdict: 'accepted' | 'rejected'): TraceBody => ({
  type: 'choice',
  candidate,
  verdict,
});
const both = (first: PairVote['preferred'], second: PairVote['preferred']): readonly PairVote[] => [
  { first: 'left', ...(first && { preferred: first }) },
  { first: 'right', ...(second && { preferred: second }) },
];
const withoutKeys = (labels: readonly JudgeLabel[]) => labels.map(({ key, of, ...label }) => label);

describe('labels of judges', () => {
  it('are free where tests decide: a candidate is right if it is verified', () => {
    const labels = labelsOf(
      traceOf(codeTask, [
        drawn('c1', { verified: false }),
        drawn('c2', { verified: true }),
        judged('c1', [{ value: 0.9 }, {}, { value: 0.2, dropped: 'far off' }, { value: 0.5 }]),
        judged('c2', [{ value: 0.8 }]),
      ]),
    );
    const common = { type: 'votes', judge: 'pointwise', model: 'made-up', size: 10 };
    assert.deepEqual(withoutKeys(labels), [
      { ...common, asked: 4, unread: 1, approving: 1, votes: 1, dropped: 1, score: 0.7, right: false },
      { ...common, asked: 1, unread: 0, approving: 1, votes: 1, dropped: 0, score: 0.8, right: true },
    ]);
    assert.equal(new Set(labels.map(({ key }) => key)).size, 2);
  });

  it('of code without tests: an example of the documentation that a candidate fails and another passes', () => {
    const run = (id: string, passes: readonly boolean[]) => {
      const examples = passes.map((passed, at) => ({
        ...{ call: `f(${at})`, output: passed ? '1' : '2', expected: '1', passed },
      }));
      const [action, { candidate }] = drawn(id);
      const reward = rewardOf([{ type: 'examples', examples }]);
      return [action, { type: 'candidate', candidate: { ...candidate, reward } }] as const;
    };
    const labels = labelsOf(
      traceOf(untestedTask, [
        run('c1', [true, false]),
        run('c2', [false, false]),
        judged('c1', [{ value: 0.9 }]),
        judged('c2', [{ value: 0.9 }]),
      ]),
    );
    const told = labels.map(label => (label.type === 'votes' ? label.right : 'a pair'));
    assert.deepEqual(told, [undefined, false], 'what nobody passes tells nothing, and passing is no proof');
  });

  it('count each candidate once a judge, by the last that was said, by hand too, and keep the key', () => {
    const done = [drawn('c1', { verified: true }), judged('c1', [{ value: 0.2 }])];
    const before = labelsOf(traceOf(codeTask, done));
    const reward = rewardOf([{ type: 'votes', by: 'pointwise', votes: [{ value: 0.2 }, { value: 0.9 }] }]);
    const after = labelsOf(
      traceOf(codeTask, done, [
        { type: 'judged-by-hand', candidate: 'c1', by: 'pointwise', reward, cost: cost({}) },
      ]),
    );
    assert.deepEqual([before.length, after.length], [1, 1]);
    assert.deepEqual([before[0]?.asked, after[0]?.asked], [1, 2]);
    assert.equal(before[0]?.key, after[0]?.key);
  });

  it('name what they are of, alike for every judge and for pairs, and otherwise in another run', () => {
    const done = [
      drawn('c1', { verified: true }),
      drawn('c2', { verified: false }),
      judged('c1', [{ value: 0.2 }]),
      judged('c1', [{ value: 0.9 }], 'rubric'),
      judged('c2', [{ value: 0.9 }], 'rubric'),
      compared('c2', 'c1', both('left', 'left')),
    ];
    const [pointwise, rubric, ofOther, pair] = labelsOf(traceOf(codeTask, done)).map(({ of }) => of);
    assert.ok(typeof pointwise === 'string' && typeof ofOther === 'string');
    assert.equal(pointwise, rubric);
    assert.notEqual(pointwise, ofOther);
    assert.deepEqual(pair, { left: ofOther, right: pointwise });
    const [start, ...rest] = traceOf(codeTask, done);
    assert.ok(start?.type === 'run-started');
    assert.notEqual(labelsOf([{ ...start, run: 'run 8' }, ...rest])[0]?.of, pointwise);
  });

  it('come from the person where no test decides, and hold for all that behave alike', () => {
    const done = [
      drawn('c1', { behaviour: '9' }),
      drawn('c2', { behaviour: '8' }),
      drawn('c3', { behaviour: '9' }),
      judged('c1', [{ value: 0.9 }]),
      judged('c2', [{ value: 0.9 }]),
      judged('c3', [{ value: 0.9 }]),
    ];
    const rightOf = (after: readonly TraceBody[]) =>
      labelsOf(traceOf(promptTask, done, after)).flatMap(label =>
        label.type === 'votes' ? [label.right] : [],
      );
    assert.deepEqual(rightOf([]), [undefined, undefined, undefined]);
    assert.deepEqual(rightOf([said('c1', 'rejected')]), [false, undefined, false]);
    assert.deepEqual(rightOf([said('c1', 'rejected'), said('c1', 'accepted')]), [true, undefined, true]);
  });

  it('do not let the person overrule tests', () => {
    const done = [drawn('c1', { verified: true }), judged('c1', [{ value: 0.9 }])];
    const [label] = labelsOf(traceOf(codeTask, done, [said('c1', 'rejected')]));
    assert.equal(label?.right, true);
  });

  it('take what fails a call as the person expects it for wrong, and no more', () => {
    const expectation: TraceBody = {
      type: 'expectation',
      call: 'f(3)',
      expected: '4',
      ran: ['c1', 'c2'],
      passes: ['c2'],
    };
    const done = ['c1', 'c2', 'c3'].flatMap(id => [drawn(id), judged(id, [{ value: 0.9 }])]);
    const labels = labelsOf(traceOf(untestedTask, done, [expectation]));
    assert.deepEqual(
      labels.map(({ right }) => right),
      [false, undefined, undefined],
    );
  });

  it('of a stepwise judge are one vote of its aggregate', () => {
    const steps = [
      { text: 'a', value: 0.9 },
      { text: 'b', value: 0.3 },
    ];
    const evidence = { type: 'steps', by: 'stepwise', aggregate: 'min', steps } as const;
    const action: Action = { type: 'judge', candidate: 'c1', votes: 1, by: 'stepwise' };
    const result: Result = { type: 'judged', candidate: 'c1', reward: rewardOf([evidence]) };
    const [label] = labelsOf(traceOf(codeTask, [drawn('c1', { verified: false }), [action, result]]));
    assert.ok(label?.type === 'votes');
    assert.deepEqual([label.judge, label.score, label.approving, label.votes], ['stepwise', 0.3, 0, 1]);
  });

  it('keep no text, name or path', () => {
    const done = [
      drawn('c1', { verified: true, text: 'secret' }),
      judged('c1', [{ value: 1, critique: 'secret' }]),
    ];
    const text = JSON.stringify(labelsOf(traceOf(codeTask, done)));
    assert.doesNotMatch(text, /secret|run 7|a\.js|function|\bc1\b/);
  });
});

describe('labels of comparisons', () => {
  const two = [drawn('c1', { verified: false, text: 'x'.repeat(80) }), drawn('c2', { verified: true })];

  it('tell what was preferred in each order, and which is right where tests tell them apart', () => {
    const labels = labelsOf(traceOf(codeTask, [...two, compared('c1', 'c2', both('right', undefined))]));
    assert.deepEqual(withoutKeys(labels), [
      {
        type: 'pair',
        judge: 'pairwise',
        model: 'made-up',
        asked: 2,
        unread: 1,
        leftFirst: 'right',
        size: { left: 20, right: 10 },
        right: 'right',
      },
    ]);
    const alike = labelsOf(
      traceOf(codeTask, [
        drawn('c1', { verified: false }),
        drawn('c2', { verified: false }),
        compared('c1', 'c2', both('left', 'left')),
      ]),
    );
    assert.deepEqual([alike.length, alike[0]?.right], [1, undefined]);
  });

  it('count a pair once, whichever stood on the left', () => {
    const labels = labelsOf(
      traceOf(codeTask, [
        ...two,
        compared('c1', 'c2', both('left', 'left')),
        compared('c2', 'c1', both('left', 'left')),
      ]),
    );
    assert.deepEqual(
      labels.map(({ right }) => right),
      ['left'],
    );
  });

  it('take the candidate that the person took for better than the one proposed', () => {
    const done = [
      drawn('c1'),
      drawn('c2'),
      compared('c1', 'c2', both('left', 'left')),
      judged('c1', [{ value: 0.3 }]),
      judged('c2', [{ value: 0.6 }]),
    ];
    const pairs = (after: readonly TraceBody[]) =>
      labelsOf(traceOf(promptTask, done, after)).filter(label => label.type === 'pair');
    assert.deepEqual(
      pairs([said('c1', 'accepted')]).map(({ right }) => right),
      [undefined],
      'accepting what was proposed is no pick',
    );
    const [met, scored] = pairs([said('c2', 'accepted')]);
    assert.equal(met?.right, 'right');
    assert.deepEqual(
      [scored?.judge, scored?.scored, scored?.right, scored?.asked],
      ['pointwise', 'left', 'left', 0],
    );
  });
});

describe('picks of the person', () => {
  const refine: Action = { type: 'refine', arm: 'warm', candidate: 'c1' };
  const [, result] = drawn('c2', { arm: 'warm' });
  const done: readonly (readonly [Action, Result])[] = [drawn('c1'), [refine, result], drawn('c3')];
  const picked = (...after: readonly TraceBody[]) => pickOf(traceOf(promptTask, done, after));

  it('are of an accepted candidate over the one proposed, by arm and origin', () => {
    const pick = picked(said('c1', 'rejected'), said('c2', 'accepted'));
    assert.deepEqual(pick?.winner, { arm: 'warm', origin: 'refine' });
    assert.deepEqual(pick?.loser, { arm: 'default', origin: 'sample' });
    assert.doesNotMatch(JSON.stringify(pick), /run 7|\bc[12]\b/);
  });

  it('are none where the proposed one was accepted, or nothing', () => {
    assert.equal(picked(said('c1', 'accepted')), undefined);
    assert.equal(picked(said('c1', 'rejected')), undefined);
    assert.equal(picked(said('c2', 'accepted'), said('c2', 'rejected')), undefined);
    assert.equal(picked(said('c2', 'accepted'), said('c1', 'accepted')), undefined);
  });

  it('are of the last that was accepted', () => {
    const pick = picked(said('c2', 'accepted'), said('c3', 'accepted'));
    assert.deepEqual(pick?.winner, { arm: 'default', origin: 'sample' });
  });
});
