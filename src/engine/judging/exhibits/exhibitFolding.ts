/** Signs that nobody sees or that have no meaning: joiners, marks of direction, tags, private ones; attacks hide words in them. */
const unseen = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Co}]/gu;

/** The text without signs that nobody sees, and without control characters but for tabs and line ends. */
export function seen(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replace(unseen, '')
    .replace(/[\p{Cc}]/gu, sign => (sign === '\n' || sign === '\t' ? sign : ''));
}

/** What tag characters spell, which a model may read and a person does not. */
export function spelledByTags(text: string): string {
  return [...text]
    .map(sign => (sign.codePointAt(0) ?? 0) - 0xe0000)
    .filter(code => code >= 0x20 && code < 0x7f)
    .map(code => String.fromCharCode(code))
    .join('');
}

/**
 * The text as it is looked through for words to a judge: in lower case, look-alike letters and digits for letters made the
 * letters they pass for, entities read, spaced-out words closed. Never shown.
 */
export function folded(text: string): string {
  return seen(text)
    .replace(/&#(x[\da-f]{1,6}|\d{1,7});/gi, (_, code: string) => fromCode(code))
    .replace(/&(lt|gt|quot|amp|nbsp);/gi, (_, name: string) => entities[name.toLowerCase()] ?? ' ')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[\u0370-\u03FF\u0400-\u04FF]/g, letter => lookAlikes.get(letter) ?? letter)
    .toLowerCase()
    .replace(/(?<=[a-z])[013457@$](?=[a-z])/g, digit => leet[digit] ?? digit)
    .replace(/(?<![a-z])(?:[a-z][ .\-_*]){3,}[a-z](?![a-z])/g, spaced => spaced.replace(/[ .\-_*]/g, ''))
    .replace(/[‘’`´]/g, "'")
    .replace(/[ \t]+/g, ' ')
    .trim();
}

function fromCode(code: string): string {
  const point =
    code.startsWith('x') || code.startsWith('X') ? Number.parseInt(code.slice(1), 16) : Number(code);
  return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : ' ';
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', amp: '&', nbsp: ' ' };
const leet: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
};
/** Greek and Cyrillic letters that look Latin, and what they look like. */
const foreign = [...'аАвВеЕёкКмМнНоОрРсСтТуУхХіІјЈѕЅԁһαΑΒΕεΗΙιΚκΜΝνΟοΡρΤτΥυΧχ'];
const latin = [...'aAbBeEekKmMhHoOpPcCtTyYxXiIjJsSdhaABEeHIiKkMNvOoPpTtYyXx'];
const lookAlikes = new Map(foreign.map((letter, at) => [letter, latin[at] ?? letter]));

/** What runs of base64 or hexadecimal digits in a text say, where they say anything in plain letters. */
export function decoded(text: string): readonly string[] {
  const base64 = text.match(/(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{16,}={0,2}/g) ?? [];
  const hex = text.match(/(?<![\da-fA-F])(?:[\da-fA-F]{2}[ ]?){12,}(?![\da-fA-F])/g) ?? [];
  const escapes = text.match(/(?:\\x[\da-fA-F]{2}|\\u[\da-fA-F]{4}|%[\da-fA-F]{2}){6,}/g) ?? [];
  const bytes = [
    ...base64.map(bytesOfBase64),
    ...[...hex, ...escapes].map(run =>
      (run.replace(/\\x|\\u00|[% ]/g, '').match(/../g) ?? []).map(pair => Number.parseInt(pair, 16)),
    ),
  ];
  return bytes.map(plain).filter(said => said !== undefined);
}

const base64Digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function bytesOfBase64(run: string): readonly number[] {
  const bits = [...run.replace(/=+$/, '')]
    .map(digit => base64Digits.indexOf(digit).toString(2).padStart(6, '0'))
    .join('');
  return (bits.match(/.{8}/g) ?? []).map(byte => Number.parseInt(byte, 2));
}

function plain(bytes: readonly number[]): string | undefined {
  const isPlain = bytes.length >= 8 && bytes.every(byte => byte === 10 || (byte >= 32 && byte < 127));
  return isPlain ? String.fromCharCode(...bytes) : undefined;
}
