import type { Node } from '@vscode/tree-sitter-wasm';
import { boundNames, identifiersIn, isImport, unwrapped } from './boundNames.ts';
import { namedChildrenOf } from './syntax.ts';
import type { TestItem, TestSupport } from './testNames.ts';

const hooks = /^(setUp|tearDown|setup_|teardown_|asyncSetUp|asyncTearDown)/;

/** The test classes and test functions of a Python file, under one item for the file. */
export function pythonTests(root: Node): {
  readonly file: TestItem;
  readonly support: readonly TestSupport[];
} {
  const support: TestSupport[] = [];
  const items: TestItem[] = [];
  const own = new Set<string>();
  for (const node of namedChildrenOf(root)) {
    const definition = unwrapped(node);
    const item =
      definition.type === 'class_definition' ? classItem(definition, node, support) : functionItem(node);
    const names = boundNames(node);
    if (item && (item.type === 'test' || item.items.length > 0)) items.push(item);
    else if (names.length > 0 && !isImport(node)) support.push({ names, uses: identifiersIn(node) });
    else if (!isImport(node) && !isMain(node)) for (const name of identifiersIn(node)) own.add(name);
  }
  return { file: { type: 'suite', title: '', own, items }, support };
}

function functionItem(node: Node): TestItem | undefined {
  const definition = unwrapped(node);
  const name = definition.childForFieldName('name')?.text ?? '';
  if (definition.type !== 'function_definition' || !name.startsWith('test')) return undefined;
  return { type: 'test', title: name, own: identifiersIn(node), items: [] };
}

function classItem(definition: Node, holder: Node, support: TestSupport[]): TestItem {
  const own = new Set<string>();
  const items: TestItem[] = [];
  const body = definition.childForFieldName('body');
  for (const node of body ? namedChildrenOf(body) : []) {
    const item = functionItem(node);
    const name = unwrapped(node).childForFieldName('name')?.text ?? '';
    const isHelper = unwrapped(node).type === 'function_definition' && !hooks.test(name);
    if (item) items.push(item);
    else if (isHelper) support.push({ names: [name], uses: identifiersIn(node) });
    else for (const used of identifiersIn(node)) own.add(used);
  }
  const bases = definition.childForFieldName('superclasses');
  for (const used of bases ? identifiersIn(bases) : []) own.add(used);
  for (const decorator of namedChildrenOf(holder).filter(child => child.type === 'decorator')) {
    for (const used of identifiersIn(decorator)) own.add(used);
  }
  return { type: 'suite', title: definition.childForFieldName('name')?.text ?? '', own, items };
}

function isMain(node: Node): boolean {
  return (
    node.type === 'if_statement' && node.childForFieldName('condition')?.text.includes('__name__') === true
  );
}
