import type { Task } from '../../task.ts';

/** What kind of thing is asked, which decides how a judge goes about it (RM-R1, Chen et al. 2025). */
export type TaskType = 'code' | 'reasoning' | 'chat';

/** The type of a task by its words alone; a judge with a large prompt may see it otherwise. */
export function taskTypeOf(task: Task): TaskType {
  if (task.type === 'code' || asksForCode.test(task.text)) return 'code';
  return asksForReasoning.some(sign => sign.test(task.text)) ? 'reasoning' : 'chat';
}

const asksForCode =
  /^\s*(?:```|~~~)|\b(?:write|implement|fix|debug|refactor|complete|optimi[sz]e)\b[^.?!]{0,60}\b(?:function|method|class|program|script|code|query|regex|regular expression|algorithm in|unit tests?)\b|\b(?:def|function) \w+\s*\(/im;

const asksForReasoning: readonly RegExp[] = [
  /\bhow (?:many|much|long|old|far|fast|often)\b/i,
  /\b(?:calculate|compute|solve|prove|derive|simplify|evaluate|integrate|factor|probability|percent(?:age)?|average|remainder|equation|deduce|infer|logically|puzzle|riddle)\b/i,
  /\d\s*(?:[-+*/×÷^=<>]|plus|minus|times|divided by)\s*\(*-?\d/i,
  /^\s*\(?[A-D][).:]\s.*\n\s*\(?[B-E][).:]\s/im,
  /\b(?:if|all|no|some|every)\b[^?]*\b(?:must|then|therefore|true or false|which of the following)\b[^?]*\?/is,
  /\b(?:next|missing) (?:number|term|letter|element) \b/i,
  /\b(?:last letters?|concatenate|in reverse|sorted? order|is the coin|step by step)\b/i,
];
