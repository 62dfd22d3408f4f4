import type { Judge, JudgeName } from './judging/judge.ts';
import { isVerifiable, type Task } from './task.ts';

type Judges = Readonly<Record<JudgeName, Judge>>;

/** The rewards that a task can have by name: the one that it always has, first, and those that can be asked for. */
export function rewardChoices(task: Task, judges: Judges): readonly [always: string, ...others: string[]] {
  const names = Object.values(judges).flatMap(judge =>
    performedBy(judge, task).length > 0 ? judge.name : [],
  );
  if (task.type === 'prompt') return ['agreement', ...names, 'confidence'];
  if (isVerifiable(task)) return ['executable-tests', ...names, 'confidence'];
  return [
    'output-agreement',
    ...(canGenerateTests(task.functionName) ? ['generated-tests'] : []),
    ...names,
    'confidence',
  ];
}

/** The rewards of a run where nothing else was said. */
export function defaultRewards(task: Task, judges: Judges): readonly string[] {
  const [always, ...others] = rewardChoices(task, judges);
  const wanted =
    task.type === 'prompt'
      ? ['pointwise', 'rubric']
      : isVerifiable(task)
        ? []
        : ['generated-tests', 'rubric'];
  return [always, ...wanted.filter(name => others.includes(name))];
}

/** Whether a judge can be asked about one candidate. */
export function votesOnOne({ point, step }: Judge): boolean {
  return point !== undefined || step !== undefined;
}

/** What a judge can be bought for on a task: where tests decide, only what it says is wrong with a failure. */
export function performedBy(judge: Judge, task: Task): readonly ('judge' | 'compare')[] {
  const judges = votesOnOne(judge) ? (['judge'] as const) : [];
  const compares = judge.pair && !isVerifiable(task) ? (['compare'] as const) : [];
  return [...judges, ...compares];
}

/** A method cannot be called with literals alone. */
function canGenerateTests(functionName: string): boolean {
  return !functionName.includes('.');
}
