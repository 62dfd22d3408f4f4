import type { DecisionView } from '../src/protocol.ts';

const width = 240;
const height = 48;
/** The smallest worth and price that are told apart, on the logarithmic scale. */
const least = 0.001;

/** Two small charts over the decisions: the leader's quality, and the next attempt's worth against its price. */
export function QualityChart({ decisions }: { readonly decisions: readonly DecisionView[] }) {
  if (decisions.length < 2) return null;
  const worth = decisions.map(({ considered }) => considered[0]?.value);
  const price = decisions.map(({ considered }) => considered[0]?.charge);
  const hasForecasts = worth.filter(value => value !== undefined).length > 1;
  return (
    <div class="mini-charts" aria-hidden="true">
      <figure>
        <Lines
          lines={[{ name: 'quality', values: decisions.map(one => one.quality), place: linear }]}
          ticks={['1', '0']}
        />
        <figcaption class="muted">
          <Key name="quality">leader's quality q*: the chance that it is right</Key>
        </figcaption>
      </figure>
      {hasForecasts && (
        <figure>
          <Lines
            lines={[
              { name: 'worth', values: worth, place: logarithmic },
              { name: 'price', values: price, place: logarithmic },
            ]}
            ticks={['1', String(least)]}
          />
          <figcaption class="muted">
            <Key name="worth">worth of the next attempt</Key> <Key name="price">its price</Key>
          </figcaption>
        </figure>
      )}
    </div>
  );
}

type Line = {
  readonly name: string;
  readonly values: readonly (number | undefined)[];
  /** From a value to its height on [0, 1]. */
  readonly place: (value: number) => number;
};

function linear(value: number): number {
  return Math.max(0, Math.min(1, value));
}

function logarithmic(value: number): number {
  return linear(1 - Math.log(Math.max(least, value)) / Math.log(least));
}

function Lines({
  lines,
  ticks,
}: {
  readonly lines: readonly Line[];
  readonly ticks: readonly [string, string];
}) {
  return (
    <div class="mini-chart">
      <span class="mini-ticks muted">
        <span>{ticks[0]}</span>
        <span>{ticks[1]}</span>
      </span>
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="presentation">
        <line class="line-axis" x1="0" x2={width} y1={height - 0.5} y2={height - 0.5} />
        {lines.map(line => (
          <polyline key={line.name} class={`line line-${line.name}`} points={points(line)} />
        ))}
      </svg>
    </div>
  );
}

/** Steps: a value holds until the next decision. */
function points({ values, place }: Line): string {
  const step = width / values.length;
  return values
    .flatMap((value, at) => {
      if (value === undefined) return [];
      const level = y(place(value)).toFixed(1);
      return [`${(at * step).toFixed(1)},${level}`, `${((at + 1) * step).toFixed(1)},${level}`];
    })
    .join(' ');
}

function y(share: number): number {
  return 2 + (1 - share) * (height - 4);
}

function Key({ name, children }: { readonly name: string; readonly children: string }) {
  return (
    <span class="key">
      <svg viewBox="0 0 16 4" role="presentation">
        <line class={`line line-${name}`} x1="0" x2="16" y1="2" y2="2" />
      </svg>{' '}
      {children}
    </span>
  );
}
