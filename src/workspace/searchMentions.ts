import { baseName } from './functions.ts';
import { nameWords } from './nameWords.ts';

/** A quick look at a text that tells whether parsing it can be of use; it says yes too often, and seldom no wrongly. */
export type Mentions = {
  /** It may define one of the names. */
  readonly defines: RegExp;
  /** It may call the function, or define one whose name shares a word with it. */
  readonly speaksOf: RegExp;
};

const keywords = String.raw`\b(?:function\*?|class|const|let|var|interface|type|enum|def)\s+`;
const member = String.raw`^\s*(?:(?:async|static|get|set|public|private|protected|readonly|def)\s+)*`;
const never = /$^/;

export function mentionsOf(names: readonly string[], functionName: string): Mentions {
  const own = baseName(functionName);
  const words = nameWords(own).map(escaped).join('|');
  const like = words === '' ? [] : [String.raw`(?:${keywords}|${member})\w*(?:${words})`];
  const wanted = [...new Set(names.map(baseName))].map(escaped).join('|');
  return {
    defines:
      wanted === '' ? never : new RegExp(String.raw`(?:${keywords}|${member})(?:${wanted})(?![\w$])`, 'm'),
    speaksOf: new RegExp([String.raw`\b${escaped(own)}\s*\(`, ...like].join('|'), 'im'),
  };
}

/** A name of any characters, as an object's key may be, for the inside of a regular expression. */
export function escaped(name: string): string {
  return name.replace(/[$.*+?^{}()|[\]\\]/g, String.raw`\$&`);
}
