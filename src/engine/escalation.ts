import { chanceOfVote, posterior, recordedAnswerPrior } from './answerPrior.ts';
import { type Move, type VoteProfiles, voteProfiles } from './voteProfiles.ts';

/** Draw another cheap vote, ask the dear arm and take its answer, or take the leading answer. */
export type EscalationStep = 'draw' | 'ask' | 'stop';

/** What a cheap vote and the answer of the dear arm are charged, in P(correct). */
export type EscalationCharges = { readonly draw: number; readonly ask: number };

/**
 * What to do at a vote profile (counts in falling order), by solving the finite horizon backwards: the leading answer is
 * worth its expected share, the dear arm's answer 1 less its charge. Past the horizon no vote is drawn.
 */
export function escalationPlan(
  { draw, ask }: EscalationCharges,
  horizon: number,
): (counts: readonly number[]) => EscalationStep {
  const { find, ahead } = foresight(horizon);
  const asked = 1 - ask;
  const worth: number[] = [];
  const steps: EscalationStep[] = [];
  for (const [profile, { share, moves }] of [...ahead.entries()].reverse()) {
    const expected = moves.reduce((sum, { to, chance }) => sum + chance * (worth[to] ?? 0), -draw);
    const drawn = moves.length > 0 ? expected : Number.NEGATIVE_INFINITY;
    const best = Math.max(share, asked, drawn);
    worth[profile] = best;
    steps[profile] = best === share ? 'stop' : best === asked ? 'ask' : 'draw';
  }
  return counts => {
    const profile = find(counts);
    return (profile === undefined ? undefined : steps[profile]) ?? 'stop';
  };
}

/** By profile: the expected share of the leading answer, and where the next vote leads with what chance. */
type Foresight = {
  readonly find: VoteProfiles['find'];
  readonly ahead: readonly {
    readonly share: number;
    readonly moves: readonly (Move & { readonly chance: number })[];
  }[];
};

const known = new Map<number, Foresight>();

/** Does not depend on the charges, so it is computed once for a horizon. */
function foresight(horizon: number): Foresight {
  const found = known.get(horizon);
  if (found) return found;
  const { counts: profiles, moves, find } = voteProfiles(horizon);
  const ahead = profiles.map((counts, profile) => {
    const after = posterior(counts, recordedAnswerPrior);
    return {
      share: counts[0] === undefined ? 0 : chanceOfVote(counts[0], counts, after),
      moves: (moves[profile] ?? []).map(move => ({
        ...move,
        chance: move.many * chanceOfVote(move.size, counts, after),
      })),
    };
  });
  known.set(horizon, { find, ahead });
  return { find, ahead };
}
