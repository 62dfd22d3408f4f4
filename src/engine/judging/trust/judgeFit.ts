import { type BetaLaw, type JudgeModel, lawOf, meanOfLaw, preferenceLaws } from '../../judgeModel.ts';
import type { JudgeLabel, PairLabel, VoteLabel } from '../labels/judgeLabels.ts';
import { fittedLaw, type WeighedBallot } from './fittedLaw.ts';
import { judgeWeight } from './judgeTrust.ts';
import { massOf, oddsOfSilence } from './silence.ts';
import { isWorthAsking } from './worthAsking.ts';

/** A label, and what it counts: 1 where it was given in the workspace, less where in others. */
export type WeighedLabel = { readonly label: JudgeLabel; readonly weight: number };

/** What labels make of a judge. */
export type JudgeFit = {
  /** The prior where no label tells more. With a weight of 0 right and wrong share a law, so that nothing is bought. */
  readonly model: JudgeModel;
  /** Log odds that the verdicts it is asked for move, never below 0; the higher one where it both votes and compares. */
  readonly weight: number;
  /** How many candidates and pairs with a known truth it said something of. */
  readonly labels: number;
};

/** That a comparison prefers one of two, before the first: five in a row that do not are enough to give a judge up. */
const open = { share: 0.5, weight: 0.5 } as const;
/** That a verdict can be read, before any was asked for: so often, weighing like so many. */
const readable = { share: 0.8, weight: 5 } as const;

/**
 * How a judge votes and prefers, by its labels: the most likely laws, with the prior weighing like the votes that it stands
 * for. Its laws are drawn together where the labels are likelier of a judge that says nothing, and its weight is less by what
 * cannot be read; one that says nothing, says the contrary, always says the same or cannot be read has none.
 */
export function fitJudge(prior: JudgeModel, labels: readonly WeighedLabel[]): JudgeFit {
  const votes = labels.flatMap(({ label, weight }) => (label.type === 'votes' ? [{ label, weight }] : []));
  const pairs = labels.flatMap(({ label, weight }) => (label.type === 'pair' ? [{ label, weight }] : []));
  const voting = fitVotes(prior, votes);
  const preferring = fitPairs(prior, pairs);
  const weights = [
    ...(votes.length > 0 || !preferring ? [voting.weight] : []),
    ...(preferring ? [preferring.weight] : []),
  ];
  return {
    model: {
      ...(votes.length > 0 ? voting.laws : prior),
      ...(preferring && { prefers: preferring.law }),
    },
    weight: Math.max(...weights),
    labels: labels.filter(({ label }) => isTold(label)).length,
  };
}

type Weighed<Label> = { readonly label: Label; readonly weight: number };

function fitVotes(prior: JudgeModel, votes: readonly Weighed<VoteLabel>[]) {
  const ballots = (right: boolean): readonly WeighedBallot[] =>
    votes.flatMap(({ label, weight }) =>
      label.right === right && label.votes > 0 ? [{ ...label, weight }] : [],
    );
  const told = { right: ballots(true), wrong: ballots(false) };
  const fitted = { right: fittedLaw(prior.right, told.right), wrong: fittedLaw(prior.wrong, told.wrong) };
  const laws = drawnTogether(fitted, Math.min(1, 1 / oddsOfSilence(prior, told)));
  const heard = shareHeard(votes);
  const weight = ((logOdds(laws.right) - logOdds(laws.wrong)) / 2) * heard;
  const [ofRight, ofWrong] = [varianceOf(prior.right, told.right), varianceOf(prior.wrong, told.wrong)];
  const deviation = (Math.sqrt(ofRight + ofWrong) / 2) * heard;
  return isWorthAsking(weight, deviation) ? { laws, weight } : { laws: silenced(laws), weight: 0 };
}

/** Of the log odds of the mean chance to approve, where all votes on a candidate are one observation. */
function varianceOf(prior: BetaLaw, ballots: readonly WeighedBallot[]): number {
  const { a, b } = massOf(ballots);
  return logOddsVariance({ a: prior.a + a, b: prior.b + b });
}

/** The laws with what is left of the distance between their means. */
function drawnTogether({ right, wrong }: JudgeModel, left: number): JudgeModel {
  const middle = (meanOfLaw(right) + meanOfLaw(wrong)) / 2;
  const drawn = (law: BetaLaw) => lawOf(middle + left * (meanOfLaw(law) - middle), law.a + law.b);
  return { right: drawn(right), wrong: drawn(wrong) };
}

/** One law for both. */
function silenced({ right, wrong }: JudgeModel): JudgeModel {
  const law = lawOf((meanOfLaw(right) + meanOfLaw(wrong)) / 2, (right.a + right.b + wrong.a + wrong.b) / 2);
  return { right: law, wrong: law };
}

function fitPairs(prior: JudgeModel, pairs: readonly Weighed<PairLabel>[]) {
  const told = pairs.filter(({ label }) => isTold(label));
  const compared = pairs.filter(({ label }) => label.asked > 0);
  if (told.length + compared.length === 0) return undefined;
  const sum = (of: (label: PairLabel) => boolean) =>
    told.reduce((all, { label, weight }) => all + (of(label) ? weight : 0), 0);
  const right = sum(label => preferredOf(label) === label.right);
  const wrong = sum(label => isDecided(label) && preferredOf(label) !== label.right);
  const settled = compared.filter(({ label }) => isDecided(label)).length;
  const decided = (settled + open.share * open.weight) / (compared.length + open.weight);
  const before = preferenceLaws(prior).right;
  const spread = before.a + before.b;
  const law = lawOf((before.a + right) / (spread + right + wrong), spread);
  const heard = shareHeard(pairs);
  const odds = logOdds(law) * heard;
  const weight = Math.min(judgeWeight({ right, wrong, decided }) * heard, odds);
  const deviation = Math.sqrt(logOddsVariance({ a: before.a + right, b: before.b + wrong })) * heard;
  const isAsked = weight > 0 && isWorthAsking(odds, deviation);
  return isAsked ? { law, weight } : { law: lawOf(0.5, spread), weight: 0 };
}

/** Whether a label says what came of what was judged, and holds a verdict. */
export function isTold(label: JudgeLabel): boolean {
  if (label.right === undefined) return false;
  return label.type === 'votes' ? label.votes > 0 : preferredOf(label) !== undefined;
}

/** Which of two a judge preferred by all it said of them; a tie where its two orders gave different ones. */
export function preferredOf({ leftFirst, rightFirst, scored }: PairLabel): PairLabel['scored'] {
  const sides = [leftFirst, rightFirst, scored].filter(side => side !== undefined);
  if (sides.length === 0) return undefined;
  const sum = sides.reduce((all, side) => all + (side === 'left' ? 1 : side === 'right' ? -1 : 0), 0);
  return sum > 0 ? 'left' : sum < 0 ? 'right' : 'tie';
}

/** Whether a judge preferred one of two. */
export function isDecided(label: PairLabel): boolean {
  const preferred = preferredOf(label);
  return preferred === 'left' || preferred === 'right';
}

function shareHeard(said: readonly Weighed<JudgeLabel>[]): number {
  const [asked, unread] = [sumOf(said, label => label.asked), sumOf(said, label => label.unread)];
  return (readable.share * readable.weight + asked - unread) / (readable.weight + asked);
}

function sumOf(said: readonly Weighed<JudgeLabel>[], of: (label: JudgeLabel) => number): number {
  return said.reduce((sum, { label, weight }) => sum + weight * of(label), 0);
}

function logOdds({ a, b }: BetaLaw): number {
  return Math.log(a / b);
}

function logOddsVariance({ a, b }: BetaLaw): number {
  return 1 / a + 1 / b;
}
