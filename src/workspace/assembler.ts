import type { Node } from '@vscode/tree-sitter-wasm';
import type { Assembled, CodeAssembler, Language } from '../engine/task.ts';
import { boundNames } from './boundNames.ts';
import { codeBlocks, withoutThinking } from './codeBlocks.ts';
import { companionsOf } from './companions.ts';
import { type Draft, type DraftSearch, findDrafts, type Target } from './findCandidate.ts';
import { fitFunction, type Placed } from './fitFunction.ts';
import { baseName, type FunctionSite, functionsIn } from './functions.ts';
import { rowsInsideStrings } from './indentation.ts';
import { normalizedCode } from './normalizedCode.ts';
import { descendants, namedChildrenOf, type Span, type Syntax } from './syntax.ts';
import { syntaxProblem } from './syntaxProblem.ts';

/** Longer texts are refused: no function is that long, and every step here is linear at best. */
const longestText = 200_000;

/** An assembler for one function of a file. `site` holds the function's offsets in `text`. */
export function createAssembler(options: {
  readonly syntax: Syntax;
  readonly language: Language;
  readonly text: string;
  readonly site: FunctionSite;
}): CodeAssembler {
  const { syntax, language, text, site } = options;
  const file = fileOf(options);
  const head = file.original.text.slice(file.original.site.head.start, file.original.site.head.end);
  const target: Target = { syntax, language, site: file.original.site, head };
  const before = syntax.read(language, text, root => normalizedCode(root, site.range));
  return {
    assemble(answer) {
      if (answer.length > longestText) {
        return unusable(`The answer is ${answer.length} characters long; the limit is ${longestText}.`);
      }
      const search = findDrafts(codeBlocks(withoutThinking(answer)), target);
      let first: Assembled | undefined;
      for (const draft of search.drafts) {
        const assembled = place(file, draft);
        if (assembled.type === 'assembled' && assembled.normalized !== before) return assembled;
        if (first?.type !== 'assembled') first = assembled;
      }
      return first ?? unusable(whyNothing(search, site.name));
    },
  };
}

type File = {
  readonly syntax: Syntax;
  readonly language: Language;
  readonly text: string;
  readonly site: FunctionSite;
  /** The same with line ends as \n. */
  readonly original: Placed;
  readonly names: ReadonlySet<string>;
  readonly takesImports: boolean;
  readonly hasError: boolean;
};

function fileOf({ syntax, language, text, site }: Parameters<typeof createAssembler>[0]): File {
  const plain = text.replaceAll('\r\n', '\n');
  return syntax.read(language, plain, root => {
    const start = text.slice(0, site.range.start).replaceAll('\r\n', '\n').length;
    const same = functionsIn(root, language).find(
      found => found.range.start === start && found.name === site.name,
    );
    const top = namedChildrenOf(root);
    return {
      syntax,
      language,
      text,
      site,
      original: { text: plain, site: same ?? site },
      names: new Set(top.flatMap(boundNames)),
      takesImports:
        language !== 'javascript' || top.some(node => /^(import|export)_statement$/.test(node.type)),
      hasError: root.hasError,
    };
  });
}

function place(file: File, draft: Draft): Assembled {
  const { syntax, language, text, site } = file;
  const candidate = renamed(file, draft);
  const code = syntax.read(language, candidate.text, root =>
    fitFunction({
      language,
      original: file.original,
      candidate,
      companions: companionsOf(root, candidate.site.range, file.names),
      fixedRows: rowsInsideStrings(root),
      takesImports: file.takesImports,
    }),
  );
  const written = text.includes('\r\n') ? code.replaceAll('\n', '\r\n') : code;
  const fileText = text.slice(0, site.range.start) + written + text.slice(site.range.end);
  return checked(file, { code: written, fileText, normalized: '' });
}

/** The assembled code when it parses at its place; the rest of the file must not suffer from it. */
function checked(file: File, made: { code: string; fileText: string; normalized: string }): Assembled {
  const start = file.site.range.start;
  const span: Span = { start, end: start + made.code.length };
  return file.syntax.read(file.language, made.fileText, root => {
    const line = made.fileText.slice(0, start).split('\n').length;
    const placed = functionsIn(root, file.language).find(
      site => site.range.start >= start && site.range.end <= span.end && site.name === file.site.name,
    );
    const isInside = (node: Node) => node.startIndex >= span.start && node.endIndex <= span.end;
    const touches = (node: Node) => node.endIndex > span.start && node.startIndex < span.end;
    for (const node of descendants(root, around => touches(around) && !isInside(around))) {
      const problem = isInside(node) ? syntaxProblem(node) : undefined;
      if (problem) return unusable(`Syntax error in line ${problem.line - line + 1}: ${problem.what}.`);
    }
    if (!placed) return unusable(`The code does not define ${file.site.name} alone.`);
    if (root.hasError && !file.hasError) return unusable('The code breaks the syntax of the file around it.');
    return { type: 'assembled', ...made, normalized: normalizedCode(root, span) };
  });
}

/** The draft under the original's name, so that calls to itself go on working. */
function renamed({ syntax, language, site }: File, draft: Draft): Draft {
  const [from, to] = [baseName(draft.site.name), baseName(site.name)];
  if (from === to || from === '' || !/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(to) || to === 'default')
    return draft;
  const text = syntax.read(language, draft.text, root => {
    let result = draft.text;
    const places = [...descendants(root)].filter(
      node =>
        node.text === from && (node.type === 'identifier' || node.startIndex === draft.site.nameSpan?.start),
    );
    for (const node of places.toReversed()) {
      if (node.childCount === 0) result = result.slice(0, node.startIndex) + to + result.slice(node.endIndex);
    }
    return result;
  });
  const index = syntax
    .read(language, draft.text, root => functionsIn(root, language))
    .findIndex(found => found.self.start === draft.site.self.start);
  const again = syntax.read(language, text, root => functionsIn(root, language))[index];
  return again ? { text, site: again } : draft;
}

function whyNothing(search: DraftSearch, name: string): string {
  const { problem, others } = search;
  if (problem)
    return `Syntax error in line ${problem.line}, column ${problem.column} of the answer's code: ${problem.what}.`;
  if (others.length > 0) return `The answer defines ${others.join(', ')} but not ${name}.`;
  return 'The answer holds no code that could be used.';
}

function unusable(error: string): Assembled {
  return { type: 'unusable', error };
}
