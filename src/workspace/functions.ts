import type { Node } from '@vscode/tree-sitter-wasm';
import type { Language } from '../engine/task.ts';
import { javascriptFunction, javascriptFunctionTypes } from './javascriptFunction.ts';
import { pythonFunction, pythonFunctionTypes } from './pythonFunction.ts';
import type { Span } from './syntax.ts';

/** A function as it stands in a text; offsets in UTF-16 units, lines count from 1. */
export type FunctionSite = {
  /** As a person would say it (`clamp`, `Stack.push`); empty for a callback without a name. */
  readonly name: string;
  /** What a candidate replaces: the whole statement or member with `export`, `async`, Python decorators. */
  readonly range: Span;
  /** The function proper, inside the range. */
  readonly self: Span;
  /** The name in the function proper; missing where the name stands outside of it, as in `const f = ...`. */
  readonly nameSpan?: Span;
  /** From the type parameters or the parenthesis to the end of the return type. */
  readonly head: Span;
  /** The body with its braces, the expression of an arrow function, or the Python block. */
  readonly body: Span;
  readonly form: 'declaration' | 'expression' | 'arrow' | 'method' | 'def';
  /** Where other code may stand right before the range: any code (`module`), statements, or none (`member`). */
  readonly place: 'module' | 'block' | 'member';
  readonly isAsync: boolean;
  readonly isGenerator: boolean;
  readonly bodyIsExpression: boolean;
  readonly parameterNames: readonly string[];
  readonly hasTypes: boolean;
  /** The comments right above, or the Python docstring where there is one. */
  readonly documentation?: Span;
  readonly docstring?: Span;
  /** Lines where the cursor means this function; from its comments and decorators on. */
  readonly lines: { readonly first: number; readonly start: number; readonly last: number };
  readonly hasError: boolean;
  /** How many functions it stands inside of. */
  readonly depth: number;
};

/**
 * Every function with a body, in the order of the text, callbacks without a name among them. The library looks for them,
 * which takes a fraction of the time in a file of megabytes.
 */
export function functionsIn(root: Node, language: Language): readonly FunctionSite[] {
  const describe = language === 'python' ? pythonFunction : javascriptFunction;
  const types = language === 'python' ? pythonFunctionTypes : javascriptFunctionTypes;
  const found: FunctionSite[] = [];
  const open: FunctionSite[] = [];
  for (const node of root.descendantsOfType([...types])) {
    const shape = node && describe(node);
    if (!shape) continue;
    while (open.length > 0 && (open.at(-1)?.self.end ?? 0) <= shape.self.start) open.pop();
    const site = { ...shape, depth: open.length };
    open.push(site);
    found.push(site);
  }
  return found;
}

/** The last part of a qualified name: `push` of `Stack.push`. */
export function baseName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
