import type { CodeTask } from '../task.ts';
import type { Shape } from './shape.ts';
import { splitOutside } from './splitOutside.ts';

/** A type that has a name: what it stands for, with the parameters of a generic one and what they are by themselves. */
export type DeclaredType = {
  readonly parameters: readonly { readonly name: string; readonly type: string }[];
  readonly type: string | Shape;
};

export type DeclaredTypes = ReadonlyMap<string, DeclaredType>;

type Declared = readonly [name: string, type: DeclaredType];

/** The types that a task's context, documentation and signature declare. */
export function declaredTypes({
  language,
  signature,
  documentation,
  context,
}: Pick<CodeTask, 'language' | 'signature' | 'documentation' | 'context'>): DeclaredTypes {
  const found =
    language === 'python'
      ? pythonTypes(context)
      : [
          ...typescriptTypes(context),
          ...typedefs(`${context.replace(/^[ \t]*\/?\*+\/?/gm, '')}\n${documentation}`),
          ...templates(documentation),
        ];
  const whole = found.filter(([, { type }]) => typeof type !== 'string' || !type.includes(cutOff));
  const free = genericsOf(language, signature);
  return new Map([...whole, ...free.map(({ name, type }): Declared => [name, { parameters: [], type }])]);
}

/** Stands in a context where a long declaration was cut. */
const cutOff = ' …';

/** The type parameters of a function. */
function genericsOf(language: CodeTask['language'], signature: string): DeclaredType['parameters'] {
  const opening =
    language === 'python' ? /^\s*(?:async\s+)?def\s+\w+\s*\[/ : /^[^(=]*(?:=\s*(?:async\s*)?)?</;
  const start = opening.exec(signature)?.[0].length;
  if (start === undefined || !/^.\s*\(/s.test(signature.slice(endOf(signature, start)))) return [];
  return parametersIn(signature, start);
}

/** Of `<T, U extends string>` or `[T, U: str]`, from behind the opening bracket; the first free one is an integer, others text. */
function parametersIn(source: string, start: number): DeclaredType['parameters'] {
  const inside = source.slice(start, endOf(source, start));
  return splitOutside(inside, ',')
    .map(part => /^\s*(?:const\s+)?(\w+)\s*(?:(?:extends|:)\s*([^=]+))?(?:=\s*(.+))?$/s.exec(part))
    .filter(found => found !== null)
    .map(([, name = '', bound, standard], i) => ({
      name,
      type: (standard ?? bound ?? freeType(i)).trim(),
    }));
}

const freeType = (place: number) => (place === 0 ? 'integer' : 'string');

/** Where the bracket closes that was opened before `start`, or the end. */
function endOf(source: string, start: number): number {
  let depth = 1;
  for (let at = start; at < source.length; at++) {
    const character = source[at] ?? '';
    if ('([{<'.includes(character)) depth += 1;
    else if (')]}'.includes(character) || (character === '>' && source[at - 1] !== '=')) depth -= 1;
    if (depth === 0) return at;
  }
  return source.length;
}

function typescriptTypes(context: string): readonly Declared[] {
  const aliases = [...context.matchAll(/\btype\s+(\w+)\s*(<[^=]*>)?\s*=(?!=)/g)].map((found): Declared => {
    const type = aliasFrom(context.slice(found.index + found[0].length));
    return [found[1] ?? '', { parameters: parametersOfGeneric(found[2]), type }];
  });
  const interfaces = [
    ...context.matchAll(/\binterface\s+(\w+)\s*(<[^{]*?>)?\s*(?:extends\s+([^{]+))?\{/g),
  ].map((found): Declared => {
    const start = found.index + found[0].length;
    const own = `{${context.slice(start, endOf(context, start))}}`;
    const type = [...splitOutside(found[3] ?? '', ',').filter(part => part.trim() !== ''), own].join(' & ');
    return [found[1] ?? '', { parameters: parametersOfGeneric(found[2]), type }];
  });
  return [...aliases, ...interfaces, ...enums(context), ...constants(context)];
}

function parametersOfGeneric(source: string | undefined): DeclaredType['parameters'] {
  return source === undefined ? [] : parametersIn(source, 1);
}

/** Up to a semicolon, or a line's end behind which the type does not go on. */
function aliasFrom(source: string): string {
  const [statement = ''] = splitOutside(source, ';');
  const lines = splitOutside(statement, '\n');
  const end = lines.findIndex((line, i) => {
    const soFar = lines.slice(0, i + 1).join('\n');
    return soFar.trim() !== '' && !/[|&=:?]\s*$/.test(line) && !/^\s*[|&?:]/.test(lines[i + 1] ?? '');
  });
  return (end < 0 ? lines : lines.slice(0, end + 1)).join('\n');
}

function enums(context: string): readonly Declared[] {
  return [...context.matchAll(/\benum\s+(\w+)\s*\{([^}]*)\}/g)].map(([, name = '', body = '']): Declared => {
    let next = 0;
    const values = splitOutside(body, ',')
      .map(member => /^\s*['"]?[\w$]+['"]?\s*(?:=\s*(.+?)\s*)?$/s.exec(member))
      .filter(found => found !== null)
      .map(([, value]) => {
        const written = value ?? String(next);
        next = Number(written) + 1;
        return written;
      });
    return [name, { parameters: [], type: values.join(' | ') }];
  });
}

/** Lists `as const`, for `(typeof names)[number]`. */
function constants(context: string): readonly Declared[] {
  return [...context.matchAll(/\bconst\s+(\w+)\s*=\s*(\[[^\]]*\])\s*as\s+const\b/g)].map(
    ([, name = '', type = '']): Declared => [name, { parameters: [], type }],
  );
}

/** `@typedef {type} Name`, with the `@property` lines behind it. */
function typedefs(text: string): readonly Declared[] {
  return [...text.matchAll(/@typedef\s+\{/g)].flatMap((found): readonly Declared[] => {
    const start = found.index + found[0].length;
    const end = endOf(text, start);
    const type = text.slice(start, end);
    const rest = text.slice(end + 1);
    const name = /^\s*(\w+)/.exec(rest)?.[1];
    if (name === undefined) return [];
    const fields = taggedTypes(rest.split(/@(?!prop)/)[0] ?? '', /@prop(?:erty)?\s+\{/g);
    return [[name, { parameters: [], type: fields.length === 0 ? type : recordType(fields) }]];
  });
}

/** The names, with dots where they are of fields, and types of the lines `@tag {type} [name]`. */
export function taggedTypes(text: string, tag: RegExp): readonly Tagged[] {
  return [...text.matchAll(tag)].flatMap((found): readonly Tagged[] => {
    const start = found.index + found[0].length;
    const end = endOf(text, start);
    const [, bracket, name] = /^\s*(\[)?\s*([\w$.]+(?:\[\]\.[\w$.]+)?)/.exec(text.slice(end + 1)) ?? [];
    const type = text.slice(start, end);
    const optional = bracket !== undefined || type.trim().endsWith('=');
    return name === undefined ? [] : [{ name, type, optional }];
  });
}

export type Tagged = { readonly name: string; readonly type: string; readonly optional: boolean };

/** The fields as a record type. */
export function recordType(fields: readonly Tagged[]): string {
  return `{ ${fields.map(({ name, type, optional }) => `${name}${optional ? '?' : ''}: ${type}`).join('; ')} }`;
}

function templates(documentation: string): readonly Declared[] {
  const names = [...documentation.matchAll(/@template\s+(?:\{([^}]+)\}\s*)?(\w+)/g)];
  return names.map(
    ([, bound, name = ''], i): Declared => [name, { parameters: [], type: bound ?? freeType(i) }],
  );
}

function pythonTypes(context: string): readonly Declared[] {
  let free = 0;
  return splitOutside(context, '\n').flatMap((statement): readonly Declared[] => {
    const found = /^(?:type\s+)?(\w+)\s*(?::\s*[\w.]*TypeAlias\s*)?=\s*(.+)$/s.exec(statement.trim());
    const [, name = '', value = ''] = found ?? [];
    const made = /^(?:\w+\.)?(NewType|TypeVar|TypedDict)\(\s*['"]\w+['"]\s*,?\s*(.*)\)$/s.exec(value);
    const [, maker, rest = ''] = made ?? [];
    const types = splitOutside(rest, ',').map(part => part.trim());
    const bound = types.find(part => part.startsWith('bound='))?.slice('bound='.length);
    const [first = ''] = types.filter(part => part !== '' && !/^\w+\s*=/.test(part));
    if (name === '') return [];
    if (maker === undefined) return [[name, { parameters: [], type: value }]];
    return [[name, { parameters: [], type: first || bound || freeType(free++) }]];
  });
}
