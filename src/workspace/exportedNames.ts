import type { Node } from '@vscode/tree-sitter-wasm';
import { boundNames } from './boundNames.ts';
import { childrenOf, descendants, namedChildrenOf } from './syntax.ts';

/** Names of a JavaScript file that other files can take in: the name here to the name there; `default` among them. */
export function exportedNames(root: Node): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const statement of namedChildrenOf(root)) {
    if (statement.type === 'export_statement') addExport(statement, names);
    if (statement.type === 'expression_statement') addAssigned(statement, names);
  }
  return names;
}

function addExport(statement: Node, names: Map<string, string>): void {
  if (statement.childForFieldName('source')) return;
  const isDefault = childrenOf(statement).some(child => child.type === 'default');
  const value = statement.childForFieldName('value');
  if (value?.type === 'identifier') names.set(value.text, 'default');
  for (const name of boundNames(statement)) names.set(name, isDefault ? 'default' : name);
  for (const node of descendants(statement)) {
    const name = node.type === 'export_specifier' ? node.childForFieldName('name')?.text : undefined;
    if (name !== undefined) names.set(name, node.childForFieldName('alias')?.text ?? name);
  }
}

/** `module.exports = { a, b: c }`, `module.exports = a`, `exports.a = a`. */
function addAssigned(statement: Node, names: Map<string, string>): void {
  const assigned = statement.namedChild(0);
  const left = assigned?.type === 'assignment_expression' ? assigned.childForFieldName('left') : null;
  const right = assigned?.childForFieldName('right');
  if (!left || !right) return;
  const single = /^(?:module\.)?exports\.([\w$]+)$/.exec(left.text)?.[1];
  if (single !== undefined) names.set(right.type === 'identifier' ? right.text : single, single);
  if (left.text !== 'module.exports') return;
  if (right.type === 'identifier') names.set(right.text, 'default');
  for (const child of right.type === 'object' ? namedChildrenOf(right) : []) {
    const here = child.childForFieldName('value') ?? child;
    names.set(here.text, child.childForFieldName('key')?.text ?? child.text);
  }
}
