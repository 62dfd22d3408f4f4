import type { ComponentChildren } from 'preact';

/** A piece of evidence under a heading that says who it is from; the muted words sum it up. */
export function EvidenceBox(props: {
  readonly title: string;
  readonly summary?: string;
  readonly children?: ComponentChildren;
}) {
  const { title, summary, children } = props;
  return (
    <section class="evidence" aria-label={title}>
      <h3>
        {title}
        {summary !== undefined && <span class="muted">{summary}</span>}
      </h3>
      {children}
    </section>
  );
}
