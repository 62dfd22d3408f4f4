/** The text without its thinking: `<think>` parts are dropped, also one that was never closed. */
export function withoutThinking(text: string): string {
  return text.replace(/<think(?:ing)?>[\s\S]*?(?:<\/think(?:ing)?>|$)/gi, '').trim();
}

/**
 * The answer of a text in canonical form, so that equal answers are equal strings: the last `Answer:` line, else the
 * last \boxed{...}, else the last code block, else the whole text. Undefined when the text holds no answer; such a
 * sample is no vote.
 */
export function canonicalAnswer(text: string): string | undefined {
  const visible = withoutThinking(text);
  const found = lastAnswerLine(visible) ?? lastBoxed(visible) ?? lastBlock(visible) ?? visible;
  const canonical = canonicalValue(found);
  return canonical === '' ? undefined : canonical;
}

/** Whether a text says itself what its answer is, outside its thinking. */
export function statesAnswer(text: string): boolean {
  const visible = withoutThinking(text);
  return (lastAnswerLine(visible) ?? lastBoxed(visible)) !== undefined;
}

function lastAnswerLine(text: string): string | undefined {
  return [
    ...text.matchAll(
      /^[\s>*_#-]*(?:(?:so|thus|therefore|hence)?,?\s*(?:the|my)\s+)?(?:final\s+)?answer[\s*_]*(?::|\bis\b)[\s*_:]*(\S.*)$/gim,
    ),
  ].at(-1)?.[1];
}

function lastBoxed(text: string): string | undefined {
  const start = text.lastIndexOf('\\boxed{');
  if (start < 0) return undefined;
  let depth = 0;
  for (let i = start + 6; i < text.length; i++) {
    if (text[i] === '{') depth += 1;
    if (text[i] === '}') depth -= 1;
    if (depth === 0) return text.slice(start + 7, i);
  }
  return undefined;
}

function lastBlock(text: string): string | undefined {
  return [...text.matchAll(/^```[^\n]*\n([\s\S]*?)^```/gm)].at(-1)?.[1];
}

/** Numbers lose separators, units of money and needless zeros; choices their brackets; text its case and punctuation. */
function canonicalValue(value: string): string {
  const bare = value
    .trim()
    .replace(/^[\s"'`*_$]+|[\s"'`*_.$!,;]+$/g, '')
    .replace(/^\((.*)\)$/, '$1')
    .replace(/\s+/g, ' ');
  const number = /^[-+]?\d[\d,]*(?:\.\d+)?$/.exec(bare.replace(/^([-+]?)[$€£]\s?/, '$1'));
  if (number) {
    const parsed = Number(number[0].replaceAll(',', ''));
    if (Number.isSafeInteger(parsed) || !Number.isInteger(parsed)) return String(parsed);
  }
  const choice = /^\(?([A-Za-z])(?:[).:](?:\s|$).*)?$/.exec(bare);
  if (choice?.[1]) return choice[1].toUpperCase();
  return bare.toLowerCase();
}
