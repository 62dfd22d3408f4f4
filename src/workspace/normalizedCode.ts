import type { Node } from '@vscode/tree-sitter-wasm';
import { docstringOf } from './pythonFunction.ts';
import { childrenOf, type Span } from './syntax.ts';

/**
 * The code in the span without comments, docstrings and layout, tokens joined by single spaces. Two texts are equal
 * exactly when their tokens and their nesting are; strings stand as they are written.
 */
export function normalizedCode(root: Node, span: Span): string {
  const tokens: string[] = [];
  const open: (Node | string)[] = [root];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next === 'string') tokens.push(next);
    else if (next.endIndex > span.start && next.startIndex < span.end) visit(next, span, tokens, open);
  }
  return tokens.join(' ');
}

function visit(node: Node, span: Span, tokens: string[], open: (Node | string)[]): void {
  const isInside = node.startIndex >= span.start && node.endIndex <= span.end;
  if (node.type === 'comment') return;
  if (node.childCount === 0 || (isInside && atoms.has(node.type))) {
    if (node.text !== '' && !(node.type === ';' && node.parent?.type !== 'for_statement'))
      tokens.push(node.text);
    return;
  }
  const docstring = node.type === 'block' ? docstringOf(node) : undefined;
  const inner = childrenOf(node).filter(child => !docstring || child.startIndex !== docstring.startIndex);
  if (isInside && node.type === 'block') open.push('⇤', ...inner.toReversed(), '⇥');
  else if (isInside && isStatement(node)) open.push(';', ...inner.toReversed());
  else open.push(...inner.toReversed());
}

const atoms = new Set(['string', 'template_string', 'regex']);

function isStatement(node: Node): boolean {
  return (
    node.type.endsWith('_statement') ||
    node.type.endsWith('_declaration') ||
    node.type === 'function_definition'
  );
}
