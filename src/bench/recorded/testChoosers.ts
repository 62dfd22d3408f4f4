import { agreementOf } from '../../engine/agreement.ts';
import { Executions } from '../../engine/executions.ts';
import type { TestVote } from '../../engine/testTrust.ts';
import { twoSided } from '../../engine/twoSided.ts';
import { type DrawOrder, RecordedDraws } from './codeDraws.ts';

/** Whether the solution is right that agreement chooses, with the tests weighed by soft dual agreement; 1 or 0. */
export function chosenBySoftDual(order: DrawOrder, samples: number, tests: number): number {
  const executions = drawn(order, samples, tests);
  const { chosen } = agreementOf(executions.sampled(), executions.tests());
  return isRight(order, chosen);
}

/**
 * The same by two-sided inference: the behaviour that is likeliest after the tests, from what agreement alone says before
 * them; of its solutions the one that agreement likes best.
 */
export function chosenByTwoSided(order: DrawOrder, samples: number, tests: number): number {
  const executions = drawn(order, samples, tests);
  const sampled = executions.sampled();
  const votes = executions.tests();
  const { live, scores, chosen } = agreementOf(sampled);
  if (votes.length === 0 || live.length === 0) return isRight(order, chosen);
  const groups = [
    ...Map.groupBy(live.keys(), at => {
      const place = live[at] ?? 0;
      return `${sampled[place]?.behaviour} ${votes.map(({ passes }) => (passes(place) ? 1 : 0)).join('')}`;
    }).values(),
  ];
  const top = Math.max(...scores);
  const mass = groups.map(group =>
    group.reduce((sum, at) => sum + Math.exp(2 * ((scores[at] ?? 0) - top)), 0),
  );
  const rows = votes.map((vote: TestVote) => groups.map(([first = 0]) => vote.passes(live[first] ?? 0)));
  const { correct } = twoSided(mass, rows);
  const best = groups[correct.indexOf(Math.max(...correct))] ?? [];
  const [at] = [...best].sort((left, right) => (scores[right] ?? 0) - (scores[left] ?? 0));
  return isRight(order, live[at ?? 0]);
}

function drawn(order: DrawOrder, samples: number, tests: number): Executions {
  const draws = new RecordedDraws(order);
  const executions = new Executions();
  for (let i = 0; i < samples; i++) {
    const { result } = draws.perform(`s${i}`, { type: 'sample', arm: 'default' });
    if (result.type === 'candidate') executions.add(result.candidate);
  }
  for (let i = 0; i < tests; i++) {
    const { result } = draws.perform(`t${i}`, { type: 'judge', candidate: 'c1', votes: 1 });
    if (result.type === 'judged') executions.addTests(result.reward);
  }
  return executions;
}

function isRight(order: DrawOrder, chosen: number | undefined): number {
  return chosen !== undefined && order.solutions[chosen]?.correct ? 1 : 0;
}
