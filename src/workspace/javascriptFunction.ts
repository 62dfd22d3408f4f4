import type { Node } from '@vscode/tree-sitter-wasm';
import { commentsAbove } from './comments.ts';
import type { FunctionSite } from './functions.ts';
import { ancestors, childrenOf, descendants, namedChildrenOf, type Span, spanOf } from './syntax.ts';

const forms: Readonly<Record<string, FunctionSite['form']>> = {
  function_declaration: 'declaration',
  generator_function_declaration: 'declaration',
  function_expression: 'expression',
  generator_function: 'expression',
  arrow_function: 'arrow',
  method_definition: 'method',
};

/** Types of the nodes that may be functions. */
export const javascriptFunctionTypes: readonly string[] = Object.keys(forms);

/** Describes a JavaScript or TypeScript function, or returns undefined for any other node. */
export function javascriptFunction(node: Node): Omit<FunctionSite, 'depth'> | undefined {
  const form = forms[node.type];
  const body = node.childForFieldName('body');
  if (!form || !body) return undefined;
  const holder = holderOf(node);
  const comments = commentsAbove(commentAnchor(holder));
  const parameters = node.childForFieldName('parameters') ?? node.childForFieldName('parameter');
  const name = node.childForFieldName('name');
  const tokens = childrenOf(node).filter(child => child.startIndex < (parameters ?? body).startIndex);
  return {
    name: nameOf(node, holder),
    range: spanOf(holder),
    self: spanOf(node),
    ...(name && { nameSpan: spanOf(name) }),
    head: headOf(node, parameters ?? body),
    body: spanOf(body),
    form,
    place: placeOf(holder),
    isAsync: tokens.some(token => token.type === 'async'),
    isGenerator: tokens.some(token => token.type === '*'),
    bodyIsExpression: body.type !== 'statement_block',
    parameterNames: parameterNames(parameters),
    hasTypes: [node.childForFieldName('return_type'), ...(parameters ? descendants(parameters) : [])].some(
      inside => inside?.type.endsWith('_annotation'),
    ),
    ...(comments && { documentation: { start: comments.start, end: comments.end } }),
    lines: {
      first: comments?.line ?? commentAnchor(holder).startPosition.row + 1,
      start: holder.startPosition.row + 1,
      last: holder.endPosition.row + 1,
    },
    hasError: holder.hasError,
  };
}

/** The node whose text a candidate replaces: the statement or member that consists of this function. */
function holderOf(node: Node): Node {
  const parent = node.parent;
  if (!parent) return node;
  if (parent.type === 'export_statement') return parent;
  if (isValueOf(parent, node, 'variable_declarator', 'value')) return declarationOf(parent);
  if (isValueOf(parent, node, 'assignment_expression', 'right')) {
    return parent.parent?.type === 'expression_statement' ? parent.parent : parent;
  }
  const isMember =
    isValueOf(parent, node, 'pair', 'value') ||
    isValueOf(parent, node, 'field_definition', 'value') ||
    isValueOf(parent, node, 'public_field_definition', 'value');
  return isMember ? parent : node;
}

function isValueOf(parent: Node, node: Node, type: string, field: string): boolean {
  return parent.type === type && parent.childForFieldName(field)?.id === node.id;
}

function declarationOf(declarator: Node): Node {
  const declaration = declarator.parent;
  if (!declaration) return declarator;
  const declarators = namedChildrenOf(declaration).filter(child => child.type === 'variable_declarator');
  if (declarators.length > 1) return declarator;
  return declaration.parent?.type === 'export_statement' ? declaration.parent : declaration;
}

function commentAnchor(holder: Node): Node {
  let anchor = holder;
  if (holder.type === 'variable_declarator') anchor = holder.parent ?? holder;
  if (anchor.parent?.type === 'export_statement') anchor = anchor.parent;
  for (let above = anchor.previousSibling; above?.type === 'decorator'; above = above.previousSibling) {
    anchor = above;
  }
  return anchor;
}

function placeOf(holder: Node): FunctionSite['place'] {
  const isStatement = holder.type.endsWith('_statement') || holder.type.endsWith('_declaration');
  const parent = holder.parent;
  const above = holder.previousNamedSibling;
  const isOverloaded = (above?.childForFieldName('declaration') ?? above)?.type === 'function_signature';
  if (!isStatement || isOverloaded) return 'member';
  if (parent?.type === 'program') return 'module';
  return parent?.type === 'statement_block' ? 'block' : 'member';
}

function headOf(node: Node, parameters: Node): Span {
  const first = node.childForFieldName('type_parameters') ?? parameters;
  const last = node.childForFieldName('return_type') ?? parameters;
  return { start: first.startIndex, end: last.endIndex };
}

function parameterNames(parameters: Node | null): readonly string[] {
  if (!parameters) return [];
  if (parameters.type === 'identifier') return [parameters.text];
  return namedChildrenOf(parameters)
    .filter(parameter => parameter.type !== 'comment')
    .map(parameter => {
      const pattern = parameter.childForFieldName('pattern') ?? parameter;
      return (pattern.childForFieldName('left') ?? pattern).text;
    })
    .filter(name => name !== 'this');
}

function nameOf(node: Node, holder: Node): string {
  const own = ownName(node, holder);
  if (own === '') return '';
  const qualifiers: string[] = [];
  for (const around of ancestors(holder)) {
    if (forms[around.type]) break;
    const name = containerName(around);
    if (name !== '') qualifiers.unshift(name);
  }
  return [...qualifiers, own].join('.');
}

function ownName(node: Node, holder: Node): string {
  const parent = node.parent;
  const key =
    parent && parent.id !== holder.parent?.id
      ? (parent.childForFieldName('left') ??
        parent.childForFieldName('key') ??
        parent.childForFieldName('property') ??
        parent.childForFieldName('name'))
      : null;
  const name = key ?? node.childForFieldName('name');
  if (name) return targetName(name) || (node.childForFieldName('name')?.text ?? 'default');
  return holder.type === 'export_statement' ? 'default' : '';
}

/** `x` of `exports.x`, `Foo.bar` of `Foo.prototype.bar`; empty for `module.exports` itself. */
function targetName(target: Node): string {
  const parts = target.text.replace(/^['"]|['"]$/g, '').split('.');
  const kept = parts.filter(part => !['module', 'exports', 'this', 'prototype', 'window'].includes(part));
  return kept.map(part => part.trim()).join('.');
}

function containerName(node: Node): string {
  if (node.type === 'class_body') return node.parent?.childForFieldName('name')?.text ?? '';
  if (node.type === 'internal_module') return node.childForFieldName('name')?.text ?? '';
  if (node.type !== 'object') return '';
  const parent = node.parent;
  const name =
    parent?.childForFieldName('left') ??
    parent?.childForFieldName('key') ??
    parent?.childForFieldName('name');
  return name ? targetName(name) : '';
}
