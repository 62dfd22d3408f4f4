import { meanOf } from '../../engine/mean.ts';
import { labelCounts } from './judgeSuite.ts';
import type { EceFigures } from './labelledRows.ts';

/** As many as the goal of the ECE is stated for. */
export const comparedLabels = 50;

/** Means of the figures of rows, and how many rows are under the goal of .05. */
export type EceMeans = Readonly<
  Record<'labels' | 'rows' | 'ece' | 'under' | 'floor' | 'reach' | 'ofFirst', number>
> & { readonly set: string };

/** Means over the rows without a synthetic judge that have 50 labels at least, by the number of labels. */
export function eceMeans(
  set: string,
  eces: readonly EceFigures[],
  synthetic: readonly string[],
): readonly EceMeans[] {
  const isKept = (one: EceFigures) =>
    !synthetic.includes(one.judge) &&
    eces.some(
      other =>
        other.labels === comparedLabels && other.judge === one.judge && other.protocol === one.protocol,
    );
  return labelCounts.flatMap(labels => {
    const rows = eces.filter(one => one.labels === labels && isKept(one));
    if (rows.length === 0) return [];
    const mean = (of: (one: EceFigures) => number) => meanOf(rows.map(of));
    return [
      {
        ...{ set, labels, rows: rows.length, ece: mean(({ ece }) => ece ?? 0) },
        under: rows.filter(({ ece }) => (ece ?? 1) < 0.05).length,
        ...{ floor: mean(({ floor }) => floor), reach: mean(({ reach }) => reach) },
        ofFirst: mean(({ ofFirst }) => ofFirst),
      },
    ];
  });
}
