import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Action, Result } from '../../src/engine/action.ts';
import { addCosts, cost, zeroCost } from '../../src/engine/cost.ts';
import type { JudgeOfRun } from '../../src/engine/judging/judge.ts';
import type { Considered } from '../../src/engine/policy.ts';
import type { TraceEvent } from '../../src/engine/trace.ts';
import type { CandidateView, JudgeView, RunView } from '../../src/protocol.ts';
import { viewOf } from '../../src/view/runView.ts';
import { keptTrace } from '../support/scenarios.ts';
import { byHand, judgedAnswer, judgedTrace, withAfterwards } from './judgedRuns.ts';

function whole(events: readonly TraceEvent[]): RunView {
  const view = viewOf(events);
  assert.ok(view);
  return view;
}

function candidate(view: RunView, id: string): CandidateView {
  const found = view.candidates.find(one => one.id === id);
  assert.ok(found, `there is no ${id}`);
  return found;
}

function judge(view: RunView, name: string): JudgeView {
  const found = view.judges.find(one => one.name === name);
  assert.ok(found, `there is no judge ${name}`);
  return found;
}

const kinds = ({ evidence }: CandidateView) =>
  evidence.map(one => (one.type === 'votes' || one.type === 'steps' ? `${one.type} ${one.by}` : one.type));

describe('the view of a judged run', async () => {
  const events = await judgedTrace();
  const view = whole(events);

  test('keeps with a candidate all evidence of all judges, each once, and its latest reward', () => {
    assert.deepEqual(kinds(candidate(view, 'c1')), ['confidence', 'votes principles', 'steps stepwise']);
    assert.equal(candidate(view, 'c1').reward, 0.75);
    assert.deepEqual(kinds(candidate(view, 'c2')), ['votes pointwise']);
  });

  test('has a comparison at both candidates, from the side of each', () => {
    const [first, second] = candidate(view, 'c1').comparisons;
    assert.deepEqual(
      first?.sides.map(side => [side.first, side.preferred]),
      [
        ['this', 'this'],
        ['other', 'other'],
      ],
    );
    assert.equal(first?.consistent, false);
    assert.deepEqual([second?.other, second?.margin, second?.consistent], ['c2', 1, undefined]);
    const [seen, again] = candidate(view, 'c2').comparisons;
    assert.deepEqual(
      seen?.sides.map(side => [side.first, side.preferred]),
      [
        ['other', 'other'],
        ['this', 'this'],
      ],
    );
    assert.deepEqual([again?.other, again?.margin, again?.by], ['c1', -1, 'principles']);
  });

  test('counts what each judge gave and cost, with the votes that were none', () => {
    const { votes, unread, dropped, comparisons, tokens } = judge(view, 'principles');
    assert.deepEqual(
      { votes, unread, dropped, comparisons, tokens },
      { votes: 4, unread: 2, dropped: 1, comparisons: 2, tokens: 750 },
    );
    assert.deepEqual(judge(view, 'principles').approves, { right: 0.75, wrong: 0.375 });
    assert.deepEqual([judge(view, 'stepwise').tokens, judge(view, 'stepwise').approves], [210, undefined]);
  });

  test('gives no reward to a candidate of which nobody said anything that counts', () => {
    assert.equal(candidate(view, 'c2').reward, undefined);
    assert.equal(candidate(view, 'c2').quality, undefined);
  });

  test('says of each answer what judges said of it, without votes that do not count, and how it was chosen', () => {
    assert.deepEqual(
      view.answers.map(({ answer, said }) => [answer, said]),
      [
        ['9', ['principles: 2 for it, 0 against', 'principles: better than 8']],
        ['8', ['principles: worse than 9']],
      ],
    );
    assert.equal(view.choice, 'Samples alone left it open; with what judges said it is 9.');
    assert.equal(whole(events.slice(0, -1)).choice, undefined);
  });

  test('says where judges moved the choice away from what most samples give', async () => {
    const [first, second, ...verdicts] = judgedAnswer;
    assert.ok(first && second && second[1].type === 'candidate');
    const { candidate } = second[1];
    const third = [second[0], { type: 'candidate', candidate: { ...candidate, id: 'c3' } }, 60] as const;
    const moved = whole(await judgedTrace([first, second, third, ...verdicts]));
    assert.equal(moved.choice, 'Judges moved the choice from 8, which most samples give, to 9.');
    assert.equal(moved.headline.text, 'Answered: 1 of 3 samples says so, chosen over 8, which 2 say');
    const samples = whole(await judgedTrace([first, second, third]));
    assert.equal(samples.choice, undefined, 'no judge said anything');
  });

  test('has under a name of its own what was paid for inputs that tell candidates apart', async () => {
    const compare: Action = { type: 'compare', left: 'c1', right: 'c2' };
    const written: Result = { type: 'compared', margin: 0, calls: [] };
    const told = whole(await judgedTrace([...judgedAnswer, [compare, written, 77]]));
    const { votes, comparisons, tokens } = judge(told, 'distinguishing inputs');
    assert.deepEqual([votes, comparisons, tokens], [0, 1, 77]);
    assert.equal(judge(told, 'principles').comparisons, 2);
  });

  test('says why a judge was not asked, only once the run has ended, and not of one that was', () => {
    assert.equal(
      judge(view, 'rubric').unasked,
      'no weight: 50 labels show that its votes tell too little to pay',
    );
    assert.equal(judge(view, 'pointwise').unasked, undefined);
    assert.equal(judge(whole(events.slice(0, -1)), 'rubric').unasked, undefined);
  });

  test('says of an unasked judge what is so: no label yet, votes that tell nothing, or its worth and its price', () => {
    const laws = (right: number, wrong: number) => ({
      right: { a: right, b: 5 - right },
      wrong: { a: wrong, b: 5 - wrong },
    });
    const planned = (name: string, right: number, wrong: number, labels?: number): JudgeOfRun => ({
      name,
      performs: ['judge'],
      model: laws(right, wrong),
      ...(labels !== undefined && { labels }),
    });
    const judges = [
      planned('small', 2.505, 2.495),
      planned('known', 2.5, 2.5, 1),
      planned('dear', 3, 2),
      planned('idle', 3, 2),
    ];
    const votes = (value: number, charge: number) => ({
      action: { type: 'judge', candidate: 'c1', votes: 1, by: 'dear' } as const,
      value,
      charge,
      reservation: value,
      expectedCost: cost({ promptTokens: 9 }),
      forecast: 'made up',
    });
    const unaskedOf = (considered: readonly Considered[], policy = 'auto') =>
      whole(
        events.flatMap((event): readonly TraceEvent[] => {
          if (event.type === 'run-started')
            return [{ ...event, config: { ...event.config, judges, policy } }];
          return event.type === 'decision' ? [{ ...event, why: { ...event.why, considered } }] : [event];
        }),
      ).judges.flatMap(({ unasked }) => unasked ?? []);
    assert.deepEqual(unaskedOf([votes(0.001, 0.002), votes(0.003, 0.0125)]), [
      'no label shows yet what its votes tell here, and those of a small model were measured to tell nothing',
      'no weight: 1 label shows that its votes tell too little to pay',
      'not worth its price: at last it was worth 0.0030 and cost 0.0125',
      'nothing it could say would have changed the choice',
    ]);
    assert.equal(unaskedOf([votes(0.2, 0.1)])[2], 'something else was worth more, and then the run ended');
    assert.equal(unaskedOf([], 'uniform')[3], 'the policy uniform did not ask it');
  });

  test('calls an action whose votes could all not be read a waste, as it was paid for', () => {
    const waste = view.actions.flatMap(({ action, ended }) =>
      ended?.waste ? [[action.type, ended.waste]] : [],
    );
    assert.deepEqual(waste, [['judge', 'unusable']]);
    const paid = view.spend.reduce((sum, part) => addCosts(sum, part.cost), zeroCost);
    assert.deepEqual(paid, view.ledger.spent);
    assert.deepEqual(view.warnings, []);
  });
});

describe('votes asked for by hand', async () => {
  const events = await judgedTrace();

  test('join the others of the candidate, and replace those of the same judge', () => {
    const view = whole(withAfterwards(events, byHand('c1', 'rubric'), byHand('c2')));
    assert.deepEqual(kinds(candidate(view, 'c1')), [
      'confidence',
      'votes principles',
      'steps stepwise',
      'votes rubric',
    ]);
    const [votes] = candidate(view, 'c2').evidence;
    assert.ok(votes?.type === 'votes');
    assert.deepEqual(
      votes.votes.map(({ value }) => value),
      [0.9, 0.6],
    );
  });

  test('are paid beside what the run spent: its totals still agree, and so do its limits', () => {
    const before = whole(events);
    const view = whole(withAfterwards(events, byHand('c1', 'rubric'), byHand('c2', 'rubric')));
    assert.deepEqual(view.warnings, []);
    assert.deepEqual(view.ledger.rows, before.ledger.rows);
    assert.deepEqual([view.ledger.byHand?.promptTokens, view.ledger.byHand?.calls], [240, 4]);
    assert.equal(before.ledger.byHand, undefined);
    assert.deepEqual([judge(view, 'rubric').tokens, judge(view, 'rubric').unasked], [300, undefined]);
  });
});

describe('what the person expects', async () => {
  const events = await keptTrace('unverified');
  const said = { type: 'expectation', call: 'clamp(-4, 0, 10)', expected: '-4' } as const;
  const ran = ['c1', 'c2', 'c3', 'c5', 'c6'];

  test('is asked where the leaders differ, with what each gives, once the run has ended', () => {
    const [question] = whole(events).questions;
    assert.equal(question?.call, 'clamp(6, 6, 1)');
    assert.deepEqual(question?.outputs.toSorted(), ['1', '6']);
    assert.deepEqual(whole(events.slice(0, -1)).questions, []);
    assert.equal(whole(events).questions.length, 3);
  });

  test('is not asked where tests decide or nothing differs', async () => {
    assert.deepEqual(whole(await keptTrace('verified')).questions, []);
    const alike = events.filter(
      event =>
        event.type !== 'action-ended' ||
        event.result.type !== 'candidate' ||
        event.result.candidate.id !== 'c1',
    );
    assert.deepEqual(whole(alike).questions, []);
  });

  test('marks who does it, puts them first and leaves nothing to ask between those who are alike', () => {
    const view = whole(withAfterwards(events, { ...said, ran, passes: ['c1'] }));
    assert.deepEqual(view.meeting, ['c1']);
    assert.deepEqual(view.questions, []);
    assert.equal(view.chosen, 'c2');
    assert.deepEqual(view.expectations, [{ call: said.call, expected: '-4', ran, passes: ['c1'] }]);
  });

  test('keeps the chosen one where it does what is expected; else the behaviour most others share', () => {
    const kept = whole(withAfterwards(events, { ...said, ran, passes: ['c1', 'c2', 'c3', 'c5', 'c6'] }));
    assert.equal(kept.meeting[0], 'c2');
    const moved = whole(withAfterwards(events, { ...said, ran, passes: ['c1', 'c3', 'c5'] }));
    assert.deepEqual(moved.meeting, ['c3', 'c5', 'c1']);
  });

  test('said again of the same call takes the place of what was said before; nobody may meet it', () => {
    const first = { ...said, ran, passes: ['c1'] };
    const view = whole(withAfterwards(events, first, { ...first, expected: '7', passes: [] }));
    assert.deepEqual([view.expectations.length, view.meeting, view.questions], [1, [], []]);
  });
});
