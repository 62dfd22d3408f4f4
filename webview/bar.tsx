/** A share on [0, 1] as a bar; the figure stands beside it as text. */
export function Bar({
  share,
  tone,
  wide,
}: {
  readonly share: number;
  readonly tone?: string;
  readonly wide?: boolean;
}) {
  const width = `${Math.max(0, Math.min(1, share)) * 100}%`;
  return (
    <span class={`bar ${wide ? 'bar-wide' : ''}`} aria-hidden="true">
      <span class={`bar-fill ${tone ? `bar-${tone}` : ''}`} style={{ width }} />
    </span>
  );
}
