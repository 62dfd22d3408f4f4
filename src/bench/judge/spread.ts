import { shuffled } from '../../engine/probes/shuffled.ts';
import { seededRandom } from '../../engine/random.ts';

/** So many of all, from every group as many as from any other while it has more; fewer are the first of what more would be. */
export function spread<One>(
  all: readonly One[],
  groupOf: (one: One) => string,
  { items, name }: { readonly items: number /** The same order for the same name. */; readonly name: string },
): readonly One[] {
  const groups = [...Map.groupBy(shuffled(seededRandom(name), all), groupOf)].sort(([left], [right]) =>
    left < right ? -1 : 1,
  );
  const deepest = Math.max(0, ...groups.map(([, members]) => members.length));
  return Array.from({ length: deepest }, (_, round) =>
    groups.flatMap(([, members]) => members.slice(round, round + 1)),
  )
    .flat()
    .slice(0, items);
}
