import type { Node } from '@vscode/tree-sitter-wasm';
import type { Language } from '../engine/task.ts';
import type { CodeBlock } from './codeBlocks.ts';
import { baseName, type FunctionSite, functionsIn } from './functions.ts';
import { dedent } from './indentation.ts';
import { descendants, nodeAt, type Syntax } from './syntax.ts';
import { type SyntaxProblem, syntaxProblem } from './syntaxProblem.ts';
import { wrappedBodies } from './wrappedBodies.ts';

/** What a candidate is made for. */
export type Target = {
  readonly syntax: Syntax;
  readonly language: Language;
  readonly site: FunctionSite;
  /** The function's type parameters, parameters and return type as they stand in the file. */
  readonly head: string;
};

/** A function in a model's text: `site` has its offsets in `text`, which is not always the model's text itself. */
export type Draft = { readonly text: string; readonly site: FunctionSite };
export type DraftSearch = {
  readonly drafts: readonly Draft[];
  /** The first syntax error in a function that would have been the one, else in a fenced block. */
  readonly problem?: SyntaxProblem;
  /** Functions that the text defines instead. */
  readonly others: readonly string[];
};

type Choose = (text: string, target: Target) => readonly FunctionSite[];

/** Functions that could be the wanted one, the likeliest first: by its name, then the only one, then a bare body. */
export function findDrafts(blocks: readonly CodeBlock[], target: Target): DraftSearch {
  const others = new Set<string>();
  let problem: SyntaxProblem | undefined;
  const drafts: Draft[] = [];
  const collect = (text: string, choose: Choose) => {
    for (const site of choose(text, target)) {
      const found = target.syntax.read(target.language, text, root => problemAt(root, site));
      if (found) problem ??= found;
      else drafts.push({ text, site });
    }
  };
  const fenced = blocks.filter(block => block.isFenced);
  const likely = fenced.length > 0 ? fenced : blocks;
  for (const block of blocks) for (const text of readings(block, target)) collect(text, named);
  if (drafts.length === 0 && !problem) {
    for (const block of blocks) for (const text of asMembers(block, target)) collect(text, named);
  }
  for (const block of likely) collect(dedent(block.text), onlyOne);
  for (const block of likely) for (const text of wrappedBodies(block.text, target)) collect(text, first);
  for (const block of likely) {
    for (const site of sitesIn(dedent(block.text), target)) if (site.depth === 0) others.add(site.name);
    if (block.isFenced) problem ??= target.syntax.read(target.language, dedent(block.text), syntaxProblem);
  }
  return { drafts, ...(problem && { problem }), others: [...others].filter(name => name !== '') };
}

/** Ways to read a block: as it is, and, outside of fences, from each line that may start the function. */
function readings(block: CodeBlock, target: Target): readonly string[] {
  const text = dedent(block.text);
  const name = baseName(target.site.name);
  const starts = block.isFenced
    ? []
    : text.split('\n').flatMap((line, index) => (line.includes(name) ? [index] : []));
  const rest = starts.slice(0, 20).map(index => dedent(text.split('\n').slice(index).join('\n')));
  return [text, ...rest];
}

/** The block as members of a class or an object, where it is nothing but such members. */
function asMembers(block: CodeBlock, { language, syntax }: Target): readonly string[] {
  if (language === 'python') return [];
  const text = dedent(block.text);
  const wrapped = [`class Wrapped {\n${text}\n}`, `({\n${text}\n})`];
  return wrapped.filter(code => syntax.read(language, code, root => !root.hasError));
}

const named: Choose = (text, target) => {
  const sites = sitesIn(text, target);
  const same = sites.filter(site => site.name === target.site.name);
  const alike = sites.filter(site => plain(baseName(site.name)) === plain(baseName(target.site.name)));
  const chosen = same.length > 0 ? same : alike;
  const outermost = Math.min(...chosen.map(site => site.depth));
  return chosen.filter(site => site.depth === outermost).toReversed();
};

const first: Choose = (text, target) => sitesIn(text, target).slice(0, 1);

const onlyOne: Choose = (text, target) => {
  const isBody = target.syntax.read(target.language, text, returnsAtTop);
  const outer = sitesIn(text, target).filter(site => site.depth === 0);
  const isWhole = (site: FunctionSite) => text.slice(0, site.range.start).trim() === '';
  const likely = outer.filter(
    site => !baseName(site.name).startsWith('__') && (site.name !== '' || isWhole(site)),
  );
  return !isBody && likely.length === 1 ? likely : [];
};

function sitesIn(text: string, { syntax, language }: Target): readonly FunctionSite[] {
  return syntax.read(language, text, root => functionsIn(root, language));
}

function problemAt(root: Node, site: FunctionSite): SyntaxProblem | undefined {
  return (
    syntaxProblem(nodeAt(root, site.self)) ??
    (site.hasError ? { line: site.lines.start, column: 1, what: 'the function is not complete' } : undefined)
  );
}

function returnsAtTop(root: Node): boolean {
  const isFunction = (node: Node) => node.type.includes('function') || node.type === 'method_definition';
  return [...descendants(root, node => !isFunction(node))].some(node => node.type === 'return_statement');
}

function plain(name: string): string {
  return name.replaceAll('_', '').replace(/^#/, '').toLowerCase();
}
