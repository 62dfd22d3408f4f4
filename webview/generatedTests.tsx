import type { GeneratedTestsView, GeneratedTestView } from '../src/protocol.ts';
import { percent } from './format.ts';

/** The tests that the model wrote, with how likely each is right. They never verify anything. */
export function GeneratedTests({ seen }: { readonly seen: GeneratedTestsView }) {
  return (
    <div class="deeds generated-tests">
      <p>
        Written by the model, only evidence: {seen.said}.{' '}
        <span class="muted">A test is likely right when attempts that agree pass it.</span>
      </p>
      {seen.tests.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
        <section class="deeds-scroll" tabIndex={0} aria-label="Tests written by the model">
          <table>
            <thead>
              <tr class="muted">
                <th scope="col">Call</th>
                <th scope="col">Should give</th>
                <th scope="col">Passed by</th>
                <th scope="col" title="The chance that the test is right, if one of the attempts is">
                  Likely right
                </th>
              </tr>
            </thead>
            <tbody>
              {seen.tests.map(test => (
                <Test key={`${test.call} ${test.expected}`} test={test} />
              ))}
            </tbody>
          </table>
        </section>
      )}
    </div>
  );
}

function Test({ test: { call, expected, passes, ran, valid } }: { readonly test: GeneratedTestView }) {
  return (
    <tr>
      <th scope="row">{call}</th>
      <td>{expected}</td>
      <td class="figure" title={passes.join(', ')}>
        {passes.length} of {ran.length}
      </td>
      <td class="figure">{ran.length === 0 ? '' : percent(valid)}</td>
    </tr>
  );
}
