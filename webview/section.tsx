import type { ComponentChildren } from 'preact';
import { Badge } from './controls.tsx';
import { Icon } from './icon.tsx';

/** A part of the panel under a header that opens and closes it, as in the side bar. */
export function Section(props: {
  readonly name: string;
  readonly title: string;
  readonly badge?: string;
  readonly isOpen: boolean;
  readonly onToggle: (isOpen: boolean) => void;
  readonly children: ComponentChildren;
}) {
  const { name, title, badge, isOpen } = props;
  return (
    <section class={`section section-${name}`} aria-label={title}>
      <h2>
        <button
          type="button"
          class="section-head"
          aria-expanded={isOpen}
          onClick={() => props.onToggle(!isOpen)}
        >
          <Icon name={isOpen ? 'chevron-down' : 'chevron-right'} />
          <span class="section-title">{title}</span>
          {badge !== undefined && <Badge>{badge}</Badge>}
        </button>
      </h2>
      {isOpen && <div class="section-body">{props.children}</div>}
    </section>
  );
}
