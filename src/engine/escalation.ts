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
  charges: EscalationCharges,
  horizon: number,
): (counts: readonly number[]) => EscalationStep {
  const { find, ahead } = foresight(horizon);
  const points = ahead.map(({ shares, moves }) => ({ lead: shares[0] ?? 0, mass: 1, moves }));
  const steps = coursesOf(points, charges).map(stepOf);
  return counts => {
    const profile = find(counts);
    return (profile === undefined ? undefined : steps[profile]) ?? 'stop';
  };
}

/** Where a step can be chosen; what may come next stands after it in the list of all. */
type Point = {
  /** What the leading answer is worth. */
  readonly lead: number;
  /** The chance of what judges have said, as it is seen from here; every worth here is times it. 1 where none has spoken. */
  readonly mass: number;
  readonly moves: readonly { readonly to: number; readonly chance: number }[];
};

/** What a point is worth by each step: taking the leading answer, asking, and drawing and then acting best. */
export type Course = { readonly lead: number; readonly asked: number; readonly drawn: number };

/** The courses of all points, solved from the last; no vote is drawn where no move leads on. */
export function coursesOf(points: readonly Point[], { draw, ask }: EscalationCharges): readonly Course[] {
  const worth: number[] = [];
  const courses: Course[] = [];
  for (let place = points.length - 1; place >= 0; place--) {
    const { lead, mass, moves } = points[place] ?? { lead: 0, mass: 0, moves: [] };
    const expected = moves.reduce((sum, { to, chance }) => sum + chance * (worth[to] ?? 0), -draw * mass);
    const course = {
      lead,
      asked: (1 - ask) * mass,
      drawn: moves.length > 0 ? expected : Number.NEGATIVE_INFINITY,
    };
    worth[place] = worthOf(course);
    courses[place] = course;
  }
  return courses;
}

/** What the best step is worth. */
export function worthOf({ lead, asked, drawn }: Course): number {
  return Math.max(lead, asked, drawn);
}

/** The best step; of equal ones the one that ends sooner. */
export function stepOf(course: Course): EscalationStep {
  const best = worthOf(course);
  return best === course.lead ? 'stop' : best === course.asked ? 'ask' : 'draw';
}

/** By profile: the expected share of each answer, in the order of the counts, and where the next vote leads with what chance. */
type Foresight = {
  readonly find: VoteProfiles['find'];
  readonly ahead: readonly {
    readonly shares: readonly number[];
    readonly moves: readonly (Move & { readonly chance: number })[];
  }[];
};

const known = new Map<number, Foresight>();

/** Does not depend on the charges, so it is computed once for a horizon. */
export function foresight(horizon: number): Foresight {
  const found = known.get(horizon);
  if (found) return found;
  const { counts: profiles, moves, find } = voteProfiles(horizon);
  const ahead = profiles.map((counts, profile) => {
    const after = posterior(counts, recordedAnswerPrior);
    return {
      shares: counts.map(count => chanceOfVote(count, counts, after)),
      moves: (moves[profile] ?? []).map(move => ({
        ...move,
        chance: move.many * chanceOfVote(move.size, counts, after),
      })),
    };
  });
  known.set(horizon, { find, ahead });
  return { find, ahead };
}
