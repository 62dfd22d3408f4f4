import type { Node } from '@vscode/tree-sitter-wasm';
import type { Language } from '../engine/task.ts';
import { baseName, type FunctionSite, functionsIn } from './functions.ts';
import { descendants, type Span } from './syntax.ts';

/** A call of the function, and what to show of the code around it. */
export type Caller = {
  /** The function that calls; empty for code outside of any. */
  readonly name: string;
  readonly span: Span;
  /** The lines around the call, where the whole function is too long. */
  readonly outline: string;
};

/** Lines shown before and after a call. */
const around = 3;

/** The first call of a function by each function of a file, and the first outside of any. */
export function callersIn(
  root: Node,
  language: Language,
  options: { readonly text: string; readonly functionName: string; readonly except?: Span },
): readonly Caller[] {
  const { text, functionName, except } = options;
  const sites = functionsIn(root, language).filter(({ depth }) => depth === 0);
  const callers = new Map<FunctionSite | undefined, Caller>();
  for (const node of descendants(root)) {
    if (!isCallOf(node, functionName)) continue;
    if (except && node.startIndex >= except.start && node.endIndex <= except.end) continue;
    const site = sites.find(({ range }) => range.start <= node.startIndex && node.endIndex <= range.end);
    if (callers.has(site)) continue;
    const lines = linesAround(text, node);
    const span = site ? { start: site.documentation?.start ?? site.range.start, end: site.range.end } : lines;
    callers.set(site, {
      name: site?.name ?? '',
      span: { start: Math.min(span.start, site?.range.start ?? span.start), end: span.end },
      outline: text.slice(lines.start, lines.end),
    });
  }
  return [...callers.values()];
}

function isCallOf(node: Node, functionName: string): boolean {
  if (!/^(call_expression|new_expression|call)$/.test(node.type)) return false;
  const callee = node.childForFieldName('function') ?? node.childForFieldName('constructor');
  const member = callee?.childForFieldName('property') ?? callee?.childForFieldName('attribute');
  return (member ?? callee)?.text === baseName(functionName);
}

function linesAround(text: string, node: Node): Span {
  const lines = text.split('\n');
  const first = Math.max(0, node.startPosition.row - around);
  const last = Math.min(lines.length - 1, node.endPosition.row + around);
  const length = (upTo: number) => lines.slice(0, upTo).reduce((sum, line) => sum + line.length + 1, 0);
  return { start: length(first), end: length(last + 1) - 1 };
}
