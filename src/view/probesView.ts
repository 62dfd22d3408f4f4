import { failedOutput } from '../engine/behaviours.ts';
import type {
  ApartCall,
  CandidateId,
  CandidateView,
  EvidenceView,
  ProbeRow,
  ProbesView,
} from '../protocol.ts';
import { apartRow } from './apartCalls.ts';
import { counted } from './counted.ts';

/** Inputs that a person is shown. */
const most = 6;

type Probed = CandidateView & { readonly seen: Extract<EvidenceView, { type: 'probes' }> };

/** What the candidates do on probes; the leader's differences to others come first. Undefined where none was run. */
export function probesView(
  candidates: readonly CandidateView[],
  leader: string | undefined,
  apart: readonly ApartCall[] = [],
): ProbesView | undefined {
  const probed = candidates.flatMap((candidate): Probed[] => {
    const seen = candidate.evidence.find(each => each.type === 'probes');
    return seen && candidate.fate.type !== 'unusable' ? [{ ...candidate, seen }] : [];
  });
  const [failing, giving] = [probed.filter(isFailing), probed.filter(one => !isFailing(one))];
  const first = giving.find(({ id }) => id === leader) ?? giving[0];
  if (probed.length === 0) return undefined;
  const groups = [...Map.groupBy(giving, ({ behaviour }) => behaviour).values()];
  return {
    groups: groups
      .sort((left, right) => right.length - left.length)
      .map(group => ({ members: idsOf(group), text: agreementText(group, giving) })),
    failing: idsOf(failing),
    rows: first
      ? [...apart.map(apartRow), ...telling(giving, first).map(probe => rowOf(giving, probe))].slice(0, most)
      : [],
  };
}

function isFailing({ seen }: Probed): boolean {
  return seen.outputs.every(output => output === failedOutput);
}

function idsOf(probed: readonly Probed[]): readonly CandidateId[] {
  return probed.map(({ id }) => id);
}

function agreementText(group: readonly Probed[], giving: readonly Probed[]): string {
  const [one] = group;
  const outputs = one?.seen.outputs ?? [];
  const others = giving.length - 1;
  const on = counted(outputs.length, 'input');
  if (others === 0) return `is the only one that gives anything on ${on}`;
  if (group.length === giving.length)
    return `does the same as ${others === 1 ? 'the other' : `all ${others} others`} on ${on}`;
  const same = giving
    .filter(other => other !== one)
    .map(({ seen }) => outputs.filter((output, at) => isSame(output, seen.outputs[at])).length);
  const share = same.reduce((sum, count) => sum + count, 0) / (others * outputs.length);
  const whole = group.length > 1 ? `, with ${group.length - 1} of them on all` : '';
  return `agrees with the ${others} others on ${Math.round(share * 100)}% of ${on}${whole}`;
}

function isSame(output: number, other: number | undefined): boolean {
  return output === other && output !== failedOutput;
}

/**
 * Greedily those on which most candidates give something else than the leader, each candidate counting less once it has
 * been told apart, and failures little; of equal ones the shortest.
 */
function telling(probed: readonly Probed[], leader: Probed): readonly number[] {
  const toldApart = new Map<Probed, number>();
  const left = new Set(leader.seen.outputs.keys());
  const chosen: number[] = [];
  const worth = (probe: number) => {
    const differing = probed.reduce(
      (sum, one) => sum + (differs(one, leader, probe) ? 0.3 ** (toldApart.get(one) ?? 0) : 0),
      0,
    );
    const valid = probed.filter(one => one.seen.outputs[probe] !== failedOutput).length / probed.length;
    return (differing + 0.001) * (0.05 + valid ** 2) - 1e-6 * (leader.seen.written[probe]?.call.length ?? 0);
  };
  while (chosen.length < most && left.size > 0) {
    const [first] = [...left]
      .map(probe => ({ probe, worth: worth(probe) }))
      .sort((a, b) => b.worth - a.worth);
    const best = first?.probe ?? 0;
    chosen.push(best);
    left.delete(best);
    for (const one of probed)
      if (differs(one, leader, best)) toldApart.set(one, (toldApart.get(one) ?? 0) + 1);
  }
  return chosen;
}

function differs(one: Probed, leader: Probed, probe: number): boolean {
  return one.seen.outputs[probe] !== leader.seen.outputs[probe];
}

function rowOf(probed: readonly Probed[], probe: number): ProbeRow {
  const groups = Map.groupBy(probed, ({ seen }) => seen.outputs[probe]).values();
  const outputs = [...groups]
    .map(group => ({
      output: group[0]?.seen.written[probe]?.output ?? '',
      members: group.map(({ id }) => id),
    }))
    .sort((left, right) => right.members.length - left.members.length);
  return { call: probed[0]?.seen.written[probe]?.call ?? '', outputs };
}

/** What is known of a candidate from the others, as the rest of a sentence; undefined where it was not run. */
export function agreementOfCandidate({ groups, failing }: ProbesView, id: CandidateId): string | undefined {
  if (failing.includes(id)) return 'gives nothing but errors';
  return groups.find(({ members }) => members.includes(id))?.text;
}

/** How many of those that give anything do the same as a candidate: "3 of 4 alike". */
export function alikeCount({ groups, failing }: ProbesView, id: CandidateId): string {
  if (failing.includes(id)) return 'errors';
  const all = groups.flatMap(({ members }) => members).length;
  return `${groups.find(({ members }) => members.includes(id))?.members.length ?? 0} of ${all} alike`;
}
