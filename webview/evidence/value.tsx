import { Bar } from '../bar.tsx';

/** A value on [0, 1] as a bar and a figure; without one, the words that say why. */
export function Value({
  value,
  otherwise,
}: {
  readonly value: number | undefined;
  readonly otherwise: string;
}) {
  if (value === undefined) return <span class="value muted">{otherwise}</span>;
  return (
    <span class="value figure">
      <Bar share={value} /> {value.toFixed(2)}
    </span>
  );
}
