import { useEffect, useRef } from 'preact/hooks';
import type { ExpectationView } from '../src/protocol.ts';
import { Button } from './controls.tsx';
import { plural } from './format.ts';
import type { Ui } from './ui.ts';

/**
 * What the person said calls give, which attempts give that, and what can be done with it. It takes the focus that the
 * answered question leaves behind.
 */
export function Expectations({ ui }: { readonly ui: Ui }) {
  const { view, readOnly, post } = ui;
  const [best] = view.meeting;
  const section = useRef<HTMLElement>(null);
  const told = useRef(view.expectations.length);
  useEffect(() => {
    const isNew = view.expectations.length > told.current;
    told.current = view.expectations.length;
    if (isNew && document.activeElement === document.body) section.current?.focus();
  });
  if (view.expectations.length === 0) return null;
  return (
    <section class="question" aria-label="What you expect" tabIndex={-1} ref={section}>
      <ul>
        {view.expectations.map(expectation => (
          <Said key={expectation.call} ui={ui} expectation={expectation} />
        ))}
      </ul>
      {best === undefined ? (
        <p>No attempt does all that you expect. With a test of it, another run can aim at it.</p>
      ) : (
        !readOnly &&
        best !== view.chosen && (
          <Button
            primary={true}
            label={`Use ${best}`}
            onClick={() => post({ type: 'accept', run: view.run, candidate: best })}
          >
            Use {best}, which does
          </Button>
        )
      )}
    </section>
  );
}

function Said({ ui, expectation }: { readonly ui: Ui; readonly expectation: ExpectationView }) {
  const { call, expected, ran, passes } = expectation;
  return (
    <li class="said-line">
      <span>
        You said <code>{call}</code> gives <code>{expected}</code>:{' '}
        <span class="muted">
          {passes.length} of {plural(ran.length, 'attempt')}{' '}
          {passes.length === 1 || ran.length === 1 ? 'does' : 'do'}.
        </span>
      </span>
      {!ui.readOnly && (
        <Button
          label={`Create a test of ${call}`}
          onClick={() => ui.post({ type: 'createTest', run: ui.view.run, call })}
        >
          Create test
        </Button>
      )}
    </li>
  );
}
