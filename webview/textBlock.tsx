/** Text as it was written by a model or a test, in a box of its own that scrolls. It is never markup. */
export function TextBlock(props: {
  readonly label: string;
  readonly text: string;
  readonly kind: 'code' | 'prose' | 'message';
}) {
  return (
    <figure class={`text-block text-${props.kind}`}>
      <figcaption class="hidden">{props.label}</figcaption>
      <pre dir={props.kind === 'code' ? 'ltr' : 'auto'}>{props.text}</pre>
    </figure>
  );
}
