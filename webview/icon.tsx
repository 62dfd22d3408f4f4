/** A codicon; decoration only, the words beside it carry the meaning. */
export function Icon({ name, tone }: { readonly name: string; readonly tone?: string }) {
  return <span class={`icon codicon codicon-${name} ${tone ? `tone-${tone}` : ''}`} aria-hidden="true" />;
}
