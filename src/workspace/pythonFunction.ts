import type { Node } from '@vscode/tree-sitter-wasm';
import { commentsAbove } from './comments.ts';
import type { FunctionSite } from './functions.ts';
import { ancestors, childrenOf, descendants, namedChildrenOf, spanOf } from './syntax.ts';

/** Types of the nodes that may be functions. */
export const pythonFunctionTypes: readonly string[] = ['function_definition'];

/** Describes a Python `def`, or returns undefined for any other node. Lambdas are no functions of their own. */
export function pythonFunction(node: Node): Omit<FunctionSite, 'depth'> | undefined {
  const body = node.childForFieldName('body');
  const name = node.childForFieldName('name');
  const parameters = node.childForFieldName('parameters');
  if (node.type !== 'function_definition' || !body || !name || !parameters) return undefined;
  const holder = node.parent?.type === 'decorated_definition' ? node.parent : node;
  const comments = commentsAbove(holder);
  const docstring = docstringOf(body);
  const documentation = docstring
    ? spanOf(docstring)
    : comments && { start: comments.start, end: comments.end };
  const returnType = node.childForFieldName('return_type');
  const typeParameters = node.childForFieldName('type_parameters');
  return {
    name: qualified(node, name.text),
    range: spanOf(holder),
    self: spanOf(node),
    nameSpan: spanOf(name),
    head: { start: (typeParameters ?? parameters).startIndex, end: (returnType ?? parameters).endIndex },
    body: spanOf(body),
    form: 'def',
    place: placeOf(holder),
    isAsync: childrenOf(node)[0]?.type === 'async',
    isGenerator: false,
    bodyIsExpression: false,
    parameterNames: namedChildrenOf(parameters).map(parameterName),
    hasTypes: returnType !== null || [...descendants(parameters)].some(inside => inside.type === 'type'),
    ...(documentation && { documentation }),
    ...(docstring && { docstring: spanOf(docstring) }),
    lines: {
      first: comments?.line ?? holder.startPosition.row + 1,
      start: node.startPosition.row + 1,
      last: holder.endPosition.row + 1,
    },
    hasError: holder.hasError || namedChildrenOf(body).length === 0,
  };
}

/** The docstring of a body: a string that is its first statement. */
export function docstringOf(body: Node): Node | undefined {
  const first = namedChildrenOf(body).find(child => child.type !== 'comment');
  const only =
    first?.type === 'expression_statement' && first.namedChildCount === 1 ? first.namedChild(0) : first;
  return only?.type === 'string' ? only : undefined;
}

function parameterName(parameter: Node): string {
  const named = parameter.childForFieldName('name');
  const inner = parameter.type === 'typed_parameter' ? parameter.namedChild(0) : parameter;
  return (named ?? inner ?? parameter).text;
}

function placeOf(holder: Node): FunctionSite['place'] {
  if (holder.parent?.type === 'module') return 'module';
  return holder.parent?.parent?.type === 'class_definition' ? 'member' : 'block';
}

function qualified(node: Node, name: string): string {
  const parts = [name];
  for (const around of ancestors(node)) {
    if (around.type === 'function_definition') break;
    if (around.type === 'class_definition') parts.unshift(around.childForFieldName('name')?.text ?? '');
  }
  return parts.join('.');
}
