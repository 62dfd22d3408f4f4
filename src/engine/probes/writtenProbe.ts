import type { WrittenProbe } from '../reward.ts';
import type { Language } from '../task.ts';
import type { Output } from './probeRunner.ts';
import type { Probe } from './probes.ts';
import { literalOf } from './value.ts';

/** Characters of a call or an output that a person is shown. */
const longest = 80;

/** A probe as a call in the task's language, and what came of it. */
export function writtenProbe(
  { language, functionName }: { readonly language: Language; readonly functionName: string },
  { args }: Probe,
  output: Output,
): WrittenProbe {
  const call = `${functionName}(${args.map(literalOf(language)).join(', ')})`;
  return { call: shortened(call), output: shortened(writtenOutput(language, output)) };
}

/** What a call gave, as a person reads it. */
export function writtenOutput(language: Language, output: Output): string {
  switch (output.type) {
    case 'value':
      return plainText(output.text);
    case 'nothing':
      return language === 'python' ? 'None' : 'undefined';
    case 'error':
      return `${language === 'python' ? 'raises' : 'throws'} ${output.name}`;
    case 'late':
      return 'does not end in time';
    default:
      return output satisfies never;
  }
}

/** A canonical text as a person reads it: its texts are marked no more. */
export function plainText(text: string): string {
  return text.replace(/s?("(?:[^"\\]|\\.)*")/g, '$1');
}

/** At most so much of it as a person is shown. */
export function shortened(text: string): string {
  return text.length > longest ? `${text.slice(0, longest - 3)}...` : text;
}
