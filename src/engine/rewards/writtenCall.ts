import { parametersOf } from '../probes/parameters.ts';
import type { Probe } from '../probes/probes.ts';
import { literalOf } from '../probes/value.ts';
import type { CodeTask } from '../task.ts';

/** A call with literal arguments: a probe that somebody wrote. */
export type WrittenCall = Probe & {
  /** As code in the task's language, whole; equal for equal calls. */
  readonly call: string;
};

/** Longer calls than this are left out. Characters. */
const longest = 1500;

/** Writes calls of a task's function; undefined for one that is too long or has arguments that the function cannot take. */
export function callWriter(task: CodeTask): (args: Probe['args']) => WrittenCall | undefined {
  const { functionName, language } = task;
  const takes = callable(task);
  return args => {
    const call = `${functionName}(${args.map(literalOf(language)).join(', ')})`;
    return takes(args.length) && call.length <= longest ? { args, call } : undefined;
  };
}

/** Whether a call may have so many arguments. */
function callable(task: CodeTask): (many: number) => boolean {
  const parameters = parametersOf(task);
  if (!parameters) return () => true;
  const fewest = parameters.filter(({ optional }) => !optional).length;
  const most = /\.\.\.|\*/.test(task.signature) ? Number.POSITIVE_INFINITY : parameters.length;
  return many => many >= Math.max(Math.min(1, most), fewest) && many <= most;
}
