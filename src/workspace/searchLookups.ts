import type { Node } from '@vscode/tree-sitter-wasm';
import type { CodeTask, Language } from '../engine/task.ts';
import { boundNames, isImport } from './boundNames.ts';
import { baseName, type FunctionSite, functionsIn } from './functions.ts';
import { type Import, importsOf } from './importsOf.ts';
import { descendants, namedChildrenOf, nodeAt, type Syntax } from './syntax.ts';

/** A name whose definition would help, and why. */
export type Lookup = {
  /** As its definition has it; `default` is a default export. */
  readonly name: string;
  /** The larger the more it is worth. */
  readonly rank: number;
  readonly because: string;
  /** The import that brings it into a file (absolute path); without one any file may define it. */
  readonly by?: { readonly import: Import; readonly into: string };
  /** Defined in the task's own file. */
  readonly isOwn?: true;
};

/** How much the reasons to look a name up are worth; a caller is worth 40 and a function with a like name up to 30. */
const ranks = {
  failure: 100,
  missing: 95,
  imported: 90,
  own: 88,
  waiting: 85,
  type: 80,
  said: 75,
  nearby: 38,
  tests: 35,
} as const;

/** The file of the task, as it stands in the editor. */
export type OwnFile = { readonly path: string; readonly language: Language; readonly text: string };

/** What the function, its documentation and its failures speak of, each name once. */
export function lookupsOf(
  syntax: Syntax,
  own: OwnFile,
  task: CodeTask,
  terms: readonly string[],
): readonly Lookup[] {
  const { language, text } = own;
  const found = syntax.read(language, text, root => {
    const site = functionsIn(root, language).find(
      ({ name, range }) => name === task.functionName && text.slice(range.start, range.end) === task.original,
    );
    return site ? spokenOf(root, own, site) : [];
  });
  const said = codeWords(`${task.documentation}\n${task.instruction ?? ''}`).map(name =>
    lookup(name, ranks.said, `the documentation speaks of ${name}`),
  );
  const failed = terms.map(name => lookup(name, ranks.failure, `a failure speaks of ${name}`));
  return once([...failed, ...found, ...said]).filter(({ name }) => name !== baseName(task.functionName));
}

/** Names a test file takes in from elsewhere in the workspace than the task's file. */
export function testLookups(syntax: Syntax, tests: OwnFile): readonly Lookup[] {
  return syntax.read(tests.language, tests.text, root =>
    importsOf(root, tests.language).flatMap(one =>
      one.names
        .filter(({ there }) => there !== '*')
        .map(({ there, here }) => ({
          ...lookup(there, ranks.tests, `its tests use ${here}`),
          by: { import: one, into: tests.path },
        })),
    ),
  );
}

function lookup(name: string, rank: number, because: string): Lookup {
  return { name, rank, because };
}

/** Each name with its best reason. */
export function once(lookups: readonly Lookup[]): readonly Lookup[] {
  const best = new Map<string, Lookup>();
  for (const one of lookups) {
    const key = one.name === 'default' ? `default ${one.by?.import.module}` : one.name;
    const known = best.get(key);
    if (!known || known.rank < one.rank)
      best.set(key, { ...one, ...(known?.by && !one.by && { by: known.by }) });
  }
  return [...best.values()].toSorted((left, right) => right.rank - left.rank);
}

function spokenOf(root: Node, own: OwnFile, site: FunctionSite): readonly Lookup[] {
  const node = nodeAt(root, site.range);
  const { used, members, types } = namesIn(node);
  const beside = namesIn(root, inner => inner.id !== node.id && !isImport(inner));
  const imports = importsOf(root, own.language);
  const imported = imports.flatMap(one =>
    one.names.flatMap(({ there, here }) => {
      const by = { import: one, into: own.path };
      const inside = membersOf(here, members, by);
      if (there === '*') return inside;
      const [rank, because] = types.has(here)
        ? [ranks.type, `the type ${here}`]
        : used.has(here)
          ? [ranks.imported, `the function uses ${here}`]
          : beside.used.has(here) || beside.types.has(here)
            ? [ranks.nearby, `the file uses ${here}`]
            : [ranks.waiting, `the file imports ${here}`];
      return [{ ...lookup(there, rank, because), by }, ...inside];
    }),
  );
  const bound = new Set(imports.flatMap(one => one.names.map(({ here }) => here)));
  const top = new Set(
    namedChildrenOf(root)
      .filter(one => !isImport(one))
      .flatMap(boundNames),
  );
  const inner = functionsIn(root, own.language).filter(
    ({ range }) => range.start >= site.range.start && range.end <= site.range.end,
  );
  const local = new Set([...inner.flatMap(one => one.parameterNames), ...localNames(node)]);
  const free = [...used, ...types].filter(name => !bound.has(name) && !local.has(name));
  const others = free.map(name => {
    if (top.has(name))
      return { ...lookup(name, ranks.own, `the function uses ${name}`), isOwn: true as const };
    return types.has(name)
      ? lookup(name, ranks.type, `the type ${name}`)
      : lookup(name, ranks.missing, `the function uses ${name}, which its file does not import`);
  });
  return [...imported, ...others];
}

/** What a function takes from a module by its name: `parse` of `ranges.parse`. */
function membersOf(
  module: string,
  members: ReadonlyMap<string, ReadonlySet<string>>,
  by: NonNullable<Lookup['by']>,
): readonly Lookup[] {
  const names = members.get(module) ?? new Set();
  return [...names].map(name => ({
    ...lookup(name, ranks.imported, `the function uses ${module}.${name}`),
    by,
  }));
}

type Names = {
  readonly used: ReadonlySet<string>;
  /** Properties by the name of what they are taken from. */
  readonly members: ReadonlyMap<string, ReadonlySet<string>>;
  readonly types: ReadonlySet<string>;
};

function namesIn(root: Node, enter: (node: Node) => boolean = () => true): Names {
  const used = new Set<string>();
  const types = new Set<string>();
  const members = new Map<string, Set<string>>();
  for (const node of descendants(root, enter)) {
    if (node.type === 'type_identifier') types.add(node.text);
    if (node.type === 'identifier' && node.parent?.type === 'type') types.add(node.text);
    else if (/^(identifier|shorthand_property_identifier)$/.test(node.type) && !isMember(node))
      used.add(node.text);
    const object = node.childForFieldName('object');
    const property = node.childForFieldName('property') ?? node.childForFieldName('attribute');
    if (object && property) {
      members.set(object.text, (members.get(object.text) ?? new Set()).add(property.text));
    }
  }
  for (const name of types) used.delete(name);
  return { used, members, types };
}

/** The name after a dot, or of a keyword argument, stands for nothing of the file. */
function isMember(node: Node): boolean {
  const parent = node.parent;
  const name =
    parent?.type === 'attribute'
      ? parent.childForFieldName('attribute')
      : parent?.type === 'keyword_argument'
        ? parent.childForFieldName('name')
        : undefined;
  return name?.id === node.id;
}

/** What a function declares inside of itself. */
function localNames(node: Node): readonly string[] {
  return [...descendants(node)].flatMap(inner => {
    if (/^(for_in_clause|for_statement|for_in_statement|as_pattern|catch_clause)$/.test(inner.type)) {
      const target = ['left', 'alias', 'parameter'].map(name => inner.childForFieldName(name)).find(Boolean);
      return target ? [...namesIn(target).used] : [];
    }
    return inner.id === node.id
      ? []
      : /declar|assignment|definition/.test(inner.type)
        ? boundNames(inner)
        : [];
  });
}

/** Words of a text that can only be names of code: in backticks, with a parenthesis, or written like names. */
function codeWords(text: string): readonly string[] {
  const marked = [...text.matchAll(/`([A-Za-z_$][\w$.]*)(?:\(\))?`|([A-Za-z_$][\w$.]*)\(/g)];
  const shaped = [
    ...text.matchAll(/\b([a-z]+[A-Z][\w$]*|[A-Z][a-z]+\w*[A-Z]\w*|[a-z]+_\w+|[A-Z]+_[A-Z_]+)\b/g),
  ];
  const typed = [...text.matchAll(/\{[^}]*?\b([A-Z]\w*)[^}]*\}/g)];
  const words = [...marked, ...shaped, ...typed].map(match => match[1] ?? match[2] ?? '');
  return [...new Set(words.filter(word => word.length > 2))];
}
