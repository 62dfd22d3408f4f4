import type { TestsView } from '../src/protocol.ts';
import { Bar } from './bar.tsx';
import { outcomeWords } from './format.ts';
import { Icon } from './icon.tsx';
import { RowHead } from './rowHead.tsx';
import type { RowStop } from './rowList.tsx';
import { TestList } from './testList.tsx';
import type { Ui } from './ui.ts';

/** The tests on the code as it stood before anything was bought. */
export function BaselineRow(props: { readonly ui: Ui; readonly tests: TestsView; readonly stop: RowStop }) {
  const { ui, tests, stop } = props;
  const isOpen = ui.isOpen('baseline', false);
  const verdict = tests.outcome === 'ran' ? `${tests.passed}/${tests.total}` : outcomeWords[tests.outcome];
  const share = tests.total === 0 ? 0 : tests.passed / tests.total;
  return (
    <div class="entry">
      <RowHead
        label={`Before: the code as it stood, ${tests.passed} of ${tests.total} tests passed`}
        isOpen={isOpen}
        onToggle={open => ui.setOpen('baseline', open)}
        stop={stop}
      >
        <Icon name="circle-outline" tone="muted" />
        <span class="row-words muted">The code as it stood</span>
        <span class="row-reward">
          <Bar share={share} />
          <span class="figure">{share.toFixed(2)}</span>
        </span>
        <span class="row-tests figure">{verdict}</span>
        <span class="row-tokens figure muted">0</span>
      </RowHead>
      {isOpen && (
        <div class="detail">
          <TestList tests={tests} />
        </div>
      )}
    </div>
  );
}
