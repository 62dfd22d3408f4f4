/** Lists up to this length are drawn whole. */
export const wholeUpTo = 300;

export type Viewport = {
  /** Pixels of the list that are scrolled away above. */
  readonly above: number;
  readonly height: number;
};

/** A run of rows left out, as tall as they would be, or a row to draw. */
export type Segment =
  | { readonly type: 'gap'; readonly from: number; readonly height: number }
  | { readonly type: 'row'; readonly row: number };

/** Extra pixels drawn above and below what is seen. */
const overscan = 400;

/**
 * What to draw of a list: the rows that are seen and a little more, and always the row `keep`, so that the focus is
 * never lost; the rest are gaps. `heightOf` is a row's height in pixels as measured or expected.
 */
export function segments(
  rows: number,
  heightOf: (row: number) => number,
  viewport: Viewport,
  keep: number,
): readonly Segment[] {
  const parts: Segment[] = [];
  const top = viewport.above - overscan;
  const bottom = viewport.above + viewport.height + overscan;
  let gap: { from: number; height: number } | undefined;
  let y = 0;
  for (let row = 0; row < rows; row++) {
    const height = heightOf(row);
    const isDrawn = row === keep || rows <= wholeUpTo || (y + height >= top && y <= bottom);
    if (isDrawn) {
      if (gap) parts.push({ type: 'gap', ...gap });
      gap = undefined;
      parts.push({ type: 'row', row });
    } else {
      gap = { from: gap?.from ?? row, height: (gap?.height ?? 0) + height };
    }
    y += height;
  }
  if (gap) parts.push({ type: 'gap', ...gap });
  return parts;
}
