import type { PrefixCheck } from '../engine/prefixCheck.ts';
import type { CodeAssembler, CodeTask, Language } from '../engine/task.ts';
import { baseName } from './functions.ts';
import { refusedAt } from './prefixCheckRefusal.ts';
import { codeBeingWritten, definitionsBegun } from './streamedCode.ts';
import type { Syntax } from './syntax.ts';

export type PrefixCheckSetup = {
  readonly syntax: Syntax;
  readonly task: Pick<CodeTask, 'language' | 'functionName'>;
  /** Says whether the text could be used as it is; then it is not cut, whatever follows. */
  readonly assembler: CodeAssembler;
};

/** Up to here each line is checked; after that a thirtieth of the lines so far apart, which bounds the cost of a long text. */
const checkedLines = 60;

/**
 * The parser on a streamed prefix: a text is hopeless once the parser has refused a token of the function that is being
 * written, in every reading that the assembler would try. About half a millisecond a line.
 */
export function createPrefixCheck({ syntax, task, assembler }: PrefixCheckSetup): PrefixCheck {
  const { language } = task;
  return {
    check(textSoFar) {
      const code = codeBeingWritten(textSoFar);
      if (code === undefined || !isDue(code.split('\n').length - 1)) return undefined;
      let reason: string | undefined;
      for (const reading of definitionsBegun(code, language, baseName(task.functionName))) {
        const problem = problemOf(syntax, language, reading);
        if (problem === undefined) return undefined;
        reason ??= problem;
      }
      if (reason === undefined || assembler.assemble(textSoFar).type === 'assembled') return undefined;
      return reason;
    },
  };
}

function isDue(lines: number): boolean {
  return lines <= checkedLines || lines % Math.ceil(lines / 30) === 0;
}

/** Code may be meant as statements, or as members of a class or an object. */
const around = ['', 'class Wrapped {\n', '({\n'] as const;

/** Why no continuation of the code can be parsed, wherever it is meant to stand; undefined while one may be. */
function problemOf(syntax: Syntax, language: Language, code: string): string | undefined {
  let furthest = 0;
  for (const before of language === 'python' ? [''] : around) {
    const refused = refusedAt(syntax, language, before + code);
    if (refused === undefined) return undefined;
    furthest = Math.max(furthest, refused - before.length);
  }
  const line = code.slice(0, furthest).split('\n').length;
  const [token = ''] = /^(?:[\p{L}\p{N}_$]+|.)/u.exec(code.slice(furthest)) ?? [];
  return `syntax error in line ${line} of the answer's code: unexpected \`${token}\``;
}
