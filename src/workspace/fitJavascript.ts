import { type Fit, keepsHead, layoutOf, moved, movedCompanions } from './fitFunction.ts';
import { indentAt } from './indentation.ts';

/**
 * The candidate as a declaration, function expression, arrow function or method, whichever the original is.
 * Companions follow it, so that the comment above still belongs to the function; a member takes them into its body.
 */
export function fitJavascript(fit: Fit): string {
  const { original, candidate } = fit;
  const { base } = layoutOf(fit);
  const { range, self, place } = original.site;
  const before = original.text.slice(range.start, self.start);
  const after = original.text.slice(self.end, range.end);
  const inside = place === 'member' ? movedCompanions(fit, bodyIndent(fit), false) : [];
  const outside =
    place === 'member' ? [] : movedCompanions(fit, base, place === 'module' && fit.takesImports);
  const from = indentAt(candidate.text, candidate.site.range.start).length;
  const head = keepsHead(fit)
    ? original.text.slice(original.site.head.start, original.site.head.end)
    : moved(fit, candidate.site.head, base, from);
  const body = bodyOf(fit, moved(fit, candidate.site.body, base, from), inside);
  return [`${before}${functionText(fit, head, body)}${after}`, ...outside].join(`\n\n${base}`);
}

type Body = { readonly text: string; readonly isExpression: boolean };

function bodyOf(fit: Fit, text: string, inside: readonly string[]): Body {
  const { bodyIsExpression } = fit.candidate.site;
  if (inside.length === 0) return { text, isExpression: bodyIsExpression };
  const lines = inside.map(companion => `\n${bodyIndent(fit)}${companion}`).join('');
  if (!bodyIsExpression) return { text: `{${lines}${text.slice(1)}`, isExpression: false };
  return {
    text: `{${lines}\n${bodyIndent(fit)}return ${text};\n${layoutOf(fit).base}}`,
    isExpression: false,
  };
}

function bodyIndent(fit: Fit): string {
  const { base, unit } = layoutOf(fit);
  return base + unit;
}

function functionText(fit: Fit, head: string, body: Body): string {
  const { site, text } = fit.original;
  const isAsync = site.isAsync || fit.candidate.site.isAsync ? 'async ' : '';
  const star = fit.candidate.site.isGenerator ? '*' : '';
  const name = site.nameSpan ? text.slice(site.nameSpan.start, site.nameSpan.end) : '';
  const parameters = /^[(<]/.test(head) ? head : `(${head})`;
  if (site.form === 'method')
    return `${modifiers(fit)}${isAsync}${star}${name}${parameters} ${block(fit, body)}`;
  const needsFunction = star !== '' || /\barguments\b/.test(body.text);
  if (site.form === 'arrow' && !needsFunction) return `${isAsync}${head} => ${body.text}`;
  return `${isAsync}function${star}${name === '' ? ' ' : ` ${name}`}${parameters} ${block(fit, body)}`;
}

/** An expression body as a block, where arrows are not asked for. */
function block(fit: Fit, body: Body): string {
  if (!body.isExpression) return body.text;
  return `{\n${bodyIndent(fit)}return ${body.text};\n${layoutOf(fit).base}}`;
}

/** What stands before a method's name, without `async` and `*`: decorators, `static`, `get`, accessibility. */
function modifiers({ original }: Fit): string {
  const { self, nameSpan } = original.site;
  const before = original.text.slice(self.start, nameSpan?.start ?? self.start);
  return before.replace(/(^|\s)async\s+(?=\*|$)/, '$1').replace(/\*\s*$/, '');
}
