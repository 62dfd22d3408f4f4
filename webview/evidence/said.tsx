/**
 * The words of a judge. Those of a verdict that could not be read, and what is no prose, are long as a rule and say little:
 * they are shown on demand.
 */
export function Said(props: {
  readonly text: string;
  readonly isRead: boolean;
  readonly isStruck?: boolean;
}) {
  const { text, isRead, isStruck = false } = props;
  const words = <p class="said">{isStruck ? <s>{text}</s> : text}</p>;
  if (isRead && !/^\s*([{[]|```)/.test(text)) return words;
  return (
    <details>
      <summary class="muted">What the judge wrote</summary>
      {words}
    </details>
  );
}
