import type { TalkFinder } from './exhibitTalk.ts';

/** Names whose words speak to a judge are shown as name1, name2, ... */
export class Names {
  readonly #keep: string;
  readonly #finder: TalkFinder;
  readonly #known = new Map<string, string>();
  readonly #shown = new Set<string>();
  readonly talk: string[] = [];

  constructor(keep: string, finder: TalkFinder) {
    this.#keep = keep;
    this.#finder = finder;
  }

  shown(name: string): string {
    if (name.length < 8 || name === this.#keep) return name;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const speaks = this.#finder.speaksIn(spelled(name));
    const given = speaks ? `name${this.#shown.size + 1}` : name;
    if (speaks) {
      this.#shown.add(given);
      this.talk.push(name.slice(0, 200));
    }
    this.#known.set(name, given);
    return given;
  }

  isTalk(shown: string): boolean {
    return this.#shown.has(shown);
  }
}

/** "ignoreAllInstructions_10" as words. */
export function spelled(name: string): string {
  return name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{L})(\d)/gu, '$1 $2')
    .replace(/[_$]+/g, ' ');
}
