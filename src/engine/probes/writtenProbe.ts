import type { WrittenProbe } from '../reward.ts';
import type { Language } from '../task.ts';
import type { Output } from './probeRunner.ts';
import type { Probe } from './probes.ts';
import { javascriptLiteral, pythonLiteral } from './value.ts';

/** Characters of a call or an output that a person is shown. */
const longest = 80;

/** A probe as a call in the task's language, and what came of it. */
export function writtenProbe(
  { language, functionName }: { readonly language: Language; readonly functionName: string },
  { args }: Probe,
  output: Output,
): WrittenProbe {
  const literal = language === 'python' ? pythonLiteral : javascriptLiteral;
  const call = `${functionName}(${args.map(literal).join(', ')})`;
  return { call: shortened(call), output: shortened(writtenOutput(language, output)) };
}

function writtenOutput(language: Language, output: Output): string {
  switch (output.type) {
    case 'value':
      return output.text.replace(/s?("(?:[^"\\]|\\.)*")/g, '$1');
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

function shortened(text: string): string {
  return text.length > longest ? `${text.slice(0, longest - 3)}...` : text;
}
