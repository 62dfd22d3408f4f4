import { brierScore, calibrationError, type Prediction } from '../../engine/calibration.ts';
import { judgeWeight } from '../../engine/judging/trust/judgeTrust.ts';
import { meanOf } from '../../engine/mean.ts';
import { shuffled } from '../../engine/probes/shuffled.ts';
import { seededRandom } from '../../engine/random.ts';
import { intervalOfMean } from '../recorded/interval.ts';
import { eceBins, type JudgeRow } from './judgeSuite.ts';
import type { Located } from './locators.ts';

/** Where a judge says the first mistake of a chain is, and where it is. */
export type Verdict = { readonly task: string; readonly said: Located; readonly mistake: number | null };

/** A judge's verdicts on all chains. */
export type LocatedJudge = {
  readonly name: string;
  readonly verdicts: readonly Verdict[];
  /** Votes asked of a model for one chain. */
  readonly calls: number;
  /** Share of what it was asked that could be read; without a model, of the chains on which it says something. */
  readonly parsed: number;
};

/** 1 for each exact place, else 0; saying nothing is not right. */
export function creditsOf(verdicts: readonly Verdict[]): readonly number[] {
  return verdicts.map(one => (isRight(one) ? 1 : 0));
}

function isRight({ said, mistake }: Verdict): boolean {
  return said === mistake;
}

/** A verdict names a step or none; each of the two has its own chance to be right. */
type Kind = 'step' | 'none';

function kindOf(said: Located): Kind | undefined {
  return said === undefined ? undefined : said === null ? 'none' : 'step';
}

/** Before labels a place is right in 6 of 10 cases, as much as 5 labels say. */
const prior = { right: 3, wrong: 2 };

/** The row of a judge with so many labels, means over draws of labels, on the chains without label. */
export function locatedRow(
  { name: judge, verdicts, calls, parsed }: LocatedJudge,
  labels: number,
  seeds: number,
): JudgeRow {
  const measured = new Set<Verdict>();
  const [eces, briers, weights]: [number[], number[], number[]] = [[], [], []];
  const said = verdicts.filter(one => one.said !== undefined);
  const decided =
    said.length === 0 ? 0 : 1 - Math.max(...(['step', 'none'] as const).map(kind => shareOf(said, kind)));
  for (let seed = 0; seed < seeds; seed++) {
    const order = shuffled(seededRandom(`judge/first-mistake/${labels}/${seed}`), verdicts);
    const labelled = order.slice(0, labels).filter(one => one.said !== undefined);
    const rest = order.slice(labels);
    for (const one of rest) measured.add(one);
    const chance = (kind: Kind | undefined) => {
      const alike = labelled.filter(one => kindOf(one.said) === kind);
      const right = alike.filter(isRight).length;
      return (prior.right + right) / (prior.right + prior.wrong + alike.length);
    };
    const chances = { step: chance('step'), none: chance('none') };
    const stated = rest.flatMap(({ said: place, mistake }): Prediction[] => {
      const kind = kindOf(place);
      return kind === undefined ? [] : [{ chance: chances[kind], right: place === mistake }];
    });
    eces.push(calibrationError(stated, eceBins));
    briers.push(brierScore(stated));
    const right = labelled.filter(isRight).length;
    weights.push(judgeWeight({ right, wrong: labelled.length - right, decided }));
  }
  const figure = (drawn: readonly number[]) => (said.length === 0 ? null : meanOf(drawn));
  const perChain = creditsOf([...measured]);
  return {
    ...{ judge, protocol: 'single', labels, accuracy: meanOf(perChain), ci95: intervalOfMean(perChain) },
    ...{ calls, ece: figure(eces), brier: figure(briers), orderConsistency: null },
    ...{ weight: meanOf(weights), parsed },
  };
}

function shareOf(verdicts: readonly Verdict[], kind: Kind): number {
  return meanOf(verdicts.map(({ said }) => (kindOf(said) === kind ? 1 : 0)));
}
