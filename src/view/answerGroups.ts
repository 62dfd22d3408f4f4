import { ballotOfValues, countedValues } from '../engine/reward.ts';
import type { AnswerGroup, CandidateView, DecisionView, JudgeName } from '../protocol.ts';

type Grouped = { readonly answer: string; readonly members: readonly CandidateView[] };

/**
 * The answers of a prompt's candidates, the most frequent first, then the one that came first, with what judges said of
 * each. Texts without an answer are no vote, and beginnings are none either.
 */
export function answerGroups(candidates: readonly CandidateView[]): readonly AnswerGroup[] {
  const giving = candidates.filter(
    ({ answer, fate, steps }) => answer !== undefined && fate.type !== 'unusable' && steps === undefined,
  );
  const groups = [...Map.groupBy(giving, ({ behaviour }) => behaviour).values()]
    .map((members): Grouped => ({ answer: members[0]?.answer ?? '', members }))
    .sort((left, right) => right.members.length - left.members.length);
  return groups.map(group => ({
    answer: group.answer,
    members: group.members.map(({ id }) => id),
    said: [...votesOn(group), ...comparisonsOf(group, groups)],
  }));
}

/** The answers with P(right) as a decision reckoned it; those it did not reckon keep none. */
export function withChances(
  answers: readonly AnswerGroup[],
  standings: DecisionView['standings'],
): readonly AnswerGroup[] {
  if (!standings) return answers;
  return answers.map(({ chance: _, ...group }) => {
    const known = standings.find(({ candidate }) => group.members.includes(candidate));
    return known ? { ...group, chance: known.chance } : group;
  });
}

/** For and against, by each judge; what could not be read or does not count is neither. */
function votesOn({ members }: Grouped): readonly string[] {
  const votes = members.flatMap(({ evidence }) =>
    evidence.flatMap(one => (one.type === 'votes' ? [one] : [])),
  );
  return [...Map.groupBy(votes, ({ by }) => by ?? 'the judge')].flatMap(([by, ballots]) => {
    const { approving, votes: all } = ballotOfValues(countedValues(ballots.flatMap(one => one.votes)));
    return all > 0 ? [`${by}: ${approving} for it, ${all - approving} against`] : [];
  });
}

/** Against which answer it was better or worse, by each judge; no difference and a meeting with itself tell nothing. */
function comparisonsOf({ members }: Grouped, groups: readonly Grouped[]): readonly string[] {
  const told = members.flatMap(one =>
    one.comparisons.flatMap(({ by, margin, other }) => {
      const rival = groups.find(group => group.members.some(({ id }) => id === other));
      const isTold = margin !== 0 && rival && !rival.members.includes(one);
      return isTold ? [verdictText(by, margin, rival.answer)] : [];
    }),
  );
  return [...Map.groupBy(told, text => text)].map(([text, { length }]) =>
    length === 1 ? text : `${text} (${length} times)`,
  );
}

function verdictText(by: JudgeName | undefined, margin: number, answer: string): string {
  return `${by ?? 'the judge'}: ${margin > 0 ? 'better' : 'worse'} than ${answer}`;
}
