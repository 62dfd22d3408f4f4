/** Output of a probe that gave nothing, and of one that raised or came late; values are numbers from 0, equal for equal values. */
export const gaveNothing = -1;
export const failedOutput = -2;

/** A drawn candidate as agreement sees it. */
export type Sampled = {
  /** Tokens of code, comments and docstrings left out. */
  readonly codeTokens: number;
  /** One a probe; missing when it does not load. */
  readonly outputs?: readonly number[];
  /** Equal when the outputs are. */
  readonly behaviour: string;
};

/** Candidates of equal outputs, by their places among the drawn. */
export type Behaviour = {
  readonly outputs: readonly number[];
  readonly members: readonly number[];
};

/** The behaviours among drawn candidates; those that never give a value are left out. */
export function behavioursOf(drawn: readonly Sampled[]): readonly Behaviour[] {
  const live = drawn.flatMap(({ outputs, behaviour }, place) =>
    outputs?.some(output => output >= 0) ? [{ outputs, behaviour, place }] : [],
  );
  return [...Map.groupBy(live, one => one.behaviour).values()].map(alike => ({
    outputs: alike[0]?.outputs ?? [],
    members: alike.map(({ place }) => place),
  }));
}

/** (1 - e)^2 where a share e of the live candidates fail on the probe; 0 from e = .7, unless that leaves no probe. */
export function probeWeights(groups: readonly Behaviour[]): readonly number[] {
  const probes = groups[0]?.outputs.length ?? 0;
  const live = groups.reduce((sum, group) => sum + group.members.length, 0);
  const valid = Array.from({ length: probes }, (_, x) =>
    groups.reduce((sum, { outputs, members }) => sum + (outputs[x] === failedOutput ? 0 : members.length), 0),
  );
  const weights = valid.map(count => (1 - count / live < 0.7 ? (count / live) ** 2 : 0));
  return weights.some(weight => weight > 0) ? weights : valid.map(count => (count / live) ** 2);
}

/** For each pair of behaviours the weighted share of probes on which both give the same value; of one with itself too. */
export function similarity(
  groups: readonly Behaviour[],
  weights: readonly number[],
): readonly (readonly number[])[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const same = groups.map(() => new Array<number>(groups.length).fill(0));
  for (const [g, left] of groups.entries()) {
    for (let h = g; h < groups.length; h++) {
      const right = groups[h]?.outputs ?? [];
      let sum = 0;
      for (let x = 0; x < weights.length; x++) {
        const output = left.outputs[x];
        if (output === right[x] && output !== failedOutput) sum += weights[x] ?? 0;
      }
      const share = sum / total;
      (same[g] ?? [])[h] = share;
      (same[h] ?? [])[g] = share;
    }
  }
  return same;
}

/** How many candidates one of this behaviour agrees with, in shares; with itself wholly, also where it fails. `others` is its row of the similarities. */
export function agreementWith(groups: readonly Behaviour[], others: readonly number[], g: number): number {
  const sum = groups.reduce((total, { members }, h) => total + members.length * (others[h] ?? 0), 0);
  return sum + 1 - (others[g] ?? 0);
}
