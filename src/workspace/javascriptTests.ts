import type { Node } from '@vscode/tree-sitter-wasm';
import { boundNames, identifiersIn, unwrapped } from './boundNames.ts';
import { childrenOf, descendants, namedChildrenOf } from './syntax.ts';
import type { TestItem, TestSupport } from './testNames.ts';

const tests = new Set(['test', 'it', 'specify', 'fit', 'xit', 'xtest']);
const suites = new Set(['describe', 'suite', 'context', 'fdescribe', 'xdescribe']);

/** The suites and tests of a JavaScript or TypeScript test file, under one item for the file. */
export function javascriptTests(root: Node): {
  readonly file: TestItem;
  readonly support: readonly TestSupport[];
} {
  const isOpen = (node: Node) => kindOf(node) !== 'test' && !isSupport(node);
  const support = [...descendants(root, isOpen)]
    .filter(isSupport)
    .map(node => ({ names: boundNames(node), uses: identifiersIn(node) }));
  return { file: itemOf(root, 'suite', ''), support };
}

function itemOf(node: Node, type: TestItem['type'], title: string): TestItem {
  const own = new Set<string>();
  const items: TestItem[] = [];
  const enters = (inside: Node) =>
    inside.id === node.id || (!kindOf(inside) && !isSupport(inside) && !isImport(inside));
  for (const inside of descendants(node, type === 'test' ? undefined : enters)) {
    const kind = type === 'test' || inside.id === node.id ? undefined : kindOf(inside);
    if (kind) items.push(itemOf(inside, kind, titleOf(inside)));
    else if (inside.childCount === 0 && /identifier/.test(inside.type)) own.add(inside.text);
  }
  return { type, title, own, items };
}

/** Whether a node is a call that makes a suite or a test, also as `test.only(...)` and `test.each(...)(...)`. */
function kindOf(node: Node): TestItem['type'] | undefined {
  if (node.type !== 'call_expression') return undefined;
  const list = node.childForFieldName('arguments');
  const last = list ? namedChildrenOf(list).at(-1) : undefined;
  if (!list || list.namedChildCount < 2 || last?.type === 'string' || last?.type === 'object')
    return undefined;
  let callee = node.childForFieldName('function');
  while (callee && callee.type !== 'identifier') {
    callee = callee.childForFieldName('object') ?? callee.childForFieldName('function');
  }
  if (!callee) return undefined;
  return tests.has(callee.text) ? 'test' : suites.has(callee.text) ? 'suite' : undefined;
}

/** What is known of a title before the program runs: all of a plain string, else its beginning. */
function titleOf(call: Node): string {
  const title = call.childForFieldName('arguments')?.namedChild(0);
  if (title?.type !== 'string' && title?.type !== 'template_string') return '';
  let known = '';
  for (const part of childrenOf(title).slice(1, -1)) {
    if (part.type !== 'string_fragment') break;
    known += part.text;
  }
  const isTable = call.childForFieldName('function')?.text.includes('.each') === true;
  return isTable ? (known.split(/[%$]/, 1)[0] ?? '') : known;
}

/** Declarations through which tests may use a function; a test's own ones are part of the test. */
function isSupport(node: Node): boolean {
  const isDeclaration =
    /^(lexical_declaration|variable_declaration|function_declaration|class_declaration)$/.test(
      unwrapped(node).type,
    );
  return isDeclaration && node.type !== 'expression_statement';
}

function isImport(node: Node): boolean {
  return node.type === 'import_statement';
}
