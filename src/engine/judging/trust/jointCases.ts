import { ballotRatio, type JudgeModel, preferenceLaws } from '../../judgeModel.ts';
import type { JudgeName, JudgeOfRun } from '../judge.ts';
import type { PairLabel, VoteLabel } from '../labels/judgeLabels.ts';
import type { JointCase } from './jointWeights.ts';
import { preferredOf, type WeighedLabel } from './judgeFit.ts';

type Weighed<Label> = { readonly label: Label; readonly weight: number };
/** What each judge said of one candidate or of one pair. */
type ByJudge<Label> = ReadonlyMap<JudgeName, Weighed<Label>>;

/**
 * The candidates and pairs with a known truth that two of these judges at least said something of, with the log likelihood
 * ratios that their laws make of it. A candidate starts from the share of the right among all; of a pair, either is as
 * likely, and votes on both count with the comparisons. A candidate of such a pair is no case by itself. Labels that do not
 * say what they are of are passed over.
 */
export function jointCases(
  judges: readonly JudgeOfRun[],
  labels: readonly WeighedLabel[],
): readonly JointCase[] {
  const voted = grouped(
    labels.flatMap(({ label, weight }) =>
      label.type === 'votes' && label.of !== undefined ? [{ of: label.of, label, weight }] : [],
    ),
  );
  const compared = grouped(
    labels
      .flatMap(({ label, weight }) =>
        label.type === 'pair' && label.of && label.right
          ? [{ of: [label.of.left, label.of.right].sort().join(' '), label, weight }]
          : [],
      )
      .sort((left, right) => scoredFirst(left.label, right.label)),
  );
  const pairs = [...compared].flatMap(([of, said]) => {
    const found = pairCase(judges, of, said, voted);
    return found ? [{ of, found }] : [];
  });
  const inPairs = new Set(pairs.flatMap(({ of }) => of.split(' ')));
  const known = [...voted].flatMap(([of, said]) => {
    const right = [...said.values()].find(({ label }) => label.right !== undefined)?.label.right;
    return right === undefined ? [] : [{ of, said, right }];
  });
  const rightOnes = known.filter(({ right }) => right).length;
  const ahead = Math.log((rightOnes + 1) / (known.length - rightOnes + 1));
  return [
    ...pairs.map(({ found }) => found),
    ...known
      .filter(({ of }) => !inPairs.has(of))
      .flatMap(({ said, right }) => candidateCase(judges, said, right, ahead) ?? []),
  ];
}

function candidateCase(
  judges: readonly JudgeOfRun[],
  said: ByJudge<VoteLabel>,
  right: boolean,
  ahead: number,
): JointCase | undefined {
  const sign = right ? 1 : -1;
  const ratios = judges.map(({ name, model }) => sign * ratioOfVotes(model, said.get(name)?.label));
  return caseOf(ratios, weightOf([...said.values()]), sign * ahead);
}

function pairCase(
  judges: readonly JudgeOfRun[],
  of: string,
  said: ByJudge<PairLabel>,
  voted: ReadonlyMap<string, ByJudge<VoteLabel>>,
): JointCase | undefined {
  const [one = '', other = ''] = of.split(' ');
  const better = [...said.values()].flatMap(({ label }) => label.of?.[label.right ?? 'left'] ?? [])[0];
  const [votesOnOne, votesOnOther] = [voted.get(one), voted.get(other)];
  const sign = better === one ? 1 : -1;
  const ratios = judges.map(({ name, model }) => {
    const votes =
      ratioOfVotes(model, votesOnOne?.get(name)?.label) - ratioOfVotes(model, votesOnOther?.get(name)?.label);
    return sign * (votes + ratioOfComparison(model, said.get(name)?.label, one));
  });
  return caseOf(ratios, weightOf([...said.values()]), 0);
}

function caseOf(said: readonly number[], weight: number, ahead: number): JointCase | undefined {
  return said.filter(one => one !== 0).length < 2 ? undefined : { said, weight, ahead };
}

/** How much likelier the votes are of a right than of a wrong candidate, as a logarithm; 0 without votes. */
function ratioOfVotes(model: JudgeModel, votes: VoteLabel | undefined): number {
  return votes === undefined ? 0 : Math.log(ballotRatio(model, votes));
}

/** The same of a comparison, for this one of the two; scores are votes and no comparison. */
function ratioOfComparison(model: JudgeModel, label: PairLabel | undefined, one: string): number {
  if (!label?.of) return 0;
  const { scored: _, ...compared } = label;
  const preferred = preferredOf(compared);
  if (preferred !== 'left' && preferred !== 'right') return 0;
  const { a, b } = preferenceLaws(model).right;
  return Math.log(a / b) * (label.of[preferred] === one ? 1 : -1);
}

/** So that what a judge said comparing the two stands, where it also scored both. */
function scoredFirst(left: PairLabel, right: PairLabel): number {
  return Number(right.scored !== undefined) - Number(left.scored !== undefined);
}

function weightOf(said: readonly { readonly weight: number }[]): number {
  return Math.min(...said.map(({ weight }) => weight));
}

function grouped<Label extends VoteLabel | PairLabel>(
  labels: readonly (Weighed<Label> & { readonly of: string })[],
): ReadonlyMap<string, ByJudge<Label>> {
  const groups = Map.groupBy(labels, ({ of }) => of);
  return new Map(
    [...groups].map(([of, group]) => [of, new Map(group.map(one => [one.label.judge, one]))] as const),
  );
}
