import type { Node } from '@vscode/tree-sitter-wasm';
import type { Language } from '../engine/task.ts';
import { boundNames, isImport, unwrapped } from './boundNames.ts';
import { commentsAbove } from './comments.ts';
import { exportedNames } from './exportedNames.ts';
import { baseName, type FunctionSite, functionsIn } from './functions.ts';
import { namedChildrenOf, type Span, spanOf } from './syntax.ts';
import { signatureText } from './taskContext.ts';

/** Something a file defines that other code can speak of. */
export type Definition = {
  /** `parseRange`, `Order`, `Order.total`. */
  readonly name: string;
  readonly kind: 'function' | 'method' | 'class' | 'type' | 'value';
  /** With the comments right above it. */
  readonly span: Span;
  /** What stands for it where the whole is too long: signatures. */
  readonly outline: string;
  /** Under which name other files can take it in; missing when they cannot. */
  readonly exportedAs?: string;
};

/** The functions, methods, classes, types, constants and variables at the top level of a file, in its order. */
export function definitionsIn(root: Node, language: Language, text: string): readonly Definition[] {
  const sites = functionsIn(root, language).filter(({ name, depth }) => name !== '' && depth === 0);
  const exported = language === 'python' ? undefined : exportedNames(root);
  const functions = sites.map(site => functionOf(site, text));
  const taken = new Set(functions.map(({ name }) => name));
  const others = namedChildrenOf(root)
    .filter(statement => !isImport(statement))
    .flatMap(statement => definedBy(statement, sites, text))
    .filter(({ name }) => !taken.has(name));
  return [...functions, ...others]
    .toSorted((left, right) => left.span.start - right.span.start)
    .map(definition => {
      const { name, kind } = definition;
      const exportedAs = exported ? exported.get(name) : kind === 'method' ? undefined : name;
      return exportedAs === undefined ? definition : { ...definition, exportedAs };
    });
}

function functionOf(site: FunctionSite, text: string): Definition {
  const { name, range, documentation, body, docstring } = site;
  const start = Math.min(documentation?.start ?? range.start, range.start);
  const end = docstring ? docstring.end : body.start;
  return {
    name,
    kind: name.includes('.') ? 'method' : 'function',
    span: { start, end: range.end },
    outline: `${signatureText(text.slice(start, end))} …`,
  };
}

const kinds: Readonly<Record<string, Definition['kind']>> = {
  class_declaration: 'class',
  abstract_class_declaration: 'class',
  class_definition: 'class',
  interface_declaration: 'type',
  type_alias_declaration: 'type',
  enum_declaration: 'type',
  lexical_declaration: 'value',
  variable_declaration: 'value',
  assignment: 'value',
};

function definedBy(statement: Node, sites: readonly FunctionSite[], text: string): readonly Definition[] {
  const declared = unwrapped(statement);
  const kind = kinds[declared.type];
  if (!kind) return [];
  const span = { start: commentsAbove(statement)?.start ?? statement.startIndex, end: statement.endIndex };
  const outline = kind === 'class' ? classOutline(declared, span, sites, text) : cutText(text, span);
  return boundNames(statement).map(name => ({ name, kind, span, outline }));
}

/** The head of a class and the signatures of its methods. */
function classOutline(node: Node, span: Span, sites: readonly FunctionSite[], text: string): string {
  const body = node.childForFieldName('body');
  const members = sites.filter(site => {
    const { start, end } = spanOf(node);
    return site.range.start >= start && site.range.end <= end;
  });
  const head = text.slice(span.start, Math.min(body?.startIndex ?? span.end, span.end)).trimEnd();
  const lines = members.map(({ range, body: inner }) => {
    const signature = text.slice(range.start, inner.start);
    return `  ${signatureText(signature).replace(/\s*\n\s*/g, ' ')} …`;
  });
  return [head, ...lines].join('\n');
}

/** Most characters of a constant or type whose whole is too long. */
const longestCut = 300;

function cutText(text: string, { start, end }: Span): string {
  return end - start > longestCut ? `${text.slice(start, start + longestCut)} …` : text.slice(start, end);
}

/** Whether a name stands for a definition: the whole name, or a method's own where that is telling by itself. */
export function isNamed({ name, kind }: Definition, wanted: string): boolean {
  if (name === wanted) return true;
  const isTelling = /[a-z][A-Z]|[a-z]_[a-z]/.test(wanted);
  return kind === 'method' && isTelling && baseName(name) === wanted;
}
