import type { Candidate } from './candidate.ts';
import type { TestReport } from './testRunner.ts';

/** What JavaScript, TypeScript and Python say when code speaks of a name that is not there. */
const missing: readonly RegExp[] = [
  /\b([\w$]+) is not defined/g,
  /name '([\w$]+)' is not defined/g,
  /Cannot find name '([\w$]+)'/g,
  /cannot import name '([\w$]+)'/g,
  /does not provide an export named '([\w$]+)'/g,
  /No module named '(?:[\w.]+\.)?(\w+)'/g,
  /([\w$]+) is not a (?:function|constructor)/g,
  /(?:'(\w+)' object|module '(?:[\w.]+\.)?(\w+)') has no attribute '(\w+)'/g,
  /Property '([\w$]+)' does not exist on type '([\w$]+)/g,
  /properties of (?:undefined|null) \(reading '([\w$]+)'\)/g,
];

/** Words written like names: `parseRange`, `parse_range`, `RangeError`. */
const nameShaped = /\b(?:[a-z]+[A-Z]\w*|[A-Z][a-z]+[A-Z]\w*|[a-z]+_[a-z]\w*)\b/g;

const mostTerms = 24;

/** The names that a candidate's failure speaks of: first those that were missing, then other words of its messages. */
export function searchTerms({ error, reward }: Candidate): readonly string[] {
  const reports = (reward?.evidence ?? []).flatMap(one => (one.type === 'tests' ? [one.report] : []));
  const messages = [error ?? '', ...reports.flatMap(messagesOf)].join('\n');
  const everything = [messages, ...reports.filter(isSilent).map(({ output }) => output)].join('\n');
  const named = missing.flatMap(pattern =>
    [...everything.matchAll(pattern)].flatMap(match => match.slice(1)),
  );
  const shaped = [...messages.matchAll(nameShaped)].map(([word]) => word);
  return [...new Set([...named.filter(name => name !== undefined), ...shaped])].slice(0, mostTerms);
}

function messagesOf({ tests }: TestReport): readonly string[] {
  return tests.filter(({ status }) => status === 'failed').map(({ message }) => message ?? '');
}

/** No test told what went wrong. */
function isSilent({ outcome, tests }: TestReport): boolean {
  return outcome !== 'ran' || tests.length === 0;
}
