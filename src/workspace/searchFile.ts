import type { Node } from '@vscode/tree-sitter-wasm';
import { baseName } from './functions.ts';
import { importsOf } from './importsOf.ts';
import { javascriptTests } from './javascriptTests.ts';
import { importsFile } from './moduleLinks.ts';
import { likeness } from './nameWords.ts';
import { pythonTests } from './pythonTests.ts';
import { callersIn } from './searchCallers.ts';
import { type Definition, definitionsIn, isNamed } from './searchDefinitions.ts';
import type { SourceFile } from './searchFiles.ts';
import type { Lookup } from './searchLookups.ts';
import type { Mentions } from './searchMentions.ts';
import type { Span, Syntax } from './syntax.ts';
import { isTestFile } from './testFileNames.ts';

/** What is searched for. */
export type Question = {
  readonly workspace: string;
  /** Absolute path of the task's file. */
  readonly file: string;
  readonly functionName: string;
  readonly lookups: readonly Lookup[];
  readonly mentions: Mentions;
  /** Where the function stands in its own file. */
  readonly range: Span;
};

/** A place in a file that is worth showing. */
export type Found = {
  readonly file: SourceFile;
  readonly span: Span;
  /** Shown where the whole is too long. */
  readonly outline: string;
  readonly because: string;
  readonly rank: number;
  readonly of:
    | { readonly type: 'definition'; readonly lookup: Lookup; readonly definition: Definition }
    | { readonly type: 'caller' }
    | { readonly type: 'like' };
};

export const callerRank = 40;
/** Functions whose names share fewer of their words are left out. */
const leastLikeness = 1 / 3;

/**
 * Everything in one file that answers the question, but nothing that says what tests expect: of what stands beside tests
 * only what they take in, of test files nothing, of other code no call that is checked.
 */
export function searchFile(syntax: Syntax, file: SourceFile, question: Question): readonly Found[] {
  const isSupport = isTestFile(file.name) || isBesideTests(file.name);
  if (!isWorthParsing(file, question, isSupport)) return [];
  return syntax.read(file.language, file.text, root => {
    if (isSupport && hasTests(root, file)) return [];
    const definitions = definitionsIn(root, file.language, file.text);
    const defined = definitionsFound(definitions, file, question, isSupport);
    if (isSupport) return defined;
    const spoken = [...callers(root, file, question), ...alike(definitions, file, question)];
    return [
      ...defined,
      ...spoken.filter(({ span, outline }) => isHarmless(span, file.text) && !checks.test(outline)),
    ];
  });
}

function definitionsFound(
  definitions: readonly Definition[],
  file: SourceFile,
  question: Question,
  isSupport: boolean,
): readonly Found[] {
  const isOwn = file.path === question.file;
  return question.lookups.flatMap(lookup => {
    if (isOwn ? !lookup.isOwn && lookup.by : lookup.isOwn) return [];
    const isMeant = (one: Definition) =>
      lookup.name === 'default'
        ? one.exportedAs === 'default' && isFrom(lookup, file, question)
        : isNamed(one, lookup.name);
    return definitions
      .filter(one => isMeant(one) && !overlaps(one.span, isOwn ? question.range : undefined))
      .filter(one => isOwn || one.exportedAs !== undefined || one.kind === 'method')
      .filter(one => !isSupport || (lookup.by && one.kind !== 'value' && isHarmless(one.span, file.text)))
      .map(definition => ({
        file,
        span: definition.span,
        outline: definition.outline,
        because: lookup.because,
        rank: lookup.rank + (isFrom(lookup, file, question) ? 1 : 0),
        of: { type: 'definition' as const, lookup, definition },
      }));
  });
}

/** Whether the import that brings a name in means this file. */
export function isFrom({ by }: Lookup, file: SourceFile, { workspace }: Question): boolean {
  return by !== undefined && importsFile(by.import, { from: by.into, target: file.path, workspace });
}

const checks = /assert|expect/i;

/** What is shown may not say what a test expects. */
function isHarmless({ start, end }: Span, text: string): boolean {
  return !checks.test(text.slice(start, end));
}

function callers(root: Node, file: SourceFile, question: Question): readonly Found[] {
  const { functionName, file: target, workspace } = question;
  const isOwn = file.path === target;
  const takes =
    isOwn ||
    importsOf(root, file.language).some(one => importsFile(one, { from: file.path, target, workspace }));
  if (!takes) return [];
  const called = callersIn(root, file.language, {
    text: file.text,
    functionName,
    ...(isOwn && { except: question.range }),
  });
  return called.map(({ name, span, outline }) => ({
    file,
    span,
    outline,
    because: name === '' ? `calls ${functionName}` : `${name} calls ${functionName}`,
    rank: callerRank,
    of: { type: 'caller' as const },
  }));
}

function alike(definitions: readonly Definition[], file: SourceFile, question: Question): readonly Found[] {
  return definitions.flatMap(({ name, kind, span, outline }) => {
    const share = likeness(baseName(name), baseName(question.functionName));
    const isOther = file.path !== question.file || !overlaps(span, question.range);
    if (!isOther || share < leastLikeness || (kind !== 'function' && kind !== 'method')) return [];
    const because = `${name} has a name like ${question.functionName}`;
    return [{ file, span, outline, because, rank: 10 + 20 * share, of: { type: 'like' as const } }];
  });
}

/** A quick look before the file is parsed. */
function isWorthParsing(file: SourceFile, question: Question, isSupport: boolean): boolean {
  const { lookups, mentions } = question;
  if (file.path === question.file || mentions.defines.test(file.text)) return true;
  if (lookups.some(one => one.name === 'default' && isFrom(one, file, question))) return true;
  return !isSupport && mentions.speaksOf.test(file.text);
}

function hasTests(root: Node, { language, name }: SourceFile): boolean {
  const { items } = (language === 'python' ? pythonTests(root) : javascriptTests(root)).file;
  return items.length > 0 || /(^|[._-])(test|spec)s?[._-]/i.test(name.slice(name.lastIndexOf('/') + 1));
}

function isBesideTests(name: string): boolean {
  return (
    /(^|\/)(tests?|specs?|__tests__|__mocks__|fixtures)\//.test(name) || /(^|\/)conftest\.py$/.test(name)
  );
}

export function overlaps(left: Span, right: Span | undefined): boolean {
  return right !== undefined && left.start < right.end && left.end > right.start;
}
