import type { Node } from '@vscode/tree-sitter-wasm';
import { childrenOf, descendants } from './syntax.ts';

/** Names that code uses and does not declare: of values, and of types. */
export type FreeNames = { readonly values: ReadonlySet<string>; readonly types: ReadonlySet<string> };

/** What JavaScript itself defines; code that declares one of these anew, after it was used, is not reckoned with. */
const known: ReadonlySet<string> = new Set(
  `undefined NaN Infinity Math JSON Object Array Number String Boolean BigInt Symbol Date RegExp Error TypeError RangeError
  Map Set WeakMap WeakSet Promise Iterable Iterator Generator IterableIterator ReadonlyArray ReadonlyMap ReadonlySet
  Record Partial Required Readonly Pick Omit Exclude Extract NonNullable ReturnType Parameters
  parseInt parseFloat isNaN isFinite console arguments`.split(/\s+/),
);

/**
 * The names that a piece of JavaScript or TypeScript takes from around it, in whatever scope it declares others. Those of
 * the language are left out.
 */
export function freeNames(root: Node): FreeNames {
  const bound = new Set<string>();
  const used = { values: new Set<string>(), types: new Set<string>() };
  for (const node of descendants(root)) {
    for (const name of declaredBy(node)) bound.add(name);
    if (node.type === 'identifier' || node.type === 'shorthand_property_identifier')
      used.values.add(node.text);
    if (node.type === 'type_identifier') used.types.add(node.text);
  }
  const free = (names: ReadonlySet<string>) =>
    new Set([...names].filter(name => !bound.has(name) && !known.has(name)));
  return { values: free(used.values), types: free(used.types) };
}

const patterns: Readonly<Record<string, string>> = {
  required_parameter: 'pattern',
  optional_parameter: 'pattern',
  arrow_function: 'parameter',
  variable_declarator: 'name',
  catch_clause: 'parameter',
  for_in_statement: 'left',
  function_declaration: 'name',
  generator_function_declaration: 'name',
  function_expression: 'name',
  type_parameter: 'name',
  type_alias_declaration: 'name',
};

function declaredBy(node: Node): readonly string[] {
  const field = patterns[node.type];
  const pattern = field === undefined ? undefined : node.childForFieldName(field);
  const declared = node.type === 'formal_parameters' ? childrenOf(node) : pattern ? [pattern] : [];
  return declared.flatMap(one =>
    one.type.endsWith('_parameter')
      ? []
      : [...descendants(one)]
          .filter(inside => /^(?:type_)?identifier$|_identifier_pattern$/.test(inside.type))
          .map(inside => inside.text),
  );
}
