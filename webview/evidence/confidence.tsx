import type { EvidenceView } from '../../src/protocol.ts';
import { Sparkline } from '../sparkline.tsx';
import { EvidenceBox } from './evidenceBox.tsx';

/** How sure the model was of its own words, along the text and in figures. It says nothing of whether it is right. */
export function Confidence({
  evidence,
}: {
  readonly evidence: Extract<EvidenceView, { type: 'confidence' }>;
}) {
  const { mean, bottom, tail, selfCertainty, proxy, windows } = evidence;
  const figures = [
    ['mean', mean],
    ['least sure tenth', bottom],
    ['end', tail],
    ['self-certainty', selfCertainty],
  ] as const;
  return (
    <EvidenceBox
      title="The model's confidence"
      summary={`how sure it was of its words, not whether they are right; in nats, higher is surer${
        proxy ? ' (a proxy: the server tells only the likeliest tokens)' : ''
      }`}
    >
      {windows.length > 1 && (
        <figure>
          <Sparkline values={windows} />
          <figcaption class="muted">
            from the first words to the last, between {Math.min(...windows).toFixed(2)} and{' '}
            {Math.max(...windows).toFixed(2)}
          </figcaption>
        </figure>
      )}
      <dl class="confidence">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt class="muted">{name}</dt>
            <dd class="figure">{value.toFixed(2)}</dd>
          </div>
        ))}
      </dl>
    </EvidenceBox>
  );
}
