import type { AnswerGroup, CandidateView } from '../protocol.ts';

/** The answers of a prompt's candidates, the most frequent first, then the one that came first. Texts without an answer are no vote. */
export function answerGroups(candidates: readonly CandidateView[]): readonly AnswerGroup[] {
  const groups = new Map<string, { answer: string; members: string[] }>();
  for (const { id, answer, behaviour, fate } of candidates) {
    if (answer === undefined || fate.type === 'unusable') continue;
    const group = groups.get(behaviour);
    if (group) group.members.push(id);
    else groups.set(behaviour, { answer, members: [id] });
  }
  return [...groups.values()].sort((left, right) => right.members.length - left.members.length);
}
