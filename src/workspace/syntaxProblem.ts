import type { Node } from '@vscode/tree-sitter-wasm';
import { childrenOf, descendants, namedChildrenOf } from './syntax.ts';

/** Where a text cannot be parsed. Line and column count from 1. */
export type SyntaxProblem = { readonly line: number; readonly column: number; readonly what: string };

/** The first syntax error in the node, or undefined when it is sound. Knows Python's rules of indentation. */
export function syntaxProblem(node: Node): SyntaxProblem | undefined {
  for (const next of descendants(node)) {
    if (next.isMissing) return at(next, `missing ${next.type}`);
    if (next.isError) return at(next, `unexpected ${describe(next)}`);
    const layout = layoutProblem(next);
    if (layout) return layout;
  }
  return undefined;
}

function layoutProblem(node: Node): SyntaxProblem | undefined {
  if (node.type !== 'block') return undefined;
  const statements = namedChildrenOf(node).filter(child => child.type !== 'comment');
  const first = statements[0];
  if (!first) return at(node, 'an indented block is missing');
  let row = first.startPosition.row;
  for (const statement of statements) {
    const { row: nextRow, column } = statement.startPosition;
    if (nextRow !== row && column !== first.startPosition.column) {
      return at(statement, 'the indentation matches no outer level');
    }
    row = nextRow;
  }
  return undefined;
}

function describe(node: Node): string {
  const deepest = childrenOf(node)[0] ?? node;
  const text = deepest.text.split('\n', 1)[0]?.trim() ?? '';
  return text === '' ? 'end of the code' : `\`${text.length > 40 ? `${text.slice(0, 40)}…` : text}\``;
}

function at(node: Node, what: string): SyntaxProblem {
  return { line: node.startPosition.row + 1, column: node.startPosition.column + 1, what };
}
