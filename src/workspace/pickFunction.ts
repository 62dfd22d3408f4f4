import type { DiscoverRequest } from './discover.ts';
import { baseName, type FunctionSite } from './functions.ts';

/** Why no function was picked, and what the person can do. */
export type NotPicked = { readonly message: string; readonly action: string };

/** The function that a request means: the innermost with a name around a line, or the one of a name. */
export function pickFunction(
  sites: readonly FunctionSite[],
  at: DiscoverRequest['at'],
): FunctionSite | NotPicked {
  const withName = sites.filter(site => site.name !== '');
  return at.type === 'line' ? pickByLine(withName, at.line) : pickByName(withName, at.name);
}

function pickByLine(sites: readonly FunctionSite[], line: number): FunctionSite | NotPicked {
  const around = sites.filter(site => site.lines.first <= line && line <= site.lines.last);
  const smallest = around.toSorted(
    (left, right) => left.range.end - left.range.start - (right.range.end - right.range.start),
  )[0];
  if (smallest) return smallest;
  const distance = (site: FunctionSite) =>
    Math.min(Math.abs(site.lines.first - line), Math.abs(site.lines.last - line));
  const nearest = sites.toSorted((left, right) => distance(left) - distance(right)).slice(0, 3);
  return {
    message: `There is no function at line ${line}.${told('The nearest', nearest)}`,
    action: 'Put the cursor inside a function that has a name.',
  };
}

function pickByName(sites: readonly FunctionSite[], name: string): FunctionSite | NotPicked {
  const exact = sites.filter(site => site.name === name);
  const found = exact.length > 0 ? exact : sites.filter(site => baseName(site.name) === name);
  if (found.length === 1 && found[0]) return found[0];
  if (found.length === 0) {
    return {
      message: `There is no function named ${name}.${told('The file has', sites.slice(0, 5))}`,
      action: 'Give the name of a function of this file, or a line inside of it.',
    };
  }
  return {
    message: `${found.length} functions are named ${name}: ${list(found)}.`,
    action: 'Give the full name, or a line inside the one that is meant.',
  };
}

function told(start: string, sites: readonly FunctionSite[]): string {
  return sites.length === 0 ? ' The file has no function with a name.' : ` ${start}: ${list(sites)}.`;
}

function list(sites: readonly FunctionSite[]): string {
  return sites.map(site => `${site.name} (line ${site.lines.start})`).join(', ');
}
