import type { Node } from '@vscode/tree-sitter-wasm';
import { childrenOf, descendants, namedChildrenOf } from './syntax.ts';

const references = new Set([
  'identifier',
  'type_identifier',
  'property_identifier',
  'private_property_identifier',
  'shorthand_property_identifier',
  'shorthand_property_identifier_pattern',
]);

/** Every identifier that occurs in the node, property names among them. */
export function identifiersIn(node: Node): ReadonlySet<string> {
  const names = new Set<string>();
  for (const inside of descendants(node)) if (references.has(inside.type)) names.add(inside.text);
  return names;
}

/** The names that a statement declares: functions, classes, types, variables, imports. */
export function boundNames(statement: Node): readonly string[] {
  const declared = unwrapped(statement);
  switch (declared.type) {
    case 'lexical_declaration':
    case 'variable_declaration':
      return namedChildrenOf(declared).flatMap(child => patternNames(child.childForFieldName('name')));
    case 'import_statement':
    case 'import_from_statement':
    case 'future_import_statement':
      return importedNames(declared);
    case 'assignment':
      return patternNames(declared.childForFieldName('left'));
    case 'assignment_expression':
      return [];
    default: {
      const name = declared.childForFieldName('name');
      return name ? [name.text] : [];
    }
  }
}

/** The declaration inside of an export, a decorator or a statement that consists of an expression. */
export function unwrapped(statement: Node): Node {
  if (statement.type === 'expression_statement') return statement.namedChild(0) ?? statement;
  return statement.childForFieldName('declaration') ?? statement.childForFieldName('definition') ?? statement;
}

/** Whether the statement brings in names from elsewhere. */
export function isImport(statement: Node): boolean {
  return statement.type.startsWith('import_') || statement.type === 'future_import_statement';
}

function patternNames(pattern: Node | null): readonly string[] {
  if (!pattern) return [];
  return [...descendants(pattern)]
    .filter(node => node.type === 'identifier' || node.type === 'shorthand_property_identifier_pattern')
    .map(node => node.text);
}

function importedNames(statement: Node): readonly string[] {
  const names: string[] = [];
  const source = statement.childForFieldName('module_name') ?? statement.childForFieldName('source');
  for (const child of childrenOf(statement)) {
    if (child.id === source?.id) continue;
    for (const node of descendants(child, inside => !isSpecifier(inside))) {
      const local = node.childForFieldName('alias') ?? node.childForFieldName('name') ?? node;
      if (local.type === 'identifier') names.push(local.text);
      else if (local.type === 'dotted_name') names.push(local.text.split('.', 1)[0] ?? '');
    }
  }
  return names;
}

function isSpecifier(node: Node): boolean {
  return ['import_specifier', 'aliased_import', 'dotted_name'].includes(node.type) && node.childCount > 0;
}
