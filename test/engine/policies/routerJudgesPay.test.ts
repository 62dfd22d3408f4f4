import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Action, Result } from '../../../src/engine/action.ts';
import { chanceOfVote, recordedAnswerPrior } from '../../../src/engine/answerPrior.ts';
import { type Cost, cost, totalTokens } from '../../../src/engine/cost.ts';
import { type JudgeModel, lawAfter, meanOfLaw } from '../../../src/engine/judgeModel.ts';
import { auto } from '../../../src/engine/policies/auto.ts';
import { type Random, seededRandom } from '../../../src/engine/random.ts';
import { promptSetup } from '../../support/drawing.ts';

const sample = cost({ promptTokens: 100, completionTokens: 60, calls: 1 });
/** What a model that thinks long costs, beside a small one. */
const dear = cost({ promptTokens: 6000, completionTokens: 3600, calls: 1 });
const verdict = cost({ promptTokens: 310, completionTokens: 60, calls: 1 });
const worlds = 400;

/** How a judge votes, and how the run believes that it does. */
type Judge = { readonly votes: JudgeModel; readonly believed: JudgeModel };

const tells: JudgeModel = { right: { a: 9, b: 1 }, wrong: { a: 1, b: 9 } };
const tellsNothing: JudgeModel = { right: { a: 5, b: 5 }, wrong: { a: 5, b: 5 } };
const slightly: JudgeModel = { right: { a: 3, b: 2 }, wrong: { a: 2, b: 3 } };

/** Answers of the cheap arm in a world of the law that was fitted to recorded ones; the last is the right answer. */
function answersIn(random: Random): readonly string[] {
  let at = random.next() * recordedAnswerPrior.reduce((sum, { weight }) => sum + weight, 0);
  const law = recordedAnswerPrior.find(({ weight }) => {
    at -= weight;
    return at <= 0;
  });
  const counts: number[] = [];
  return Array.from({ length: 14 }, () => {
    let left = random.next();
    const found = counts.findIndex(count => {
      left -= chanceOfVote(count, counts, law ? [{ ...law, weight: 1 }] : []);
      return left < 0;
    });
    const answer = found < 0 ? counts.length : found;
    counts[answer] = (counts[answer] ?? 0) + 1;
    return `answer ${answer}`;
  });
}

type Played = { readonly right: boolean; readonly price: number; readonly verdicts: number };

/** One run of auto in a world, where a cheap vote is charged so much; prices in cheap votes. */
function play(world: number, charge: number, judge?: Judge): Played {
  const draws = answersIn(seededRandom(`${world}/answers`));
  const truth = draws.at(-1) ?? '';
  const chance = seededRandom(`${world}/votes`);
  const arm = (id: string, expectedCost: Cost) => ({ id, temperature: 0.8, expectedCost });
  const policy = auto.create(
    promptSetup({
      arms: [arm('cheap', sample), arm('dear', dear)],
      price: { perToken: charge / totalTokens(sample), perSandboxSecond: 0 },
      ...(judge && {
        actions: ['sample', 'judge'],
        judges: [{ name: 'reader', performs: ['judge'], model: judge.believed }],
      }),
    }),
  );
  const answers = new Map<string, string>();
  const votes = new Map<string, { value: number }[]>();
  let [tokens, verdicts] = [0, 0];
  const perform = (action: Action): { readonly result: Result; readonly used: Cost } => {
    if (action.type === 'sample') {
      const [id, used] = [`c${answers.size + 1}`, action.arm === 'dear' ? dear : sample];
      const behaviour = action.arm === 'dear' ? truth : (draws[answers.size] ?? '');
      answers.set(id, behaviour);
      const candidate = { id, arm: action.arm, text: '', behaviour, cost: used };
      return { result: { type: 'candidate', candidate }, used };
    }
    assert.ok(action.type === 'judge' && judge);
    const isRight = answers.get(action.candidate) === truth;
    const said = votes.get(action.candidate) ?? [];
    for (let vote = 0; vote < action.votes; vote++) {
      const approving = said.filter(({ value }) => value === 1).length;
      const law = lawAfter(isRight ? judge.votes.right : judge.votes.wrong, {
        approving,
        votes: said.length,
      });
      said.push({ value: chance.next() < meanOfLaw(law) ? 1 : 0 });
    }
    votes.set(action.candidate, said);
    verdicts += action.votes;
    const evidence = [{ type: 'votes', by: 'reader', votes: [...said] }] as const;
    const reward = { value: 0.5, quality: 0.5, verified: false, evidence };
    const used = cost({
      promptTokens: verdict.promptTokens * action.votes,
      completionTokens: verdict.completionTokens * action.votes,
      calls: action.votes,
    });
    return { result: { type: 'judged', candidate: action.candidate, reward }, used };
  };
  for (let at = 0; at < 100; at++) {
    const decision = policy.ask(1);
    const [action] = decision.type === 'act' ? decision.actions : [];
    if (!action) break;
    const id = `a${at}`;
    policy.started([{ id, action }]);
    const { result, used } = perform(action);
    tokens += totalTokens(used);
    policy.tell({ id, action, result, cost: used });
  }
  const right = answers.get(policy.best()?.id ?? '') === truth;
  return { right, price: tokens / totalTokens(sample), verdicts };
}

function playAll(charge: number, judge?: Judge) {
  const played = Array.from({ length: worlds }, (_, world) => play(world, charge, judge));
  const mean = (of: (one: Played) => number) => played.reduce((sum, one) => sum + of(one), 0) / worlds;
  const [accuracy, price] = [mean(one => Number(one.right)), mean(one => one.price)];
  return { accuracy, price, verdicts: mean(one => one.verdicts), worth: accuracy - charge * price };
}

type Sum = ReturnType<typeof playAll>;

/** What the cascade alone reaches at a price, between two of its runs. */
function accuracyAt(price: number, alone: readonly Sum[]): number {
  const [below, above] = [alone.findLast(one => one.price <= price), alone.find(one => one.price > price)];
  assert.ok(below && above, `${price} is not between what the cascade pays`);
  const part = (price - below.price) / (above.price - below.price);
  return below.accuracy + part * (above.accuracy - below.accuracy);
}

describe('judges in a cascade of arms', () => {
  const charge = 0.009;
  const alone = playAll(charge);

  it('raise accuracy at an equal price where they tell much', () => {
    const curve = [0.011, charge, 0.007, 0.005].map(at => playAll(at));
    const judged = playAll(charge, { votes: tells, believed: tells });
    const reached = accuracyAt(judged.price, curve);
    assert.ok(judged.accuracy > reached + 0.03, `${judged.accuracy} against ${reached} at ${judged.price}`);
    assert.ok(judged.worth > alone.worth + 0.03, `${judged.worth} against ${alone.worth}`);
  });

  it('are not asked, and change nothing, once it is known that they tell nothing', () => {
    assert.deepEqual(playAll(charge, { votes: tellsNothing, believed: tellsNothing }), alone);
  });

  it('cost little where they tell nothing and no label has shown it yet', () => {
    const judged = playAll(charge, { votes: tellsNothing, believed: slightly });
    assert.ok(judged.verdicts > 0);
    assert.ok(judged.worth > alone.worth - 0.005, `${judged.worth} against ${alone.worth}`);
  });
});
