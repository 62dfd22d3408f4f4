import type { Node } from '@vscode/tree-sitter-wasm';
import type { Span } from './syntax.ts';

/** The comments that stand right above a node, with no blank line between; undefined when there are none. */
export function commentsAbove(node: Node): (Span & { readonly line: number }) | undefined {
  let first: Node | undefined;
  let below = node;
  for (let next = node.previousSibling; next?.type === 'comment'; next = next.previousSibling) {
    if (below.startPosition.row - next.endPosition.row > 1 || sharesLine(next)) break;
    first = next;
    below = next;
  }
  if (!first) return undefined;
  const end = node.previousSibling?.endIndex ?? first.endIndex;
  return { start: first.startIndex, end, line: first.startPosition.row + 1 };
}

function sharesLine(comment: Node): boolean {
  const before = comment.previousSibling;
  return before !== null && before.endPosition.row === comment.startPosition.row && before.type !== 'comment';
}

/** The words of comments or of a docstring, without their markers and their common indentation. */
export function plainText(source: string): string {
  const text = source.replaceAll('\r\n', '\n').trim();
  const quoted = /^[rRuUbB]*("""|'''|"|')([\s\S]*)\1$/.exec(text);
  const lines = quoted?.[2] !== undefined ? dedented(quoted[2]) : text.split('\n').map(withoutMarkers);
  return lines
    .map(line => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function withoutMarkers(line: string): string {
  return line
    .trim()
    .replace(/\*+\/$/, '')
    .replace(/^(\/\*+ ?|\*(?!\/) ?|\/\/+ ?|#+[:!]? ?)/, '');
}

function dedented(text: string): readonly string[] {
  const [first = '', ...rest] = text.split('\n');
  const indents = rest.filter(line => line.trim() !== '').map(line => line.length - line.trimStart().length);
  const common = indents.length === 0 ? 0 : Math.min(...indents);
  return [first.trimStart(), ...rest.map(line => line.slice(common))];
}
