import type { RunView } from '../protocol.ts';
import { plain, wrap } from './textTable.ts';

/** What the person said calls give, and who gives that. */
export function expectations({ expectations: said }: RunView, width: number): readonly string[] {
  if (said.length === 0) return [];
  return [
    'What you expect',
    ...said.flatMap(({ call, expected, ran, passes }) => {
      const who = passes.length === 0 ? 'no attempt' : passes.join(', ');
      return wrap(plain(`${call} gives ${expected}: ${who} of ${ran.length} run`), width, '  ');
    }),
  ];
}
