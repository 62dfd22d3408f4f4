import type { JudgeReport } from '../../src/protocol.ts';
import { percent, plural } from '../format.ts';

const size = 100;

/** A reliability diagram: how often a judge was right against the score it gave. On the diagonal its scores are true. */
export function Reliability({ bins }: { readonly bins: JudgeReport['reliability'] }) {
  const most = Math.max(...bins.map(bin => bin.number));
  return (
    <figure class="reliability">
      <svg viewBox={`-14 -7 ${size + 24} ${size + 24}`} role="img" aria-label={inWords(bins)}>
        <rect class="reliability-frame" x="0" y="0" width={size} height={size} />
        <line class="reliability-true" x1="0" y1={size} x2={size} y2="0" />
        {bins.map(({ stated, right, number }, place) => (
          <circle
            key={place}
            class="reliability-bin"
            cx={stated * size}
            cy={(1 - right) * size}
            r={2.5 + 3.5 * Math.sqrt(number / most)}
          >
            <title>{binWords({ stated, right, number })}</title>
          </circle>
        ))}
        <g class="reliability-ticks">
          <text x="-9" y="4" text-anchor="middle">
            1
          </text>
          <text x="-9" y={size + 13} text-anchor="middle">
            0
          </text>
          <text x={size} y={size + 15} text-anchor="middle">
            1
          </text>
        </g>
      </svg>
      <figcaption class="muted">share right (up) by score (across); larger dots: more verdicts</figcaption>
    </figure>
  );
}

type Bin = JudgeReport['reliability'][number];

function binWords({ stated, right, number }: Bin): string {
  return `score ${stated.toFixed(2)}: ${percent(right)} of ${plural(number, 'verdict')} right`;
}

function inWords(bins: readonly Bin[]): string {
  return `Reliability. ${bins.map(binWords).join('; ')}`;
}
