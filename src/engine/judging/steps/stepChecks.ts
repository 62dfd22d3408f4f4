import { cost } from '../../cost.ts';
import type { JudgedStep } from '../../reward.ts';
import type { Script, ScriptResult, ScriptRunner } from '../../scriptRunner.ts';
import { SandboxError } from '../../testRunner.ts';
import type { JudgingReserve } from '../asking/judgingReserve.ts';
import { equationFaults } from './equations.ts';

/** What a judge or a check said of one step; without a value it could not be read. */
export type StepVerdict = Pick<JudgedStep, 'value' | 'critique' | 'check'>;

/** Above 0, so that a check that misreads a text rejects a step without making the attempt impossible. */
const valueOfFalse = 0.02;

/** The step that holds a false equation is as good as wrong, without a model being asked; undefined where none is seen. */
export function equationVerdict(before: readonly string[], step: string): StepVerdict | undefined {
  const faults = equationFaults([...before, step]).filter(fault => fault.step === before.length);
  const [fault] = faults;
  if (!fault) return undefined;
  const { equation, left, right } = fault;
  return {
    value: valueOfFalse,
    critique: `${equation} is false: the left side is ${left}, the right side is ${right}.`,
    check: { code: equation, output: `${left} and ${right}` },
  };
}

const languages: Readonly<Record<string, Script['language']>> = {
  python: 'python',
  py: 'python',
  python3: 'python',
  javascript: 'javascript',
  js: 'javascript',
};

/** The program that a judge wrote to check a step: the last closed code block that names a language it can be run in. */
export function scriptIn(text: string): Script | undefined {
  const blocks = text.matchAll(/^[ \t]*```[ \t]*(\w+)[^\n]*\n([\s\S]*?)^[ \t]*```[ \t]*$/gm);
  const scripts = [...blocks].flatMap(([, name = '', source = '']): readonly Script[] => {
    const language = languages[name.toLowerCase()];
    return language === undefined || source.trim() === '' ? [] : [{ language, source }];
  });
  return scripts.at(-1);
}

/** What the judge is told of its program (GenPRM, arXiv 2504.00891). */
export function codeOutput({ output, ended }: ScriptResult): string {
  const end = {
    ok: '',
    failed: '\n(the program failed)',
    'timed-out': '\n(the program did not end in time)',
  };
  return `[Code Output]\n${output === '' ? '(nothing was printed)' : output}${end[ended]}`;
}

/** Runs a judge's program; undefined where no sandbox is to be had for it or the budget has no room. */
export async function runCheck(
  script: Script,
  runner: ScriptRunner,
  reserve: JudgingReserve,
): Promise<ScriptResult | undefined> {
  if (!reserve.makeRoom(cost({ sandboxSeconds: runner.seconds }))) return undefined;
  try {
    return await runner.run(script, reserve.call);
  } catch (error) {
    if (error instanceof SandboxError) return undefined;
    throw error;
  }
}
