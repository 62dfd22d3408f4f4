import { type Fit, keepsHead, layoutOf, moved, movedCompanions } from './fitFunction.ts';
import { indentAt } from './indentation.ts';

/** The candidate as a `def` at the original's place; decorators and docstring stay where the candidate has none. */
export function fitPython(fit: Fit): string {
  const { original, candidate } = fit;
  const { base, unit } = layoutOf(fit);
  const inner = base + unit;
  const isMember = original.site.place === 'member';
  const outside = isMember ? [] : movedCompanions(fit, base, true);
  const inside = isMember ? movedCompanions(fit, inner, true) : [];
  const from = indentAt(candidate.text, candidate.site.self.start).length;
  const head = keepsHead(fit)
    ? original.text.slice(original.site.head.start, original.site.head.end)
    : moved(fit, candidate.site.head, base, from);
  const async = original.site.isAsync || candidate.site.isAsync ? 'async ' : '';
  const nameSpan = original.site.nameSpan ?? original.site.self;
  const name = original.text.slice(nameSpan.start, nameSpan.end);
  const lines = [docstring(fit, inner), ...inside.map(text => inner + text), statements(fit, inner)];
  const code = `${decorators(fit, base, from)}${async}def ${name}${head}:\n${lines.filter(line => line !== '').join('\n')}`;
  return outside.map(text => text + gapAfter(text, base)).join('') + code;
}

/** Companions go before the function, as its decorators and defaults are evaluated with it. */
function gapAfter(companion: string, base: string): string {
  if (!/^(def|async|class|@)\b/.test(companion)) return `\n${base}`;
  return base === '' ? '\n\n\n' : `\n\n${base}`;
}

/** The candidate's docstring, else the original's. */
function docstring(fit: Fit, inner: string): string {
  const { original, candidate } = fit;
  const own = candidate.site.docstring;
  if (own) return inner + candidate.text.slice(own.start, own.end);
  const kept = original.site.docstring;
  return kept ? inner + original.text.slice(kept.start, kept.end) : '';
}

function statements(fit: Fit, inner: string): string {
  const { text, site } = fit.candidate;
  const start = site.docstring
    ? afterDocstring(text, site.docstring.end)
    : afterColon(text, site.head.end, site.body.start);
  const firstLine = text.lastIndexOf('\n', site.body.start - 1) + 1;
  const from = text.slice(firstLine, site.body.start).trim() === '' ? site.body.start - firstLine : 0;
  if (start >= site.body.end) return '';
  return inner + moved(fit, { start, end: site.body.end }, inner, from);
}

/** Offset of the first statement or comment of a block. */
function afterColon(text: string, headEnd: number, bodyStart: number): number {
  const lineEnd = text.indexOf('\n', headEnd);
  if (lineEnd === -1 || lineEnd >= bodyStart) return bodyStart;
  const gap = text.slice(lineEnd, bodyStart);
  return lineEnd + (gap.length - gap.trimStart().length);
}

function afterDocstring(text: string, end: number): number {
  const rest = text.slice(end);
  return end + (/^[ \t]*;?\s*/.exec(rest)?.[0].length ?? 0);
}

function decorators(fit: Fit, base: string, from: number): string {
  const { original, candidate } = fit;
  const given = { start: candidate.site.range.start, end: candidate.site.self.start };
  if (given.end > given.start) return moved(fit, given, base, from).replace(/[ \t]*$/, base);
  return original.text.slice(original.site.range.start, original.site.self.start);
}
