import type { Candidate, CandidateId } from '../../candidate.ts';
import { digest } from '../../digest.ts';
import { tokensIn } from '../../history.ts';
import { meanOf } from '../../mean.ts';
import { ballotOfValues, countedValues, type Vote } from '../../reward.ts';
import type { TraceEvent } from '../../trace.ts';
import type { JudgeName, PairVote } from '../judge.ts';
import { type Side, truthIn } from './judgeTruth.ts';
import type { PickedPair } from './preferences.ts';
import { comparisonsIn, verdictsIn } from './saidIn.ts';

type Judged = {
  /** The same for the same candidates, judge and run: a later label replaces this one. Tells nothing of them. */
  readonly key: string;
  readonly judge: JudgeName;
  /** Whose judgement it is, as the provider names it. */
  readonly model: string;
  /** Verdicts that were asked for. */
  readonly asked: number;
  /** Of those, the ones that could not be read; they are no votes. */
  readonly unread: number;
};

/** What a judge said of one candidate. */
export type VoteLabel = Judged & {
  readonly type: 'votes';
  /** Names the candidate, the same for every judge, and tells nothing of it; rows of earlier versions have none. */
  readonly of?: string;
  readonly approving: number;
  /** Votes for and against; what stands in the middle or was dropped is neither. */
  readonly votes: number;
  /** Readable votes that the meta reward was against. */
  readonly dropped: number;
  /** Mean value of the votes that count, on [0, 1]; missing where none does. */
  readonly score?: number;
  /** Of the candidate as it was shown, in tokens, about. */
  readonly size: number;
  /** What came of the candidate, by tests or by the person; missing while nothing has told. */
  readonly right?: boolean;
};

/** Which of two candidates a judge preferred, by the order in which they were shown. */
export type PairLabel = Judged & {
  readonly type: 'pair';
  /** Name the candidates, as the `of` of their votes does; rows of earlier versions have none. */
  readonly of?: { readonly left: string; readonly right: string };
  /** What it preferred with the left one shown first; missing where it could not be read. */
  readonly leftFirst?: Side | 'tie';
  readonly rightFirst?: Side | 'tie';
  /** By the scores it gave each of them alone, where it never compared them. */
  readonly scored?: Side | 'tie';
  readonly size: { readonly left: number; readonly right: number };
  /** The better one, by tests or by the person; missing where nothing tells them apart. */
  readonly right?: Side;
};

/** What a judge said, with what came of it where that is known. Plain data without text, names or paths: it is stored. */
export type JudgeLabel = VoteLabel | PairLabel;

/**
 * Everything that the judges of a run said, by hand too, with what came of it: a candidate or a pair once for each judge, by
 * the last that it said.
 */
export function labelsOf(events: readonly TraceEvent[]): readonly JudgeLabel[] {
  const [start] = events;
  if (start?.type !== 'run-started') return [];
  const candidates = candidatesOf(events);
  const truth = truthIn(start.task, events, candidates);
  const keyOf: KeyOf = (judge, what) => digest(`${start.run}/${judge}/${what}`);
  const nameOf: NameOf = candidate => digest(`${start.run}/${candidate}`);
  const { model } = start.config;
  const votes = verdictsIn(events).flatMap(({ candidate, judge, said }): readonly Voted[] => {
    const shown = candidates.get(candidate);
    const right = truth.of(candidate);
    if (!shown) return [];
    const common = {
      type: 'votes',
      key: keyOf(judge, candidate),
      of: nameOf(candidate),
      judge,
      model,
      size: sizeOf(shown),
    } as const;
    return [{ candidate, label: { ...common, ...figuresOf(said), ...(right !== undefined && { right }) } }];
  });
  const pairs = comparisonsIn(events).flatMap(({ judge, pair, left, right, votes: said }) => {
    const sizes = sizesOf(candidates, left, right);
    const better = truth.better(left, right);
    if (!sizes) return [];
    const of = { left: nameOf(left), right: nameOf(right) };
    const common = { type: 'pair', key: keyOf(judge, pair), of, judge, model } as const;
    return [{ ...common, ...ordersOf(said), size: sizes, ...(better && { right: better }) }];
  });
  const picked = truth.pick ? scoredPick(truth.pick, votes, { keyOf, nameOf }) : [];
  return [...votes.map(({ label }) => label), ...pairs, ...picked];
}

type KeyOf = (judge: JudgeName, what: string) => string;
type NameOf = (candidate: CandidateId) => string;
type Voted = { readonly candidate: CandidateId; readonly label: VoteLabel };

function candidatesOf(events: readonly TraceEvent[]): ReadonlyMap<CandidateId, Candidate> {
  return new Map(
    events.flatMap(event => {
      if (event.type !== 'action-ended' || event.result.type !== 'candidate') return [];
      const { candidate } = event.result;
      return candidate.prefix || candidate.error !== undefined ? [] : [[candidate.id, candidate] as const];
    }),
  );
}

function figuresOf(votes: readonly Vote[]) {
  const values = countedValues(votes);
  return {
    asked: votes.length,
    unread: votes.filter(({ value }) => value === undefined).length,
    ...ballotOfValues(values),
    dropped: votes.filter(({ value, dropped }) => value !== undefined && dropped !== undefined).length,
    ...(values.length > 0 && { score: meanOf(values) }),
  };
}

function ordersOf(votes: readonly PairVote[]) {
  const preferred = (first: Side) => votes.findLast(vote => vote.first === first)?.preferred;
  const [leftFirst, rightFirst] = [preferred('left'), preferred('right')];
  return {
    asked: votes.length,
    unread: votes.filter(vote => vote.preferred === undefined).length,
    ...(leftFirst && { leftFirst }),
    ...(rightFirst && { rightFirst }),
  };
}

/** Whether a judge that gave scores to both agreed with the person's pick. */
function scoredPick(
  pick: PickedPair,
  votes: readonly Voted[],
  { keyOf, nameOf }: { readonly keyOf: KeyOf; readonly nameOf: NameOf },
): readonly PairLabel[] {
  const by = (id: CandidateId) => votes.flatMap(({ candidate, label }) => (candidate === id ? [label] : []));
  return by(pick.winner).flatMap((winner): readonly PairLabel[] => {
    const loser = by(pick.loser).find(one => one.judge === winner.judge);
    if (winner.score === undefined || loser?.score === undefined) return [];
    const difference = winner.score - loser.score;
    return [
      {
        type: 'pair',
        key: keyOf(winner.judge, 'pick'),
        of: { left: nameOf(pick.winner), right: nameOf(pick.loser) },
        judge: winner.judge,
        model: winner.model,
        asked: 0,
        unread: 0,
        scored: difference > 0 ? 'left' : difference < 0 ? 'right' : 'tie',
        size: { left: winner.size, right: loser.size },
        right: 'left',
      },
    ];
  });
}

function sizesOf(candidates: ReadonlyMap<CandidateId, Candidate>, left: CandidateId, right: CandidateId) {
  const [one, other] = [candidates.get(left), candidates.get(right)];
  return one && other && { left: sizeOf(one), right: sizeOf(other) };
}

function sizeOf({ code, text }: Candidate): number {
  return tokensIn(code ?? text);
}
