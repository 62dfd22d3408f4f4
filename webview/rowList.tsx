import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { WindowedList } from './windowedList.tsx';

/** What makes a row's button a stop of the arrow keys. */
export type RowStop = {
  readonly 'data-row': number;
  readonly tabIndex: 0 | -1;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onFocus: () => void;
};

/** A list of rows with one tab stop: arrow keys, Home and End move in it. */
export function RowList(props: {
  readonly label: string;
  readonly rows: number;
  /** Pixels of a closed row. */
  readonly rowHeight: number;
  /** Draws a row; its button takes the stop. */
  readonly render: (row: number, stop: RowStop) => ComponentChildren;
  /** A row to bring into view and focus; a new object for each request. */
  readonly request?: { readonly row: number } | undefined;
}) {
  const { label, rows, rowHeight, render, request } = props;
  const box = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const [wantsFocus, setWantsFocus] = useState(false);
  const last = rows - 1;
  const current = Math.min(active, last);

  const moveTo = (row: number) => {
    setActive(row);
    setWantsFocus(true);
  };
  useEffect(() => {
    if (request) moveTo(request.row);
  }, [request]);
  useLayoutEffect(() => {
    if (!wantsFocus) return;
    setWantsFocus(false);
    box.current?.querySelector<HTMLElement>(`[data-row="${current}"]`)?.focus();
  });

  const onKeyDown = (event: KeyboardEvent) => {
    const row = {
      ArrowDown: Math.min(last, current + 1),
      ArrowUp: Math.max(0, current - 1),
      Home: 0,
      End: last,
    }[event.key];
    if (row === undefined) return;
    event.preventDefault();
    moveTo(row);
  };
  return (
    <div ref={box}>
      <WindowedList
        label={label}
        rows={rows}
        rowHeight={rowHeight}
        keep={current}
        render={row =>
          render(row, {
            'data-row': row,
            tabIndex: row === current ? 0 : -1,
            onKeyDown,
            onFocus: () => setActive(row),
          })
        }
      />
    </div>
  );
}
