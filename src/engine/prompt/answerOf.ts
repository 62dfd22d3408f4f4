import { canonicalAnswer } from '../answers.ts';
import type { Candidate } from '../candidate.ts';

/** How an answer's text counts: by its answer in canonical form, or not at all. */
export function answerOf(text: string): Pick<Candidate, 'behaviour' | 'answer' | 'error'> {
  const answer = canonicalAnswer(text);
  return answer === undefined
    ? { behaviour: '', error: 'the text holds no answer' }
    : { behaviour: answer, answer };
}
