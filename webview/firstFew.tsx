import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { count } from './format.ts';

/** A list of which only the first few items are drawn until the rest is asked for. */
export function FirstFew<Item>(props: {
  readonly items: readonly Item[];
  readonly few: number;
  /** What the items are called: "votes". */
  readonly things: string;
  readonly class: string;
  /** What the list is, where no heading says so. */
  readonly label?: string;
  readonly render: (item: Item, place: number) => ComponentChildren;
}) {
  const { items, few, things, render } = props;
  const [isWhole, setWhole] = useState(false);
  return (
    <>
      <ol class={props.class} {...(props.label !== undefined && { 'aria-label': props.label })}>
        {(isWhole ? items : items.slice(0, few)).map((item, place) => (
          <li key={place}>{render(item, place)}</li>
        ))}
      </ol>
      {items.length > few && (
        <button type="button" class="link" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? `Show the first ${few} ${things}` : `Show all ${count(items.length)} ${things}`}
        </button>
      )}
    </>
  );
}
