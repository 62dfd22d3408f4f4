import type { EvidenceView } from '../../src/protocol.ts';
import { Icon } from '../icon.tsx';
import { EvidenceBox } from './evidenceBox.tsx';

type Run = Extract<EvidenceView, { type: 'examples' }>['examples'];

/** What the candidate gives on the examples of its documentation; one that no attempt gives right may be wrong itself. */
export function Examples(props: { readonly examples: Run; readonly doubtful: readonly string[] }) {
  const { examples, doubtful } = props;
  const passed = examples.filter(one => one.passed).length;
  return (
    <EvidenceBox title="Examples of its documentation" summary={`${passed} of ${examples.length} passed`}>
      <ul class="diagnostics">
        {examples.map(example => (
          <li key={example.call}>
            <Example example={example} isDoubtful={doubtful.includes(example.call)} />
          </li>
        ))}
      </ul>
    </EvidenceBox>
  );
}

function Example(props: { readonly example: Run[number]; readonly isDoubtful: boolean }) {
  const { example, isDoubtful } = props;
  const { call, expected, output, passed } = example;
  return (
    <>
      <Icon name={passed ? 'pass' : 'error'} tone={passed ? 'passed' : 'failed'} />
      <span>
        <span class="hidden">{passed ? 'passed' : 'failed'}: </span>
        <code>{call}</code> gives <code>{output}</code>
        {!passed && (
          <>
            , expected <code>{expected}</code>
          </>
        )}
        {isDoubtful && <span class="muted"> doubtful: no attempt gives that, so it does not decide</span>}
      </span>
    </>
  );
}
