import type { JudgeReport } from '../../src/protocol.ts';

const size = 100;

/** A reliability diagram: how often a judge was right against the score it gave. On the diagonal its scores are true. */
export function Reliability({ bins }: { readonly bins: JudgeReport['reliability'] }) {
  const most = Math.max(...bins.map(bin => bin.number));
  return (
    <figure class="reliability">
      <svg viewBox={`-7 -7 ${size + 14} ${size + 14}`} role="img" aria-label={inWords(bins)}>
        <rect class="reliability-frame" x="0" y="0" width={size} height={size} />
        <line class="reliability-true" x1="0" y1={size} x2={size} y2="0" />
        {bins.map(({ stated, right, number }, place) => (
          <circle
            key={place}
            class="reliability-bin"
            cx={stated * size}
            cy={(1 - right) * size}
            r={2.5 + 3.5 * Math.sqrt(number / most)}
          />
        ))}
      </svg>
      <figcaption class="muted">share right (up) by score (across)</figcaption>
    </figure>
  );
}

function inWords(bins: JudgeReport['reliability']): string {
  const parts = bins.map(
    ({ stated, right, number }) =>
      `score ${stated.toFixed(2)}: ${Math.round(100 * right)}% of ${number} right`,
  );
  return `Reliability. ${parts.join('; ')}`;
}
