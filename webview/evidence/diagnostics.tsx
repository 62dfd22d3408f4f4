import type { Diagnostic } from '../../src/protocol.ts';
import { FirstFew } from '../firstFew.tsx';
import { plural } from '../format.ts';
import { Icon } from '../icon.tsx';
import { EvidenceBox } from './evidenceBox.tsx';

const sources: Readonly<Record<Diagnostic['source'], string>> = {
  parser: 'parser',
  types: 'type checker',
  linter: 'linter',
};

/** What the editor's tools find wrong with the candidate's code that was not wrong before. */
export function Diagnostics({ problems }: { readonly problems: readonly Diagnostic[] }) {
  return (
    <EvidenceBox
      title="Diagnostics"
      summary={problems.length === 0 ? 'nothing new' : `${plural(problems.length, 'new problem')}`}
    >
      {problems.length > 0 && (
        <FirstFew
          class="diagnostics"
          few={8}
          things="problems"
          items={problems}
          render={({ source, severity, line, message, elsewhere }) => (
            <>
              <Icon name={severity} tone={severity === 'error' ? 'failed' : 'warning'} />
              <span>
                <span class="hidden">{severity}: </span>
                <bdi>{message}</bdi>{' '}
                <span class="muted">
                  (line {line}
                  {elsewhere && ' of the file'}, {sources[source]})
                </span>
              </span>
            </>
          )}
        />
      )}
    </EvidenceBox>
  );
}
