/** A share as a person reads it, in whole percent. */
export function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}
