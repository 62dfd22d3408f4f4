import { type AnswerPrior, chanceOfVote, posterior, recordedAnswerPrior } from './answerPrior.ts';
import { type VoteProfiles, voteProfiles } from './voteProfiles.ts';

/** What is known about a vote profile. */
export type VoteValue = {
  /** Chance that the next vote agrees with the leading answer: its expected share. 0 without votes. */
  readonly share: number;
  /**
   * The largest charge for a vote, in expected share, at which going on pays, when it is stopped in the best way
   * afterwards. 0 where no further vote can pay.
   */
  readonly index: number;
};

/** Looks up a profile by its counts in falling order; undefined past the horizon. */
export type VoteTable = (counts: readonly number[]) => VoteValue | undefined;

/** Votes further than this are not foreseen; a shorter sight loses accuracy at low charges. */
const horizon = 20;
/** Charges that are told apart: each 6% below the one before, from the most a vote can bring. */
const charges = Array.from({ length: 160 }, (_, index) => 0.94 ** index);

/**
 * The exact finite-horizon rule for stopping to vote: worth(profile) = expected share of the leader, V = max(worth,
 * -charge + E[V after the next vote]), solved backwards for every charge. It also tells when to give scattered votes up.
 */
export function voteTable(prior: AnswerPrior, sight: number): VoteTable {
  const profiles = voteProfiles(sight);
  const model = votesAhead(profiles, prior);
  const index = new Float64Array(profiles.counts.length);
  for (const charge of charges.toReversed()) {
    for (const profile of payingProfiles(profiles, model, charge)) index[profile] = charge;
  }
  return counts => {
    const profile = profiles.find(counts);
    if (profile === undefined) return undefined;
    return { share: model.share[profile] ?? 0, index: index[profile] ?? 0 };
  };
}

let recorded: VoteTable | undefined;

/** The table of the prior that recorded samples gave; computed at the first call (about 100 ms). */
export function recordedVoteTable(): VoteTable {
  recorded ??= voteTable(recordedAnswerPrior, horizon);
  return recorded;
}

/** By profile: the expected share of its leader, and the chance of each of its moves. */
type VotesAhead = { readonly share: Float64Array; readonly chances: readonly Float64Array[] };

function votesAhead({ counts, moves }: VoteProfiles, prior: AnswerPrior): VotesAhead {
  const share = new Float64Array(counts.length);
  const chances = counts.map((parts, profile) => {
    const after = posterior(parts, prior);
    const lead = parts[0];
    share[profile] = lead === undefined ? 0 : chanceOfVote(lead, parts, after);
    return Float64Array.from(
      moves[profile] ?? [],
      ({ size, many }) => many * chanceOfVote(size, parts, after),
    );
  });
  return { share, chances };
}

/** The profiles from which a vote at this charge, and the best that can follow, is worth more than stopping. */
function payingProfiles({ moves }: VoteProfiles, { share, chances }: VotesAhead, charge: number): number[] {
  const worth = Float64Array.from(share);
  const paying: number[] = [];
  for (let profile = moves.length - 1; profile >= 0; profile--) {
    const ahead = moves[profile] ?? [];
    if (ahead.length === 0) continue;
    const chance = chances[profile];
    let goOn = -charge;
    for (let move = 0; move < ahead.length; move++)
      goOn += (chance?.[move] ?? 0) * (worth[ahead[move]?.to ?? 0] ?? 0);
    if (goOn > (worth[profile] ?? 0)) {
      worth[profile] = goOn;
      paying.push(profile);
    }
  }
  return paying;
}
