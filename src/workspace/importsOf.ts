import type { Node } from '@vscode/tree-sitter-wasm';
import type { Language } from '../engine/task.ts';
import { childrenOf, descendants, namedChildrenOf } from './syntax.ts';

/** Something a file takes in from another module. */
export type Import = {
  /** As written: `./clamp.js`, `node:test`; for Python with its dots: `.shapes`, `pkg.shapes`. */
  readonly module: string;
  /** Name there to name here; `*` is the whole module, `default` the default export. */
  readonly names: readonly { readonly there: string; readonly here: string }[];
  /** Passed on to whoever imports this file. */
  readonly isReexport: boolean;
};

/** Every import, require, dynamic import and re-export of a file. */
export function importsOf(root: Node, language: Language): readonly Import[] {
  const read = language === 'python' ? pythonImport : javascriptImport;
  return [...descendants(root)].flatMap(node => read(node) ?? []);
}

function javascriptImport(node: Node): readonly Import[] | undefined {
  if (node.type === 'import_statement' || node.type === 'export_statement') {
    const source = node.childForFieldName('source');
    if (!source) return undefined;
    const isReexport = node.type === 'export_statement';
    return [{ module: unquoted(source.text), names: clauseNames(node), isReexport }];
  }
  if (node.type !== 'call_expression') return undefined;
  const callee = node.childForFieldName('function');
  const argument = node.childForFieldName('arguments')?.namedChild(0);
  const isImport = callee?.type === 'import' || callee?.text === 'require';
  if (!isImport || argument?.type !== 'string') return undefined;
  return [
    { module: unquoted(argument.text), names: patternNames(node), isReexport: callee.type !== 'import' },
  ];
}

function clauseNames(statement: Node): Import['names'] {
  const names: { there: string; here: string }[] = [];
  for (const node of descendants(statement)) {
    const name = node.childForFieldName('name')?.text;
    if ((node.type === 'import_specifier' || node.type === 'export_specifier') && name !== undefined) {
      names.push({ there: name, here: node.childForFieldName('alias')?.text ?? name });
    } else if (node.type === 'namespace_import') {
      names.push({ there: '*', here: node.namedChild(0)?.text ?? '' });
    } else if (node.type === 'import_clause') {
      for (const child of namedChildrenOf(node)) {
        if (child.type === 'identifier') names.push({ there: 'default', here: child.text });
      }
    }
  }
  return names;
}

/** Names of `const { a, b: c } = require(...)`; the whole module is also its default export. */
function patternNames(call: Node): Import['names'] {
  const awaited = call.parent?.type === 'await_expression' ? call.parent : call;
  const pattern =
    awaited.parent?.type === 'variable_declarator' ? awaited.parent.childForFieldName('name') : null;
  if (pattern?.type === 'identifier') return [{ there: 'default', here: pattern.text }];
  return (pattern ? namedChildrenOf(pattern) : []).map(child => {
    const there = child.childForFieldName('key')?.text ?? child.text;
    return { there, here: child.childForFieldName('value')?.text ?? there };
  });
}

function pythonImport(node: Node): readonly Import[] | undefined {
  if (node.type === 'import_statement') {
    return namedChildrenOf(node).map(child => {
      const module = child.childForFieldName('name')?.text ?? child.text;
      const here = child.childForFieldName('alias')?.text ?? module;
      return { module, names: [{ there: '*', here }], isReexport: true };
    });
  }
  if (node.type !== 'import_from_statement') return undefined;
  const source = node.childForFieldName('module_name');
  const names = childrenOf(node)
    .filter(
      child => child.id !== source?.id && /^(dotted_name|aliased_import|wildcard_import)$/.test(child.type),
    )
    .map(child => {
      const there =
        child.type === 'wildcard_import' ? '*' : (child.childForFieldName('name')?.text ?? child.text);
      return { there, here: child.childForFieldName('alias')?.text ?? there };
    });
  return [{ module: source?.text.replaceAll(/\s/g, '') ?? '', names, isReexport: true }];
}

function unquoted(text: string): string {
  return text.slice(1, -1);
}
