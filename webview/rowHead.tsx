import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';
import type { RowStop } from './rowList.tsx';

/** The line of a row that opens and closes it. `label` is the whole line for a screen reader. */
export function RowHead(props: {
  readonly label: string;
  readonly isOpen: boolean;
  readonly onToggle: (isOpen: boolean) => void;
  readonly stop: RowStop;
  readonly children: ComponentChildren;
}) {
  const { label, isOpen, onToggle, stop } = props;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowRight') onToggle(true);
    if (event.key === 'ArrowLeft') onToggle(false);
    stop.onKeyDown(event);
  };
  return (
    <button
      type="button"
      class="row"
      aria-label={label}
      aria-expanded={isOpen}
      {...stop}
      onKeyDown={onKeyDown}
      onClick={() => onToggle(!isOpen)}
    >
      <Icon name={isOpen ? 'chevron-down' : 'chevron-right'} />
      {props.children}
    </button>
  );
}
