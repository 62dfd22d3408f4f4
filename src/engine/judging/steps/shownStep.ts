import { zeroCost } from '../../cost.ts';
import type { Task } from '../../task.ts';
import { type CleanExhibit, exhibitOf } from '../exhibits/exhibit.ts';

/** By the task of a run: every step is shown again before each that follows it. */
const known = new WeakMap<Task, Map<string, CleanExhibit>>();

/** A step of a candidate as a judge is shown it: empty where nothing is left once comments and talk are taken out. */
export function shownStep(step: string, task: Task): CleanExhibit {
  const steps = known.get(task) ?? new Map<string, CleanExhibit>();
  known.set(task, steps);
  const shown = steps.get(step) ?? cleanStep(step, task);
  steps.set(step, shown);
  return shown;
}

function cleanStep(step: string, task: Task): CleanExhibit {
  const nothingMore = { id: '', arm: '', behaviour: '', cost: zeroCost };
  const exhibit = exhibitOf(
    task.type === 'code' ? { ...nothingMore, text: step, code: step } : { ...nothingMore, text: step },
    task,
  );
  return { ...exhibit, text: exhibit.text.trim() === '' ? '' : exhibit.text };
}
