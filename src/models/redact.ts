/** A text without the secret, on one line and no longer than a person reads in a message. */
export function redact(text: string, secret: string | undefined, longest = 300): string {
  const hidden = secret ? text.replaceAll(secret, '***') : text;
  const line = hidden.replace(/\s+/g, ' ').trim();
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}

/** A URL as it may be shown: without user, password, query and fragment. */
export function showUrl(url: string): string {
  if (!URL.canParse(url)) return url;
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname === '/' ? '' : pathname.replace(/\/$/, '')}`;
}
