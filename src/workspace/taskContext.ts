import type { Node } from '@vscode/tree-sitter-wasm';
import { boundNames, identifiersIn, isImport, unwrapped } from './boundNames.ts';
import { baseName, type FunctionSite } from './functions.ts';
import { namedChildrenOf, nodeAt, type Span } from './syntax.ts';

/** Most characters of context. */
const longestContext = 1500;
/** A longer import, constant or type is cut. */
const longestPiece = 500;

type Piece = { readonly start: number; readonly text: string; readonly rank: number };

/**
 * What a prompt may show beside the function: imports, the constants and types that it refers to, the constructor of
 * its class, and the signatures of other functions, the nearest first; at most 1,500 characters, in file order.
 */
export function taskContext(
  root: Node,
  options: { readonly text: string; readonly site: FunctionSite; readonly sites: readonly FunctionSite[] },
): string {
  const { site } = options;
  const distance = (piece: Piece) => Math.abs(piece.start - site.range.start);
  const pieces = [...statements(root, site), ...siblings(options)].toSorted(
    (left, right) => left.rank - right.rank || distance(left) - distance(right),
  );
  const kept: Piece[] = [];
  let length = 0;
  for (const piece of pieces) {
    if (length + piece.text.length + 1 > longestContext) continue;
    kept.push(piece);
    length += piece.text.length + 1;
  }
  return kept
    .toSorted((left, right) => left.start - right.start)
    .map(piece => piece.text)
    .join('\n');
}

function statements(root: Node, site: FunctionSite): readonly Piece[] {
  const needed = new Set(identifiersIn(nodeAt(root, site.range)));
  const isNeeded = (node: Node) => boundNames(node).some(name => needed.has(name));
  const data = namedChildrenOf(root).filter(node => isData(node) && !overlaps(node, site.range));
  for (let known = -1; known !== needed.size; ) {
    known = needed.size;
    for (const node of data.filter(isNeeded)) for (const name of identifiersIn(node)) needed.add(name);
  }
  const typedefs = namedChildrenOf(root).filter(
    node => node.type === 'comment' && node.text.includes('@typedef') && node.endIndex <= site.range.start,
  );
  const imports = namedChildrenOf(root).filter(isImport);
  return [
    ...imports.map(node => ({ start: node.startIndex, text: shortened(node.text), rank: 0 })),
    ...[...data.filter(isNeeded), ...typedefs].map(node => ({
      start: node.startIndex,
      text: shortened(node.text),
      rank: 1,
    })),
  ];
}

/** A constant or a type; functions and classes are told by their signatures. */
function isData(statement: Node): boolean {
  const declared = unwrapped(statement);
  if (declared.type === 'lexical_declaration' || declared.type === 'variable_declaration') {
    return !namedChildrenOf(declared).some(child =>
      child.childForFieldName('value')?.type.includes('function'),
    );
  }
  return /^(type_alias_declaration|interface_declaration|enum_declaration|assignment)$/.test(declared.type);
}

function siblings(options: Parameters<typeof taskContext>[1]): readonly Piece[] {
  const { text, site, sites } = options;
  const family = site.name.slice(0, site.name.length - baseName(site.name).length);
  return sites
    .filter(other => other.name !== '' && other.depth === 0 && !overlap(other.range, site.range))
    .map(other => {
      const isFamily = family !== '' && other.name.startsWith(family);
      const isMaker = isFamily && /^(constructor|__init__)$/.test(baseName(other.name));
      const owner = other.name.slice(0, other.name.length - baseName(other.name).length);
      const source = text.slice(other.range.start, isMaker ? other.range.end : other.body.start);
      return {
        start: other.range.start,
        text: (isFamily || owner === '' ? '' : `${owner.slice(0, -1)}: `) + shortened(signatureText(source)),
        rank: isMaker ? 1 : isFamily ? 2 : 3,
      };
    });
}

/** A function's first line or lines without what opens the body. */
export function signatureText(source: string): string {
  return source.replaceAll('\r\n', '\n').replace(/\s*\{?\s*$/, '');
}

function overlaps(node: Node, span: Span): boolean {
  return overlap({ start: node.startIndex, end: node.endIndex }, span);
}

function overlap(left: Span, right: Span): boolean {
  return left.start < right.end && left.end > right.start;
}

function shortened(text: string): string {
  return text.length > longestPiece ? `${text.slice(0, longestPiece)} …` : text;
}
