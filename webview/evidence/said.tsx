import { useState } from 'preact/hooks';
import { count } from '../format.ts';

/** Characters that are shown of words that are long, and how long words may be that are not cut. */
const [beginning, whole] = [400, 600];

/**
 * The words of a judge; of long ones the beginning until the rest is asked for. Those of a verdict that could not be read,
 * and what is no prose, say little as a rule: they are shown on demand.
 */
export function Said(props: {
  readonly text: string;
  readonly isRead: boolean;
  readonly isStruck?: boolean;
}) {
  const { text, isRead, isStruck = false } = props;
  const words = <Words text={text} isStruck={isStruck} />;
  if (isRead && !/^\s*([{[]|```)/.test(text)) return words;
  return (
    <details>
      <summary class="muted">What the judge wrote</summary>
      {words}
    </details>
  );
}

function Words({ text, isStruck }: { readonly text: string; readonly isStruck: boolean }) {
  const [isWhole, setWhole] = useState(false);
  const isLong = text.length > whole;
  const shown = isLong && !isWhole ? `${text.slice(0, beginning)}…` : text;
  return (
    <>
      <p class="said" dir="auto">
        {isStruck ? <s>{shown}</s> : shown}
      </p>
      {isLong && (
        <button type="button" class="link" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? 'Show the beginning' : `Show all ${count(text.length)} characters`}
        </button>
      )}
    </>
  );
}
