import type { Language } from '../engine/task.ts';
import { withoutThinking } from './codeBlocks.ts';
import { dedent } from './indentation.ts';
import { escaped } from './searchMentions.ts';

/**
 * The code that is being written at the end of a text: what follows the fence that is still open, or the whole text where
 * it has no fence and begins with code. Its last line is complete. Undefined where no code is being written.
 */
export function codeBeingWritten(text: string): string | undefined {
  const whole = withoutThinking(text.replaceAll('\r\n', '\n'));
  const lines = whole.slice(0, whole.lastIndexOf('\n') + 1).split('\n');
  let marker = '';
  let start = 0;
  let hasFence = false;
  for (const [index, line] of lines.entries()) {
    const [, fence = '', info = ''] = /^[ \t]*(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (fence === '') continue;
    hasFence = true;
    if (marker === '' && !info.includes('`')) [marker, start] = [fence, index + 1];
    else if (marker !== '' && fence.startsWith(marker) && info.trim() === '') marker = '';
  }
  if (marker !== '') return lines.slice(start).join('\n');
  return !hasFence && beginsWithCode.test(whole) ? lines.join('\n') : undefined;
}

const beginsWithCode =
  /^\s*(?:@?\w+[ \t]*\(|(?:async|export|function|const|let|var|def|class|import|from)\s)/;

/**
 * Ways to read code that defines a function by this name: as it is, and from each line on that begins such a definition.
 * Empty while none has begun, so that prose before the code is not taken for it.
 */
export function definitionsBegun(code: string, language: Language, name: string): readonly string[] {
  const begins = definitionOf(language, name);
  const lines = code.split('\n');
  const starts = lines.flatMap((line, index) => (begins.test(line) ? [index] : []));
  if (starts.length === 0) return [];
  const rest = starts.slice(-10).map(start => dedent(lines.slice(start).join('\n')));
  return [...new Set([dedent(code), ...rest])];
}

function definitionOf(language: Language, name: string): RegExp {
  const written = escaped(name);
  if (language === 'python') return new RegExp(`^\\s*(?:async\\s+)?def\\s+${written}\\s*[(\\[]`);
  const words = '(?:(?:export|default|async|static|get|set|public|private|protected|override)\\s+)*';
  const forms = [
    `${words}function\\s*\\*?\\s*${written}\\s*[(<]`,
    `${words}(?:const|let|var)\\s+${written}\\s*[:=]`,
    `(?:[\\w$]+\\s*\\.\\s*)*${written}\\s*[:=]\\s*(?:async\\b|function\\b|\\(|<|\\w+\\s*=>)`,
    `${words}\\*?\\s*${written}\\s*[(<].*\\{\\s*$`,
  ];
  return new RegExp(`^\\s*(?:${forms.join('|')})`);
}
