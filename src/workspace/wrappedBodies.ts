import type { Node } from '@vscode/tree-sitter-wasm';
import type { Target } from './findCandidate.ts';
import { baseName, functionsIn } from './functions.ts';
import { dedent, reindent, rowsInsideStrings } from './indentation.ts';
import { namedChildrenOf, nodeAt } from './syntax.ts';
import { syntaxProblem } from './syntaxProblem.ts';

/** Readings of a text as the function's body alone, each put under the function's own head; empty when it is none. */
export function wrappedBodies(text: string, target: Target): readonly string[] {
  const bodies = target.language === 'python' ? pythonBodies(text) : [dedent(text)];
  for (const body of bodies) {
    const wrapped = wrap(body, target);
    if (isMeaningful(wrapped, target)) return [wrapped];
  }
  return [];
}

function wrap(body: string, target: Target): string {
  const { site, head, language, syntax } = target;
  const fixed = syntax.read(language, body, rowsInsideStrings);
  const isIndented = language !== 'python' && /^[ \t]/.test(body.replace(/^\s*\n/, ''));
  const lines = reindent(body.split('\n'), {
    from: 0,
    to: isIndented ? '' : '    ',
    fromUnit: '    ',
    toUnit: '    ',
    isFixed: index => fixed.has(index),
  }).join('\n');
  const async = site.isAsync ? 'async ' : '';
  if (language === 'python') return `${async}def wrapped${head}:\n${lines}\n`;
  const parameters = /^[(<]/.test(head) ? head : `(${head})`;
  return `${async}function${site.isGenerator ? '*' : ''} wrapped${parameters} {\n${lines}\n}\n`;
}

function pythonBodies(text: string): readonly string[] {
  const lines = text
    .split('\n')
    .filter((line, index, all) => line.trim() !== '' || all[index - 1]?.trim() !== '');
  while (lines[0]?.trim() === '') lines.shift();
  const [first = '', ...rest] = lines;
  const lostIndent = [first.trimStart(), ...dedent(upTo(rest, 1)).split('\n')].join('\n');
  return [dedent(text), dedent([first, ...upTo(rest, widthOf(first)).split('\n')].join('\n')), lostIndent];
}

/** The lines before the first that is indented less than the width. */
function upTo(lines: readonly string[], width: number): string {
  const end = lines.findIndex(line => line.trim() !== '' && widthOf(line) < width);
  return (end === -1 ? lines : lines.slice(0, end)).join('\n');
}

function widthOf(line: string): number {
  return line.length - line.trimStart().length;
}

const noWork = new Set([
  'comment',
  'empty_statement',
  'assert_statement',
  'labeled_statement',
  'import_statement',
  'import_from_statement',
  'function_declaration',
  'class_declaration',
  'function_definition',
  'class_definition',
]);
const work = new Set([
  'assignment_expression',
  'augmented_assignment_expression',
  'update_expression',
  'call_expression',
  'await_expression',
  'yield_expression',
  'augmented_assignment',
  'call',
  'await',
  'yield',
  'delete_statement',
]);

/** Tells code from prose that happens to parse, and from mere examples of use. */
function isMeaningful(wrapped: string, { syntax, language, site }: Target): boolean {
  return syntax.read(language, wrapped, root => {
    const outer = functionsIn(root, language).find(found => found.depth === 0);
    if (!outer || syntaxProblem(nodeAt(root, outer.self))) return false;
    const body = nodeAt(root, outer.body);
    return namedChildrenOf(body).some(statement => doesWork(statement, baseName(site.name)));
  });
}

function doesWork(statement: Node, name: string): boolean {
  if (noWork.has(statement.type)) return false;
  if (statement.type !== 'expression_statement') return true;
  const expression = statement.namedChild(0);
  if (expression?.type === 'assignment') return expression.childForFieldName('right') !== null;
  if (!expression || !work.has(expression.type)) return false;
  const callee = expression.childForFieldName('function')?.text;
  return callee !== name && callee !== 'print' && callee?.startsWith('console.') !== true;
}
