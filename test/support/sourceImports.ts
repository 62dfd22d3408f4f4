import fs from 'node:fs';
import path from 'node:path';
import { descendants, loadSyntax, type Syntax } from '../../src/workspace/syntax.ts';

export const root = path.resolve(import.meta.dirname, '../..');

/** One import of a source file, static or dynamic. */
export type SourceImport = {
  /** Relative to the checkout, as the target is when it lies in it; else the target is a package or `node:` module. */
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
};

/** The syntax of the project's own files. */
export function loadSourceSyntax(): Promise<Syntax> {
  return loadSyntax(path.join(root, 'node_modules/@vscode/tree-sitter-wasm/wasm'));
}

/** Every TypeScript file of the product. */
export function sourceFiles(): readonly string[] {
  return fs.globSync(['src/**/*.{ts,mjs,cjs}', 'webview/**/*.{ts,tsx}'], { cwd: root }).toSorted();
}

/** The imports and re-exports of a file. */
export function importsIn(syntax: Syntax, file: string): readonly SourceImport[] {
  return syntax.read('tsx', fs.readFileSync(path.join(root, file), 'utf8'), tree => {
    const found: SourceImport[] = [];
    for (const node of descendants(tree)) {
      const isCall =
        node.type === 'call_expression' && ['import', 'require'].includes(node.child(0)?.text ?? '');
      const isStatement = node.type === 'import_statement' || node.type === 'export_statement';
      const source = isCall
        ? node.childForFieldName('arguments')?.namedChild(0)
        : node.childForFieldName('source');
      if (!(isCall || isStatement) || source?.type !== 'string') continue;
      const typeOnly = /^(import|export) type\b/.test(node.text);
      found.push({ from: file, to: target(file, source.text.slice(1, -1)), typeOnly });
    }
    return found;
  });
}

function target(file: string, specifier: string): string {
  return specifier.startsWith('.') ? path.posix.join(path.posix.dirname(file), specifier) : specifier;
}

/** The texts of a file's syntax nodes of a kind: `identifier`, `property_identifier`, `member_expression`, ... */
export function textsIn(syntax: Syntax, file: string, kind: string): ReadonlySet<string> {
  return syntax.read('tsx', fs.readFileSync(path.join(root, file), 'utf8'), tree => {
    const nodes = [...descendants(tree)].filter(node => node.type === kind);
    return new Set(nodes.map(node => node.text));
  });
}
