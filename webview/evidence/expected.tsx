import type { CandidateId } from '../../src/protocol.ts';
import { Icon } from '../icon.tsx';
import type { Ui } from '../ui.ts';

/** Whether a candidate gives what the person said calls give. */
export function Expected({ ui, id }: { readonly ui: Ui; readonly id: CandidateId }) {
  const said = ui.view.expectations.filter(({ ran }) => ran.includes(id));
  if (said.length === 0) return null;
  return (
    <ul class="expected" aria-label="What you expect">
      {said.map(({ call, expected, passes }) => (
        <li key={call}>
          <Icon
            name={passes.includes(id) ? 'pass' : 'error'}
            tone={passes.includes(id) ? 'passed' : 'failed'}
          />
          <span>
            <code>{call}</code> {passes.includes(id) ? 'gives' : 'does not give'} <code>{expected}</code>, as
            you said{passes.includes(id) ? '' : ' it should'}
          </span>
        </li>
      ))}
    </ul>
  );
}
