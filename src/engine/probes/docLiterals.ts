/** What a documentation mentions that inputs may be made of. */
export type DocLiterals = {
  readonly integers: readonly number[];
  /** Quoted texts, names, and tokens with brackets or signs. */
  readonly texts: readonly string[];
  /** Characters quoted alone, brackets and operators. */
  readonly characters: readonly string[];
};

export function docLiterals(whole: string): DocLiterals {
  const documentation = whole.replace(/@\w+\s+\{[^\n]*?\}+\s+\S+/g, '');
  const find = (pattern: RegExp) => [...documentation.matchAll(pattern)].map(found => found[1] ?? found[0]);
  const integers = find(/(?<![\w.])-?\d{1,5}(?![\w.])/g).map(Number);
  const quoted = [...find(/'([^'\n]{1,25})'/g), ...find(/"([^"\n]{1,25})"/g), ...find(/`([^`\n]{1,25})`/g)];
  const names = find(/(?<=[a-z,:"] )[A-Z][a-z]+/g);
  const odd = documentation
    .split(/\s+/)
    .map(token => token.replace(/^[.,;:]+|[.,;:]+$/g, ''))
    .filter(token => token.length <= 25 && /[[\](){}<>/*+%-]/.test(token) && !/^[([]?\w+[)\]]?$/.test(token));
  const single = quoted.filter(word => word.length === 1);
  const signs = odd.flatMap(token => [...token]).filter(character => '<>()[]{}+-*/%'.includes(character));
  return {
    integers: distinct(integers).sort((left, right) => left - right),
    texts: distinct([...quoted, ...names, ...odd]).sort(),
    characters: distinct([...single, ...signs]).sort(),
  };
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
