import type { AssembledCode } from '../engine/code/evaluation.ts';
import type { PrefixCheck } from '../engine/prefixCheck.ts';
import type { CodeAssembler, CodeTask } from '../engine/task.ts';
import { baseName } from './functions.ts';
import { codeBeingWritten, definitionsBegun } from './streamedCode.ts';
import type { Syntax } from './syntax.ts';
import type { TypeDiagnostics } from './typeDiagnostics.ts';
import type { TypeProblem } from './typeDiagnosticsService.ts';

export type PrefixTypesSetup = {
  readonly syntax: Syntax;
  readonly types: Pick<TypeDiagnostics, 'check' | 'warm'>;
  readonly task: Pick<CodeTask, 'language' | 'functionName'>;
  readonly assembler: CodeAssembler;
  /** Where candidates go in the file. */
  readonly start: number;
  /** Milliseconds from anywhere. */
  readonly now: () => number;
};

/** At most one question in so many milliseconds. */
const pause = 1_000;
/** After a question that took longer no more are asked; the first, which reads the workspace, may. */
const longest = 300;

/**
 * Errors that no later text of the function takes back: a property that a type does not have, values that do not fit, and
 * the wrong number of arguments. Names that are not known yet may be declared later.
 */
const lasting: ReadonlySet<number> = new Set([2322, 2339, 2345, 2554]);
/** A variable without a type is what later assignments in a loop make of it, and a function what it returns later. */
const passing = /'[^']*\b(?:never|undefined|null|void)\b[^']*'/;

/**
 * The type checker on a streamed prefix, where a statement of the function has ended. It answers later, and the text is
 * cut at the end of the line that is then being written; the text that was asked about must still be its beginning.
 */
export function createPrefixTypes(setup: PrefixTypesSetup): PrefixCheck {
  const { types, now } = setup;
  let hopeless: { readonly text: string; readonly reason: string } | undefined;
  let next = Number.NEGATIVE_INFINITY;
  let isFirst = true;
  const ask = async (text: string, ended: AssembledCode) => {
    next = Number.POSITIVE_INFINITY;
    const asked = now();
    const problems = await types.check(ended.fileText);
    const took = now() - asked;
    if (problems && (isFirst || took <= longest)) next = asked + pause;
    isFirst = false;
    const problem = problems?.find(one => isLasting(one, ended, setup));
    if (problem) hopeless = { text, reason: `type error: ${problem.message}` };
  };
  return {
    check(textSoFar) {
      if (hopeless && textSoFar.startsWith(hopeless.text)) return hopeless.reason;
      types.warm();
      if (now() < next) return undefined;
      const ended = endedHere(textSoFar, setup);
      if (ended) void ask(textSoFar, ended);
      return undefined;
    },
  };
}

/** The file with the function ended after its last statement; undefined in the middle of one. */
function endedHere(
  textSoFar: string,
  { syntax, task: { language, functionName }, assembler }: PrefixTypesSetup,
): AssembledCode | undefined {
  const code = codeBeingWritten(textSoFar);
  if (code === undefined || !/[;}]\s*$/.test(code)) return undefined;
  const begun = definitionsBegun(code, language, baseName(functionName)).at(-1);
  const ended = `${begun?.trimEnd()}\n}\n`;
  if (begun === undefined || syntax.read(language, ended, root => root.hasError)) return undefined;
  const assembled = assembler.assemble(`\`\`\`\n${ended}\`\`\``);
  return assembled.type === 'assembled' ? assembled : undefined;
}

/** Only what was written itself counts, and no line in which the function calls itself: what it returns is not known yet. */
function isLasting(
  { code, message, start }: TypeProblem,
  ended: AssembledCode,
  { start: from, task }: PrefixTypesSetup,
): boolean {
  if (!lasting.has(code) || passing.test(message) || start < from) return false;
  const lineStart = ended.fileText.lastIndexOf('\n', start) + 1;
  const [line = ''] = ended.fileText.slice(lineStart).split('\n', 1);
  return start < from + ended.code.length && !line.includes(`${baseName(task.functionName)}(`);
}

/** The first reason that any of several checks has. */
export function firstOf(checks: readonly PrefixCheck[]): PrefixCheck {
  return {
    check(textSoFar) {
      for (const one of checks) {
        const reason = one.check(textSoFar);
        if (reason !== undefined) return reason;
      }
      return undefined;
    },
  };
}
