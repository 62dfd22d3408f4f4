import type { Node } from '@vscode/tree-sitter-wasm';
import type { AssembledCode } from '../engine/code/evaluation.ts';
import type { PrefixCheck } from '../engine/prefixCheck.ts';
import type { CodeAssembler, CodeTask } from '../engine/task.ts';
import { boundNames } from './boundNames.ts';
import { freeNames } from './freeNames.ts';
import { baseName } from './functions.ts';
import { codeBeingWritten, definitionsBegun } from './streamedCode.ts';
import { descendants, namedChildrenOf, type Syntax } from './syntax.ts';
import type { TypeDiagnostics } from './typeDiagnostics.ts';
import type { TypeProblem } from './typeDiagnosticsService.ts';

export type PrefixTypesSetup = {
  readonly syntax: Syntax;
  readonly types: Pick<TypeDiagnostics, 'check' | 'warm'>;
  readonly task: Pick<CodeTask, 'language' | 'functionName'>;
  readonly assembler: CodeAssembler;
  /** The file as it stands, and where candidates go in it. */
  readonly text: string;
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
/** Of JavaScript, where an object has every property that is given to it later, no missing property is an error. */
const missingProperty = 2339;

/** A function may be given properties later, too. */
const ofFunction = /on type '(?:typeof |.*=>)/;

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
  const fileTypes = namesOfFile(setup);
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
      const ended = endedHere(textSoFar, setup, fileTypes);
      if (ended) void ask(textSoFar, ended);
      return undefined;
    },
  };
}

/**
 * The file with the function ended after its last statement; undefined in the middle of one, and where a name may come to
 * mean something else by what follows.
 */
function endedHere(
  textSoFar: string,
  { syntax, task: { language, functionName }, assembler }: PrefixTypesSetup,
  fileTypes: ReadonlySet<string>,
): AssembledCode | undefined {
  const code = codeBeingWritten(textSoFar);
  if (code === undefined || !/[;}]\s*$/.test(code)) return undefined;
  const begun = definitionsBegun(code, language, baseName(functionName)).at(-1);
  const ended = `${begun?.trimEnd()}\n}\n`;
  const isSettled = (root: Node) =>
    !root.hasError && hasEnded(root, ended) && isMeant(root, baseName(functionName), fileTypes);
  if (begun === undefined || !syntax.read(language, ended, isSettled)) return undefined;
  const assembled = assembler.assemble(`\`\`\`\n${ended}\`\`\``);
  return assembled.type === 'assembled' ? assembled : undefined;
}

/** A line that is not ended by a semicolon may go on in the next one, but after a block. */
function hasEnded(root: Node, ended: string): boolean {
  const block = root.descendantForIndex(ended.lastIndexOf('}'))?.parent;
  const last = block?.namedChildren.findLast(one => one?.type !== 'comment');
  const token = last && root.descendantForIndex(last.endIndex - 1);
  if (!last || !token || token.type === ';') return token?.type === ';';
  const isBlock = /^(?:statement_block|switch_body)$/.test(token.parent?.type ?? '');
  return isBlock && !/^(?:lexical|variable|expression|return|throw)_/.test(last.type);
}

/**
 * Whether every name means what it will mean when all is written. What the function declares later, or a helper below it,
 * is known from the beginning: it takes the place of a name of the file, or of one of the platform such as `close` or
 * `Node`. What the function itself returns is not known yet, and an interface may be continued.
 */
function isMeant(root: Node, own: string, fileTypes: ReadonlySet<string>): boolean {
  const { values, types } = freeNames(root);
  const calls = [...descendants(root)].filter(node => node.type === 'identifier' && node.text === own).length;
  return (
    values.size === 0 &&
    calls <= 1 &&
    [...types].every(name => fileTypes.has(name)) &&
    !/\b(?:interface|class|enum|namespace)\b/.test(root.text)
  );
}

/** The names that the file declares; no helper may declare them again. */
function namesOfFile({ syntax, task, text }: PrefixTypesSetup): ReadonlySet<string> {
  return syntax.read(task.language, text, root => new Set(namedChildrenOf(root).flatMap(boundNames)));
}

/** Only what was written itself counts, and no line in which the function calls itself: what it returns is not known yet. */
function isLasting(
  { code, message, start }: TypeProblem,
  ended: AssembledCode,
  { start: from, task }: PrefixTypesSetup,
): boolean {
  if (!lasting.has(code) || passing.test(message) || start < from) return false;
  if (code === missingProperty && (task.language === 'javascript' || ofFunction.test(message))) return false;
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
