import { join } from 'node:path';
import type { Node } from '@vscode/tree-sitter-wasm';
import treeSitter from '@vscode/tree-sitter-wasm';
import type { Language } from '../engine/task.ts';

/** Parses text, synchronously. The nodes live only as long as `use` runs: take out plain data. */
export type Syntax = {
  read<T>(language: Language, text: string, use: (root: Node) => T): T;
  /** What the parser logs of its steps while it reads the text, without its lexer's, until `take` has had enough: true. */
  log(language: Language, text: string, take: (message: string) => boolean): void;
};

/** Offsets in a text, in UTF-16 units; `end` is exclusive. */
export type Span = { readonly start: number; readonly end: number };

const languages: readonly Language[] = ['javascript', 'typescript', 'tsx', 'python'];

const loads = new Map<string, Promise<Syntax>>();

/**
 * The parsers of the folder with tree-sitter.wasm and tree-sitter-<language>.wasm, loaded once a process in about 30 ms; a
 * load that failed is tried again. Two loads under way at once would give the library two memories, and every parser made in
 * the first would then read the second.
 */
export function loadSyntax(wasmDir: string): Promise<Syntax> {
  const known = loads.get(wasmDir);
  if (known) return known;
  const loading = loadParsers(wasmDir).catch(error => {
    loads.delete(wasmDir);
    throw error;
  });
  loads.set(wasmDir, loading);
  return loading;
}

async function loadParsers(wasmDir: string): Promise<Syntax> {
  await treeSitter.Parser.init({ locateFile: (name: string) => join(wasmDir, name) });
  const loaded = await Promise.all(
    languages.map(async language => {
      const parser = new treeSitter.Parser();
      parser.setLanguage(await treeSitter.Language.load(join(wasmDir, `tree-sitter-${language}.wasm`)));
      return [language, parser] as const;
    }),
  );
  const parsers = new Map(loaded);
  const parsed = (language: Language, text: string) => {
    const tree = parsers.get(language)?.parse(text);
    if (!tree) throw new Error(`The ${language} parser gave no tree; it was stopped or is not loaded.`);
    return tree;
  };
  return {
    read(language, text, use) {
      const tree = parsed(language, text);
      try {
        return use(tree.rootNode);
      } finally {
        tree.delete();
      }
    },
    log(language, text, take) {
      const parser = parsers.get(language);
      let enough = false;
      parser?.setLogger((message, isLexing) => {
        if (!isLexing && !enough) enough = take(message);
      });
      try {
        parser?.parse(text, null, { progressCallback: () => enough })?.delete();
      } finally {
        parser?.setLogger(null);
        parser?.reset();
      }
    },
  };
}

export function childrenOf(node: Node): readonly Node[] {
  return node.children.filter(child => child !== null);
}

export function namedChildrenOf(node: Node): readonly Node[] {
  return node.namedChildren.filter(child => child !== null);
}

/** The node and all below it in the order of the text; children of nodes that `enter` refuses are left out. */
export function* descendants(node: Node, enter: (node: Node) => boolean = () => true): Generator<Node> {
  const open: Node[] = [node];
  for (let next = open.pop(); next; next = open.pop()) {
    yield next;
    if (enter(next)) for (const child of childrenOf(next).toReversed()) open.push(child);
  }
}

export function spanOf(node: Node): Span {
  return { start: node.startIndex, end: node.endIndex };
}

/** The node's ancestors, nearest first. */
export function* ancestors(node: Node): Generator<Node> {
  for (let next = node.parent; next; next = next.parent) yield next;
}

/** The outermost node with exactly this span, or the smallest that holds it. */
export function nodeAt(root: Node, span: Span): Node {
  let node = root.descendantForIndex(span.start, Math.max(span.start, span.end - 1)) ?? root;
  for (let around = node.parent; around; around = around.parent) {
    if (around.startIndex !== span.start || around.endIndex !== span.end) break;
    node = around;
  }
  return node;
}
