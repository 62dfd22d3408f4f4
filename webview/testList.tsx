import type { TestResult, TestsView } from '../src/protocol.ts';
import { outcomeWords } from './format.ts';
import { Icon } from './icon.tsx';
import { TextBlock } from './textBlock.tsx';

const icons: Readonly<Record<TestResult['status'], readonly [name: string, tone: string, word: string]>> = {
  passed: ['pass', 'passed', 'passed'],
  failed: ['error', 'failed', 'failed'],
  'timed-out': ['watch', 'failed', 'timed out'],
  skipped: ['debug-step-over', 'muted', 'skipped'],
};

/** Every test with its verdict and what a failing one said. */
export function TestList({
  tests,
  reused = false,
}: {
  readonly tests: TestsView;
  readonly reused?: boolean;
}) {
  return (
    <div class="tests">
      {tests.outcome !== 'ran' && <p class="detail-words">{outcomeWords[tests.outcome]}</p>}
      {reused && (
        <p class="muted">Same code as an earlier candidate: its verdicts are used, nothing was run again.</p>
      )}
      <ul>
        {tests.tests.map(test => (
          <Test key={test.name} test={test} />
        ))}
      </ul>
      {tests.output !== undefined && tests.output !== '' && (
        <TextBlock label="Output of the tests" text={tests.output} kind="message" />
      )}
    </div>
  );
}

function Test({ test: { name, status, message } }: { readonly test: TestResult }) {
  const [icon, tone, word] = icons[status];
  return (
    <li>
      <span class="test-name">
        <Icon name={icon} tone={tone} />
        <span>
          <span class="hidden">{word}: </span>
          {name}
        </span>
      </span>
      {message !== undefined && <TextBlock label={`Message of ${name}`} text={message} kind="message" />}
    </li>
  );
}
