import type { Node } from '@vscode/tree-sitter-wasm';
import { boundNames, identifiersIn, isImport, unwrapped } from './boundNames.ts';
import { namedChildrenOf, type Span, spanOf } from './syntax.ts';

/** A statement that a candidate brings along beside its function because the function needs it. */
export type Companion = Span & { readonly isImport: boolean };

const helperTypes = new Set([
  'function_declaration',
  'generator_function_declaration',
  'class_declaration',
  'lexical_declaration',
  'variable_declaration',
  'type_alias_declaration',
  'interface_declaration',
  'enum_declaration',
  'function_definition',
  'class_definition',
  'assignment',
]);

/**
 * The declarations and imports beside the function that it refers to, directly or through one another, in the order
 * of the text. Names that the file already has are left out: a candidate may not change other code.
 */
export function companionsOf(root: Node, site: Span, taken: ReadonlySet<string>): readonly Companion[] {
  const own = namedChildrenOf(root).flatMap(child => (child.isError ? namedChildrenOf(child) : [child]));
  const inside = own.find(child => child.startIndex <= site.start && child.endIndex >= site.end);
  const others = own.filter(child => child.id !== inside?.id && isHelper(child) && !child.hasError);
  const functionNode = root.descendantForIndex(site.start, Math.max(site.start, site.end - 1));
  const needed = new Set(functionNode ? identifiersIn(functionNode) : []);
  const kept = new Set<Node>();
  for (let grew = true; grew; ) {
    grew = false;
    for (const other of others) {
      const names = boundNames(other);
      if (kept.has(other) || !names.some(name => needed.has(name)) || names.some(name => taken.has(name)))
        continue;
      kept.add(other);
      for (const name of identifiersIn(other)) needed.add(name);
      grew = true;
    }
  }
  return others
    .filter(other => kept.has(other))
    .map(other => ({
      ...spanOf(other.type === 'export_statement' ? unwrapped(other) : other),
      isImport: isImport(other),
    }));
}

function isHelper(statement: Node): boolean {
  return isImport(statement) || helperTypes.has(unwrapped(statement).type);
}
