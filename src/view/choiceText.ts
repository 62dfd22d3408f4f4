import type { AnswerGroup, CandidateId } from '../protocol.ts';

/** How samples and judges together chose an answer, in a sentence; undefined where no judge said anything of one. */
export function choiceText(
  answers: readonly AnswerGroup[],
  chosen: CandidateId | undefined,
): string | undefined {
  const group = answers.find(({ members }) => chosen !== undefined && members.includes(chosen));
  const [most] = answers;
  if (!group || !most || answers.every(({ said }) => said.length === 0)) return undefined;
  if (isMinority(group, most))
    return `Judges moved the choice from ${most.answer}, which most samples give, to ${group.answer}.`;
  const isEven = answers.some(other => other !== group && other.members.length === group.members.length);
  return isEven
    ? `Samples alone left it open; with what judges said it is ${group.answer}.`
    : 'Judges were asked, and the choice is that of the samples.';
}

/** Whether another answer has more samples. */
export function isMinority(group: AnswerGroup, most: AnswerGroup): boolean {
  return group.members.length < most.members.length;
}
