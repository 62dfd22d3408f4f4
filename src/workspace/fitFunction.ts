import type { Language } from '../engine/task.ts';
import type { Companion } from './companions.ts';
import { fitJavascript } from './fitJavascript.ts';
import { fitPython } from './fitPython.ts';
import type { FunctionSite } from './functions.ts';
import { indentAt, indentUnit, reindent } from './indentation.ts';
import type { Span } from './syntax.ts';

/** A function in its text. */
export type Placed = { readonly text: string; readonly site: FunctionSite };

export type Fit = {
  readonly language: Language;
  /** The function in the file, line ends as \n. */
  readonly original: Placed;
  readonly candidate: Placed;
  readonly companions: readonly Companion[];
  /** Rows of the candidate's text whose indentation may not change. */
  readonly fixedRows: ReadonlySet<number>;
  /** The file is an ES module (or Python), where an import may stand between other code. */
  readonly takesImports: boolean;
};

/** The candidate's function in the shape of the original: its name, its style of declaration, its indentation. */
export function fitFunction(fit: Fit): string {
  return fit.language === 'python' ? fitPython(fit) : fitJavascript(fit);
}

/** Indentation of the original's first line and one level of its file. */
export function layoutOf({ original, language }: Fit): { readonly base: string; readonly unit: string } {
  return {
    base: indentAt(original.text, original.site.range.start),
    unit: indentUnit(original.text, language === 'python' ? '    ' : '  '),
  };
}

/** Text of the candidate moved to an indentation; its first line is left as it is. */
export function moved(fit: Fit, span: Span, to: string, from: number): string {
  const { text } = fit.candidate;
  const row = text.slice(0, span.start).split('\n').length - 1;
  return reindent(text.slice(span.start, span.end).split('\n'), {
    from,
    to,
    fromUnit: indentUnit(text, '    '),
    toUnit: layoutOf(fit).unit,
    isFixed: index => index === 0 || fit.fixedRows.has(row + index),
  }).join('\n');
}

/** Companions at an indentation, one a line; imports left out where they may not stand. */
export function movedCompanions(fit: Fit, to: string, takesImports: boolean): readonly string[] {
  return fit.companions
    .filter(companion => takesImports || !companion.isImport)
    .map(companion => moved(fit, companion, to, indentAt(fit.candidate.text, companion.start).length));
}

/** Whether the original's parameters stand for the candidate's: only the types or the receiver are missing there. */
export function keepsHead({ original, candidate }: Fit): boolean {
  const [wanted, given] = [original.site.parameterNames, candidate.site.parameterNames];
  if (sameNames(wanted, given)) return original.site.hasTypes && !candidate.site.hasTypes;
  return sameNames(withoutReceiver(wanted), withoutReceiver(given));
}

function sameNames(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((name, index) => name === right[index]);
}

function withoutReceiver(names: readonly string[]): readonly string[] {
  return names[0] === 'self' || names[0] === 'cls' ? names.slice(1) : names;
}
