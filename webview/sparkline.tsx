const width = 160;
const height = 24;

/** A small line of values between the lowest, or `from`, and the highest; the figures stand beside it as text. */
export function Sparkline(props: { readonly values: readonly number[]; readonly from?: number }) {
  const { values, from = Number.POSITIVE_INFINITY } = props;
  if (values.length < 2) return null;
  const [low, high] = [Math.min(from, ...values), Math.max(...values)];
  const y = (value: number) => 2 + (high === low ? 0.5 : (high - value) / (high - low)) * (height - 4);
  const points = values.map((value, at) => `${(at * width) / (values.length - 1)},${y(value).toFixed(1)}`);
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
