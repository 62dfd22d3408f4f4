import type { Principle } from '../../src/protocol.ts';
import { Said } from './said.tsx';
import { Value } from './value.tsx';

/** What a judge wrote down to judge by: how it weighed each, how the candidate fares by it, and why. */
export function Principles({ principles }: { readonly principles: readonly Principle[] }) {
  return (
    <ul class="principles" aria-label="Critique by principle">
      {principles.map(({ name, weight, value, critique }, place) => (
        <li key={place}>
          <p class="principle-head">
            <span class="principle-name" dir="auto">
              {name || '(no name)'}
            </span>
            <span class="principle-figures">
              {weight !== undefined && (
                <span class="muted figure">weight {Number(weight.toFixed(weight < 1 ? 3 : 2))}</span>
              )}
              <Value value={value} otherwise="no score" />
            </span>
          </p>
          {critique !== undefined && <Said text={critique} isRead={true} />}
        </li>
      ))}
    </ul>
  );
}
