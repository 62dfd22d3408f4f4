/** A number on [-1, 1] as a bar to the right or left of a middle line; the figure stands beside it as text. */
export function DivergingBar({ value }: { readonly value: number }) {
  const share = `${Math.min(1, Math.abs(value)) * 50}%`;
  const side = value < 0 ? 'against' : 'for';
  return (
    <span class="diverging" aria-hidden="true">
      <span
        class={`diverging-fill diverging-${side}`}
        style={side === 'for' ? { left: '50%', width: share } : { right: '50%', width: share }}
      />
    </span>
  );
}
