import type { Action, Result } from '../../action.ts';
import type { Call } from '../../call.ts';
import { addCosts } from '../../cost.ts';
import type { Offer } from '../../executor.ts';
import type { Allowance, Generator } from '../../generator.ts';
import { type Cap, obstacleTo } from '../../ledger.ts';
import { withoutAdvantage } from '../exhibits/exhibit.ts';
import { exhibitsFor } from '../exhibits/judgingExhibits.ts';
import type { Judge, PairProtocol, PairVote, Preference, Question } from '../judge.ts';
import { type JudgingPrompt, saidBy } from './judgingPrompt.ts';
import type { Judged } from './judgingReward.ts';

export type CompareAction = Extract<Action, { type: 'compare' }>;

export type Comparing = {
  readonly judge: Judge & { readonly pair: PairProtocol };
  readonly question: Question;
  readonly candidates: Judged;
  readonly generatorOf: (judge: Judge, prompt: JudgingPrompt) => Generator;
  /** Which of the two is shown first in the first of both orders. */
  readonly first: PairVote['first'];
};

type Order = {
  readonly first: PairVote['first'];
  readonly generator: Generator;
  readonly read: (text: string) => Preference;
};

/** Reserves the worst case of both orders: one alone would be a verdict about places. */
export function offerComparison(
  comparing: Comparing,
  action: CompareAction,
  available: (cap: Cap) => number,
): Offer {
  const { judge, first } = comparing;
  const second = first === 'left' ? 'right' : 'left';
  const orders = ordersOf(comparing, action, [first, second]);
  const allowances: Allowance[] = [];
  for (const { generator } of orders) {
    const allowance = generator.allow(available);
    if (typeof allowance === 'string') return { type: 'refused', cap: allowance };
    allowances.push(allowance);
  }
  const worst = allowances.map(allowance => allowance.worst).reduce(addCosts);
  const cap = obstacleTo(worst, available);
  if (cap) return { type: 'refused', cap };
  const perform = async (_id: string, call: Call): Promise<Result> => {
    const votes: PairVote[] = [];
    for (const [at, { first, generator, read }] of orders.entries()) {
      const said = await saidBy(generator, judge, allowances[at]?.maxTokens ?? 0, call);
      votes.push(keptAs(first, 'text' in said ? read(said.text) : { critique: said.refused }));
    }
    return { type: 'compared', margin: marginOf(votes), votes };
  };
  return { type: 'offer', worst, perform };
}

function ordersOf(
  { judge, question, candidates, generatorOf }: Comparing,
  { left, right }: CompareAction,
  firsts: readonly PairVote['first'][],
): readonly Order[] {
  const { pair } = judge;
  const exhibits = exhibitsFor(candidates.candidate(left), candidates.candidate(right), question.task);
  return firsts.map(first => {
    const [one, other] = first === 'left' ? exhibits : ([exhibits[1], exhibits[0]] as const);
    const generator = generatorOf(judge, {
      messages: pair.prompt(question, one, other),
      name: `compare ${first === 'left' ? `${left} with ${right}` : `${right} with ${left}`}`,
      schema: pair.schema,
    });
    return { first, generator, read: text => withoutAdvantage(pair.read(text), one, other) };
  });
}

function keptAs(first: PairVote['first'], { preferred, ...rest }: Preference): PairVote {
  const second = first === 'left' ? 'right' : 'left';
  const places = { first, second, tie: 'tie' } as const;
  return { first, ...rest, ...(preferred !== undefined && { preferred: places[preferred] }) };
}

/** The mean of what could be read, from -1 (right is better) to 1; 0 where nothing could. */
function marginOf(votes: readonly PairVote[]): number {
  const signs = votes.flatMap(({ preferred }): readonly number[] => {
    if (preferred === undefined) return [];
    return [preferred === 'left' ? 1 : preferred === 'right' ? -1 : 0];
  });
  return signs.length === 0 ? 0 : signs.reduce((sum, sign) => sum + sign, 0) / signs.length;
}
