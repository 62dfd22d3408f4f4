import type { PairVerdict } from './pairVerdict.ts';
import { turned } from './pairVerdict.ts';

/** Both orders of one call, in the frame of the pair. */
export type BothOrders = readonly [PairVerdict, PairVerdict];

/** One prompt of a judge: its verdicts by the index of the pair; missing where it was not asked. */
export type JudgePrompt = { readonly name: string; readonly verdicts: ReadonlyMap<number, BothOrders> };

/** A judge by all its prompts; the first, with most pairs, stands for it. */
export type PairJudge = { readonly name: string; readonly prompts: readonly JudgePrompt[] };

/** Pairs with the better side, and what judges said of them. */
export type PairSet = {
  readonly name: string;
  readonly labels: readonly ('A' | 'B')[];
  readonly judges: readonly PairJudge[];
};

/** A recorded verdict with the pair it is about, before pairs have an index. */
export type PairRecord = {
  readonly pair: string;
  readonly judge: string;
  readonly prompt: string;
  readonly label: 'A' | 'B';
  readonly verdicts: BothOrders;
};

/** Gathers records; prompts in the order of how many pairs they have, then by name. */
export function pairSetOf(name: string, records: readonly PairRecord[]): PairSet {
  const places = new Map<string, number>();
  const labels: ('A' | 'B')[] = [];
  const judges = new Map<string, Map<string, Map<number, BothOrders>>>();
  for (const { pair, judge, prompt, label, verdicts } of records) {
    const place = places.get(pair) ?? labels.push(label) - 1;
    places.set(pair, place);
    const prompts = judges.get(judge) ?? new Map<string, Map<number, BothOrders>>();
    judges.set(judge, prompts);
    prompts.set(prompt, (prompts.get(prompt) ?? new Map<number, BothOrders>()).set(place, verdicts));
  }
  return {
    name,
    labels,
    judges: [...judges].map(([judge, prompts]) => ({
      name: judge,
      prompts: [...prompts]
        .map(([prompt, verdicts]) => ({ name: prompt, verdicts }))
        .sort((l, r) => r.verdicts.size - l.verdicts.size || (l.name < r.name ? -1 : 1)),
    })),
  };
}

/** A judge with every verdict changed. */
export function changedJudge(
  { prompts }: PairJudge,
  name: string,
  change: (verdicts: BothOrders) => BothOrders,
): PairJudge {
  return {
    name,
    prompts: prompts.map(prompt => ({
      ...prompt,
      verdicts: new Map([...prompt.verdicts].map(([pair, verdicts]) => [pair, change(verdicts)])),
    })),
  };
}

/** The judge turned round. */
export function invertedJudge(judge: PairJudge): PairJudge {
  return changedJudge(judge, 'inverted', ([first, second]) => [turned(first), turned(second)]);
}

/** A judge that always prefers the one shown first: A in the first order, B in the second. */
export function constantJudge(judge: PairJudge): PairJudge {
  return changedJudge(judge, 'constant', () => ['A', 'B']);
}
