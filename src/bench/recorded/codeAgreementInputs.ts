import { agreementOf } from '../../engine/agreement.ts';
import { failedOutput, type Sampled } from '../../engine/behaviours.ts';
import { meanOf } from '../../engine/mean.ts';
import { shuffled } from '../../engine/probes/shuffled.ts';
import { seededRandom } from '../../engine/random.ts';
import { type DrawOrder, drawOrders } from './codeDraws.ts';
import type { PoolSolution, PoolTask } from './codePool.ts';
import { intervalOfMean } from './interval.ts';

/** What is seen of one task: missing where the figure means nothing there. */
type Seen = Readonly<Partial<Record<Figure, number>>>;
type Figure = 'telling' | 'mixed' | 'atMost' | 'alikeSplit' | 'alikeGain' | 'rivalGain';

/** Probes that are kept of those that there are. */
const kept = [2, 4, 8, 16, 32, Number.POSITIVE_INFINITY] as const;
const drawnOf = [8, 16, 32] as const;

/**
 * What new inputs are worth that tell two candidates apart, by how many probes there were before. The calls of a recorded
 * test sample stand for a model's reply; of them those count on which the two give different outputs. `mixed`: the
 * behaviour of the chosen one has right and wrong members. `atMost`: gain of who knows which of them is right. Gains are in
 * P(the chosen one is right), of a call that parts the chosen one from another code of its behaviour or from the behaviour
 * that comes second.
 */
export function worthOfInputs(pool: readonly PoolTask[], seeds: number) {
  const orders = Array.from({ length: seeds }, (_, seed) => drawOrders(pool, seed));
  const replies = orders.map((order, seed) => order.map((one, task) => replyOf(one, `${seed}/${task}`)));
  return kept.flatMap(probes =>
    drawnOf.map(solutions => {
      const seen = pool.map((_, task) =>
        orders.map((order, seed) =>
          seenIn(order[task], replies[seed]?.[task] ?? [], solutions, probes, `${seed}/${task}`),
        ),
      );
      const of = (figure: Figure) =>
        seen.flatMap(each => {
          const values = each.flatMap(one => one[figure] ?? []);
          return values.length === 0 ? [] : [meanOf(values)];
        });
      const withInterval = (figure: Figure) => {
        const [lo, hi] = intervalOfMean(of(figure));
        return `${meanOf(of(figure)).toFixed(4)} [${lo.toFixed(4)}, ${hi.toFixed(4)}]`;
      };
      return {
        probes: Number.isFinite(probes) ? probes : 'all',
        solutions,
        telling: meanOf(of('telling')),
        mixed: withInterval('mixed'),
        atMost: withInterval('atMost'),
        alikeSplit: meanOf(of('alikeSplit')),
        alikeGain: withInterval('alikeGain'),
        rivalGain: withInterval('rivalGain'),
      };
    }),
  );
}

function seenIn(
  order: DrawOrder | undefined,
  reply: readonly number[],
  solutions: number,
  probes: number,
  name: string,
): Seen {
  const drawn = (order?.solutions ?? [])
    .slice(0, solutions)
    .map(one => ({ ...one, ...limited(one, probes) }));
  const { chosen, live, scores } = agreementOf(drawn);
  const leader = chosen === undefined ? undefined : drawn[chosen];
  if (!order || !leader) return {};
  const random = seededRandom(name);
  const alike = drawn.filter(({ behaviour }) => behaviour === leader.behaviour);
  const others = alike.filter(({ code }) => code !== leader.code);
  const [rival] = live
    .map((place, row) => ({ solution: drawn[place], score: scores[row] ?? 0 }))
    .filter(({ solution }) => solution?.behaviour !== leader.behaviour)
    .toSorted((left, right) => right.score - left.score);
  const [other] = shuffled(random, others);
  const apart = other && gainOf(drawn, leader, other, reply);
  const beside = rival?.solution && gainOf(drawn, leader, rival.solution, reply);
  const right = alike.filter(({ correct }) => correct).length;
  return {
    telling: leader.outputs?.filter(output => output >= 0).length ?? 0,
    mixed: right > 0 && right < alike.length ? 1 : 0,
    atMost: right > 0 && !leader.correct ? 1 : 0,
    ...(apart && { alikeSplit: apart.splits ? 1 : 0, alikeGain: apart.gain }),
    ...(beside && { rivalGain: beside.gain }),
  };
}

/** A solution as if there had been so many probes. */
function limited({ outputs, behaviour }: PoolSolution, probes: number): Partial<Sampled> {
  if (!outputs || probes >= outputs.length) return { behaviour };
  const first = outputs.slice(0, probes);
  return { outputs: first, behaviour: first.join() };
}

/** The inputs of a test sample that holds any. */
function replyOf({ task, tests }: DrawOrder, name: string): readonly number[] {
  const replies = shuffled(seededRandom(`${name}/reply`), tests).map(({ asserts }) => [
    ...new Set(asserts.flatMap(assert => task.inputOf[assert] ?? [])),
  ]);
  return replies.find(inputs => inputs.length > 0) ?? [];
}

function gainOf(
  drawn: readonly PoolSolution[],
  leader: PoolSolution,
  other: PoolSolution,
  reply: readonly number[],
) {
  const on = ({ testOutputs }: PoolSolution, input: number) => testOutputs?.[input] ?? failedOutput;
  const inputs = reply.filter(input => on(leader, input) !== on(other, input));
  const probed = drawn.map((one): Sampled => {
    if (!one.outputs) return one;
    const more = inputs.map(input => on(one, input));
    return { ...one, outputs: [...one.outputs, ...more], behaviour: `${one.behaviour};${more.join()}` };
  });
  const { chosen } = agreementOf(probed);
  const right = chosen !== undefined && drawn[chosen]?.correct;
  return { splits: inputs.length > 0, gain: Number(right ?? false) - Number(leader.correct) };
}
