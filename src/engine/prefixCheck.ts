/**
 * Sees that a text of which only the beginning is written can never become a usable candidate. It never says so of what is
 * merely incomplete. Pure and synchronous; asked where a line has ended.
 */
export interface PrefixCheck {
  /** Why no continuation can mend the text, or undefined while one may. */
  check(textSoFar: string): string | undefined;
}

/** The reason of the signal by which a sample was cut short: nothing outside failed and the run goes on. */
export class CutShort extends Error {
  override readonly name = 'CutShort';
}
