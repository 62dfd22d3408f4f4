import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { segments, type Viewport, wholeUpTo } from './windowRange.ts';

/** A list of rows of any height; long ones are drawn only where they are seen. */
export function WindowedList(props: {
  readonly label: string;
  readonly rows: number;
  /** Pixels of a row before it was measured. */
  readonly rowHeight: number;
  /** A row that is drawn wherever it is. */
  readonly keep?: number;
  readonly render: (row: number) => ComponentChildren;
}) {
  const { label, rows, rowHeight, keep = -1, render } = props;
  const list = useRef<HTMLUListElement>(null);
  const measured = useRef(new Map<number, number>());
  const isLong = rows > wholeUpTo;
  const viewport = useViewport(list, isLong);
  useLayoutEffect(() => {
    if (isLong) measure(list.current, measured.current);
  });
  const heightOf = (row: number) => measured.current.get(row) ?? rowHeight;
  return (
    <ul class="rows" aria-label={label} ref={list}>
      {segments(rows, heightOf, viewport, keep).map(part =>
        part.type === 'gap' ? (
          <li key={`gap-${part.from}`} style={{ height: `${part.height}px` }} aria-hidden="true" />
        ) : (
          <li key={part.row} data-place={part.row} aria-setsize={rows} aria-posinset={part.row + 1}>
            {render(part.row)}
          </li>
        ),
      )}
    </ul>
  );
}

function measure(list: HTMLElement | null, heights: Map<number, number>): void {
  for (const element of list?.querySelectorAll<HTMLElement>(':scope > [data-place]') ?? []) {
    heights.set(Number(element.dataset.place), element.offsetHeight);
  }
}

/** What is seen of an element that scrolls with the page; stands still where nothing needs it. */
function useViewport(list: { readonly current: HTMLElement | null }, isNeeded: boolean): Viewport {
  const [viewport, setViewport] = useState<Viewport>({ above: 0, height: window.innerHeight });
  useEffect(() => {
    if (!isNeeded) return;
    let frame = 0;
    const look = () => {
      frame = 0;
      const top = list.current?.getBoundingClientRect().top ?? 0;
      setViewport({ above: -top, height: window.innerHeight });
    };
    const later = () => {
      if (frame === 0) frame = requestAnimationFrame(look);
    };
    look();
    window.addEventListener('scroll', later, { passive: true });
    window.addEventListener('resize', later);
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener('scroll', later);
      window.removeEventListener('resize', later);
    };
  }, [list, isNeeded]);
  return viewport;
}
