import { BadOption } from '../../runConfig.ts';
import { runOnSets } from './sets.ts';
import type { SuiteRequest, SuiteResult } from './suite.ts';
import { suites } from './suites.ts';

/** What is asked of a suite by name; without policies all that it knows run. */
export type Asked = Omit<SuiteRequest, 'policies'> & {
  readonly suite: string;
  readonly policies?: readonly string[];
};

/** Runs a suite. Throws BadOption for what the suite does not know. */
export async function runSuite({ suite: name, policies, ...request }: Asked): Promise<SuiteResult> {
  const suite = suites[name];
  if (!suite)
    throw new BadOption(`There is no suite "${name}". Choose one of: ${Object.keys(suites).join(', ')}.`);
  const unknown = policies?.find(policy => !suite.policies.includes(policy));
  if (unknown !== undefined) {
    throw new BadOption(
      `The suite ${name} has no policy "${unknown}". Choose among: ${suite.policies.join(', ')}.`,
    );
  }
  const budgets = request.budgets && [...request.budgets].sort((left, right) => left - right);
  const chosen = policies ?? suite.policies;
  return await runOnSets(suite, { ...request, policies: chosen, ...(budgets && { budgets }) });
}

/** The JSON of a result: all but its plots, which are drawn. */
export function resultJson({ plots: _, ...result }: SuiteResult): string {
  return `${JSON.stringify(result, null, 1)}\n`;
}
