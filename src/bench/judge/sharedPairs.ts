import { AnswerBelief, type JudgesByName } from '../../engine/auto/answerBelief.ts';
import { flatJudge } from '../../engine/judgeModel.ts';
import type { JudgeName, JudgeOfRun } from '../../engine/judging/judge.ts';
import type { PairLabel } from '../../engine/judging/labels/judgeLabels.ts';
import { besideOthers } from '../../engine/judging/trust/besideOthers.ts';
import { informedJudges } from '../../engine/judging/trust/informedJudges.ts';
import { meanOf } from '../../engine/mean.ts';
import { shuffled } from '../../engine/probes/shuffled.ts';
import { seededRandom } from '../../engine/random.ts';
import { intervalOfMean } from '../recorded/interval.ts';
import type { Interval } from '../recorded/suite.ts';
import { labelCounts, leastRest } from './judgeSuite.ts';
import type { BothOrders, PairJudge, PairSet } from './pairSet.ts';
import { marginOf, type PairVerdict, tallied } from './pairVerdict.ts';

/** What the engine makes of pairs when judges share and when each counts whole, on the same pairs without label. */
export type SharedPairs = {
  readonly set: string;
  readonly labels: number;
  readonly pairs: number;
  readonly judges: number;
  /** Of the choice; no choice counts half. */
  readonly accuracy: SharedFigure;
  /** Of P(the better one is better), in nats; ln 2 for always saying one half. */
  readonly logLoss: SharedFigure;
  /** Mean over draws of labels. */
  readonly shares: Readonly<Record<JudgeName, number>>;
};

export type SharedFigure = {
  readonly whole: number;
  readonly shared: number;
  /** Of shared less whole, paired over pairs. */
  readonly difference: Interval;
};

const model = 'recorded';

/**
 * The judges of a set as judges of a run, each comparing once in both orders by its first prompt, on the pairs that two of
 * them at least were asked about; their laws and shares by the labels of a draw. A row for each number of labels that leaves
 * enough pairs.
 */
export function sharedPairs(set: PairSet, seeds: number): readonly SharedPairs[] {
  const asked = (pair: number) => set.judges.filter(judge => ordersOf(judge, pair)).length;
  const pairs = set.labels.flatMap((_, pair) => (asked(pair) > 1 ? [pair] : []));
  const judges = set.judges.filter(judge => pairs.some(pair => ordersOf(judge, pair)));
  if (judges.length < 2) return [];
  return labelCounts
    .filter(labels => pairs.length - labels >= leastRest)
    .map(labels => rowAt({ ...set, judges }, pairs, labels, labels === 0 ? 1 : seeds));
}

type Credit = { readonly right: number; readonly loss: number };

function rowAt(set: PairSet, pairs: readonly number[], labels: number, seeds: number): SharedPairs {
  const found = new Map<number, { readonly whole: Credit[]; readonly shared: Credit[] }>();
  const runs: (readonly JudgeOfRun[])[] = [];
  for (let seed = 0; seed < seeds; seed++) {
    const order = shuffled(seededRandom(`judge/${labels}/${seed}`), pairs);
    const judges = informedJudges(
      set.judges.map(({ name }) => ({ name, performs: ['compare'], model: flatJudge })),
      model,
      order.slice(0, labels).flatMap(pair => labelsOf(set, pair)),
    );
    runs.push(judges);
    const [whole, shared] = [lawsOf(judges.map(({ share: _, ...one }) => one)), lawsOf(judges)];
    for (const pair of order.slice(labels)) {
      const credits = found.get(pair) ?? { whole: [], shared: [] };
      found.set(pair, credits);
      credits.whole.push(creditOf(set, pair, whole));
      credits.shared.push(creditOf(set, pair, shared));
    }
  }
  const figure = (of: (credit: Credit) => number): SharedFigure => {
    const means = [...found.values()].map(({ whole, shared }) => ({
      whole: meanOf(whole.map(of)),
      shared: meanOf(shared.map(of)),
    }));
    return {
      whole: meanOf(means.map(({ whole }) => whole)),
      shared: meanOf(means.map(({ shared }) => shared)),
      difference: intervalOfMean(means.map(({ whole, shared }) => shared - whole)),
    };
  };
  const shares = set.judges.map(({ name }, place) => {
    return [name, meanOf(runs.map(judges => judges[place]?.share ?? 1))] as const;
  });
  return {
    ...{ set: set.name, labels, pairs: found.size, judges: set.judges.length },
    accuracy: figure(({ right }) => right),
    logLoss: figure(({ loss }) => loss),
    shares: Object.fromEntries(shares),
  };
}

/** What the engine would keep of the pair, had a run compared it. */
function labelsOf(set: PairSet, pair: number) {
  return set.judges.flatMap(judge => {
    const verdicts = ordersOf(judge, pair);
    if (!verdicts) return [];
    const [leftFirst, rightFirst] = verdicts.map(sideOf);
    const label: PairLabel = {
      ...{ type: 'pair', key: `${judge.name} ${pair}`, judge: judge.name, model },
      of: { left: `${pair}A`, right: `${pair}B` },
      ...{ asked: verdicts.length, unread: verdicts.filter(verdict => verdict === 'none').length },
      ...(leftFirst && { leftFirst }),
      ...(rightFirst && { rightFirst }),
      size: { left: 0, right: 0 },
      right: set.labels[pair] === 'A' ? 'left' : 'right',
    };
    return [{ label, here: true }];
  });
}

function lawsOf(judges: readonly JudgeOfRun[]): JudgesByName {
  return new Map(judges.map(judge => [judge.name, besideOthers(judge)]));
}

/** The engine's belief after every judge compared the two, either being as likely before. */
function creditOf(set: PairSet, pair: number, laws: JudgesByName): Credit {
  const belief = new AnswerBelief(laws);
  for (const judge of set.judges) {
    const verdicts = ordersOf(judge, pair);
    if (verdicts) belief.compared(judge.name, 'A', 'B', marginOf(tallied(verdicts)));
  }
  const standings = belief.weighed([
    { candidate: 'A', chance: 0.5 },
    { candidate: 'B', chance: 0.5 },
  ]);
  const chance = standings[set.labels[pair] === 'A' ? 0 : 1]?.chance ?? 0.5;
  const ahead = Number((chance - 0.5).toFixed(9));
  return { right: (1 + Math.sign(ahead)) / 2, loss: -Math.log(chance) };
}

function sideOf(verdict: PairVerdict): 'left' | 'right' | 'tie' | undefined {
  if (verdict === 'none') return undefined;
  return verdict === 'tie' ? 'tie' : verdict === 'A' ? 'left' : 'right';
}

function ordersOf({ prompts }: PairJudge, pair: number): BothOrders | undefined {
  return prompts[0]?.verdicts.get(pair);
}
