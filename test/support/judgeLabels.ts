import type { PairLabel, VoteLabel } from '../../src/engine/judging/labels/judgeLabels.ts';
import type { Random } from '../../src/engine/random.ts';
import { drawBeta } from '../../src/engine/sampling.ts';

let made = 0;

/** A label of one vote that approves of a right candidate, but for what is said. */
export function voteLabel(parts: Partial<VoteLabel> = {}): VoteLabel {
  made += 1;
  const { votes = 1, approving = votes } = parts;
  return {
    type: 'votes',
    key: `k${made}`,
    judge: 'pointwise',
    model: 'made-up',
    asked: votes,
    unread: 0,
    dropped: 0,
    score: votes === 0 ? 0.5 : approving / votes,
    size: 40,
    right: true,
    ...parts,
    votes,
    approving,
  };
}

/** A label of a comparison in both orders that prefers the right one, on the left, but for what is said. */
export function pairLabel(parts: Partial<PairLabel> = {}): PairLabel {
  made += 1;
  return {
    type: 'pair',
    key: `k${made}`,
    judge: 'pairwise',
    model: 'made-up',
    asked: 2,
    unread: 0,
    leftFirst: 'left',
    rightFirst: 'left',
    size: { left: 40, right: 40 },
    right: 'left',
    ...parts,
  };
}

/** So many labels of a judge that approves of right and of wrong candidates with these mean chances. */
export function drawnLabels(
  many: number,
  approves: { readonly right: number; readonly wrong: number; readonly votes?: number },
  random: Random,
): readonly VoteLabel[] {
  return Array.from({ length: many }, () => {
    const right = random.next() < 0.4;
    const mean = right ? approves.right : approves.wrong;
    const chance = drawBeta(10 * mean, 10 * (1 - mean), random);
    const votes = approves.votes ?? 1;
    const approving = Array.from({ length: votes }, () => random.next()).filter(at => at < chance).length;
    return voteLabel({ right, votes, approving });
  });
}
