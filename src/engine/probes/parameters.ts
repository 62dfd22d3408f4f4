import type { CodeTask } from '../task.ts';
import { splitOutside } from './splitOutside.ts';
import { recordType, type Tagged, taggedTypes } from './typeNames.ts';

/** A parameter as the signature shows it. */
export type Parameter = {
  readonly name: string;
  /** As written in the signature or in the JSDoc comment. */
  readonly type?: string;
  /** It has a default or is marked optional. */
  readonly optional: boolean;
};

type Signed = Pick<CodeTask, 'language' | 'signature' | 'documentation'>;

/** The positional parameters of a function; undefined when they cannot be read, or some cannot be filled from outside. */
export function parametersOf(task: Signed): readonly Parameter[] | undefined {
  const inside = parenthesized(task.signature);
  if (inside === undefined) return undefined;
  const parts = splitOutside(inside, ',')
    .map(part => part.trim())
    .filter(part => part !== '');
  const read = task.language === 'python' ? pythonParameter : javascriptParameter;
  const parameters: Parameter[] = [];
  for (const part of parts) {
    if (/^(?:\*|\.\.\.|\/$)/.test(part)) break;
    if (parameters.length === 0 && /^(?:self|cls|this)\b/.test(part)) return undefined;
    const parameter = read(part);
    if (!parameter) return undefined;
    const type = parameter.type ?? documentedType(task.documentation, parameter.name);
    parameters.push({ ...parameter, ...(type !== undefined && { type }) });
  }
  return parameters;
}

function parenthesized(signature: string): string | undefined {
  const arrow = /=\s*(?:async\s+)?(\w+)\s*=>/.exec(signature);
  if (arrow) return arrow[1];
  const open = signature.indexOf('(');
  if (open < 0) return undefined;
  let depth = 0;
  for (let at = open; at < signature.length; at++) {
    if (signature[at] === '(') depth += 1;
    if (signature[at] === ')') depth -= 1;
    if (depth === 0) return signature.slice(open + 1, at);
  }
  return undefined;
}

function pythonParameter(part: string): Parameter | undefined {
  const found = /^(\w+)\s*(?::\s*([^=]+?))?\s*(=.*)?$/s.exec(part);
  return found ? parameter(found[1], found[2], found[3] !== undefined) : undefined;
}

function javascriptParameter(part: string): Parameter | undefined {
  const found = /^([\w$]+)(\?)?\s*(?::\s*(.+?))?\s*(=(?!>).*)?$/s.exec(part);
  return found ? parameter(found[1], found[3], found[2] !== undefined || found[4] !== undefined) : undefined;
}

function parameter(name = '', type: string | undefined, optional: boolean): Parameter {
  return { name, optional, ...(type !== undefined && { type: type.trim() }) };
}

/** From `@param {number[]} name`, or `name (int):`, `:type name: int` and `:param int name:` as docstrings have it. */
function documentedType(documentation: string, name: string): string | undefined {
  const tagged = taggedTypes(documentation, /@param\s+\{/g);
  const own = tagged.find(tag => tag.name === name);
  if (own) return typeWithFields(own, tagged);
  const escaped = name.replace(/\$/g, '\\$');
  const styles = [
    `^\\s*${escaped}\\s*\\(([\\w[\\], |]+?)(?:,\\s*optional)?\\)\\s*:`,
    `:type\\s+${escaped}\\s*:\\s*([^\\n]+)`,
    `:param\\s+([\\w[\\], |]+?)\\s+${escaped}\\s*:`,
  ];
  const found = styles.map(style => new RegExp(style, 'm').exec(documentation)?.[1]);
  return found.find(type => type !== undefined)?.trim();
}

/** With lines for `name.field` or `name[].field` it is a record, or a list of records. */
function typeWithFields({ name, type }: Tagged, tagged: readonly Tagged[]): string {
  for (const [prefix, end] of [
    [`${name}.`, ''],
    [`${name}[].`, '[]'],
  ] as const) {
    const inside = tagged.filter(tag => tag.name.startsWith(prefix));
    const fields = inside.map(tag => ({ ...tag, name: tag.name.slice(prefix.length) }));
    const flat = fields.filter(tag => !/[.[]/.test(tag.name));
    if (flat.length > 0)
      return recordType(flat.map(tag => ({ ...tag, type: typeWithFields(tag, fields) }))) + end;
  }
  return type.trim();
}
