const width = 160;
const height = 24;

/**
 * A small line of values between the lowest, or `from`, and the highest, or `to`; the figures stand beside it as text. It
 * passes over values that are missing.
 */
export function Sparkline(props: {
  readonly values: readonly (number | undefined)[];
  readonly from?: number;
  readonly to?: number;
}) {
  const { values, from = Number.POSITIVE_INFINITY, to = Number.NEGATIVE_INFINITY } = props;
  const known = values.filter(value => value !== undefined);
  if (known.length < 2) return null;
  const [low, high] = [Math.min(from, ...known), Math.max(to, ...known)];
  const y = (value: number) => 2 + (high === low ? 1 : (high - value) / (high - low)) * (height - 4);
  const points = values.flatMap((value, at) =>
    value === undefined ? [] : [`${(at * width) / (values.length - 1)},${y(value).toFixed(1)}`],
  );
  return (
    <svg
      class="sparkline"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="presentation"
      aria-hidden="true"
    >
      <polyline class="line line-worth" points={points.join(' ')} />
    </svg>
  );
}
