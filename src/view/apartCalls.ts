import type { CandidateId } from '../engine/candidate.ts';
import type { GeneratedTest } from '../engine/reward.ts';
import type { ApartCall, ProbeRow } from '../protocol.ts';

/** The calls with more of them, or with what more candidates gave on them; tests that expect something are none. */
export function withApart(
  before: readonly ApartCall[],
  tests: readonly GeneratedTest[],
): readonly ApartCall[] {
  const added = tests.filter(({ expected, written }) => expected === '' && written !== undefined);
  if (added.length === 0) return before;
  const all = new Map(before.map(one => [one.call, one]));
  for (const { call, outputs, written = {} } of added) {
    const known = all.get(call);
    all.set(call, {
      call,
      outputs: { ...known?.outputs, ...outputs },
      written: { ...known?.written, ...written },
    });
  }
  return [...all.values()];
}

/** Who made what of such a call, what most candidates gave first. */
export function apartRow({ call, outputs, written }: ApartCall): ProbeRow {
  const ids: readonly CandidateId[] = Object.keys(outputs);
  const groups = [...Map.groupBy(ids, id => outputs[id]).values()];
  return {
    call,
    outputs: groups
      .map(members => ({ output: written[members[0] ?? ''] ?? '', members }))
      .sort((left, right) => right.members.length - left.members.length),
  };
}
