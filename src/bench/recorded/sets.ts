import fs from 'node:fs/promises';
import path from 'node:path';
import { meanOf } from '../../engine/mean.ts';
import { BadOption } from '../../runConfig.ts';
import { accuracyPlot } from './plotSvg.ts';
import { holds } from './readRows.ts';
import type { ReferencePoint, Suite, SuiteRequest, SuiteResult } from './suite.ts';

/**
 * Runs a suite on a folder that is one of its sets, or on all its sets among the folders in it; then rows name their set.
 * A folder in it that has the files but not what the suite can use is told of in the notes.
 */
export async function runOnSets(suite: Suite, request: SuiteRequest): Promise<SuiteResult> {
  const found = await setsIn(request.data, suite.reads);
  const [only] = found;
  if (found.length < 2)
    return { ...(await suite.run({ ...request, data: only ?? request.data })), data: request.data };
  const results: SuiteResult[] = [];
  const refused: BadOption[] = [];
  for (const data of found) {
    try {
      results.push(await suite.run({ ...request, data }));
    } catch (error) {
      if (!(error instanceof BadOption)) throw error;
      refused.push(error);
    }
  }
  if (refused[0] && results.length === 0) throw refused[0];
  return merged(request.data, results, refused);
}

async function setsIn(data: string, reads: Suite['reads']): Promise<readonly string[]> {
  if (reads.length === 0 || (await holdsAnyOf(data, reads))) return [data];
  const entries = await fs.readdir(data, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter(entry => entry.isDirectory()).map(entry => path.join(data, entry.name));
  const sets: string[] = [];
  for (const folder of folders.sort()) if (await holdsAnyOf(folder, reads)) sets.push(folder);
  return sets;
}

async function holdsAnyOf(folder: string, reads: Suite['reads']): Promise<boolean> {
  for (const files of reads) {
    const there = await Promise.all(files.map(file => holds(folder, file)));
    if (there.every(Boolean)) return true;
  }
  return false;
}

function merged(data: string, results: readonly SuiteResult[], refused: readonly BadOption[]): SuiteResult {
  const [first] = results;
  if (!first) throw new BadOption(`${data} holds no set of this suite.`);
  const nameOf = (result: SuiteResult) => path.basename(result.data);
  const bySet = (of: (result: SuiteResult) => unknown) =>
    Object.fromEntries(results.map(result => [nameOf(result), of(result)]));
  return {
    suite: first.suite,
    data,
    tasks: results.reduce((sum, { tasks }) => sum + tasks, 0),
    seeds: first.seeds,
    rows: results.flatMap(result =>
      result.rows.map(row => ({ ...row, options: { set: nameOf(result), ...row.options } })),
    ),
    references: {
      uniform: shared(results.map(({ references }) => references.uniform)),
      hindsight: shared(results.map(({ references }) => references.hindsight)),
    },
    notes: [
      'Rows name their set; references are means over the sets, at the budgets that all of them have. figures holds those of each set.',
      ...results.flatMap(result => result.notes.map(note => `${nameOf(result)}: ${note}`)),
      ...refused.map(({ message }) => `left out: ${message}`),
    ],
    figures: {
      tasks: bySet(({ tasks }) => tasks),
      references: bySet(({ references }) => references),
      sets: bySet(({ figures }) => figures ?? {}),
    },
    plots: results.flatMap(result =>
      (result.plots ?? [accuracyPlot(result)]).map(plot => ({
        ...plot,
        title: `${nameOf(result)}: ${plot.title}`,
      })),
    ),
  };
}

function shared(curves: readonly (readonly ReferencePoint[])[]): readonly ReferencePoint[] {
  const [first = [], ...rest] = curves;
  return first.flatMap(({ budget, accuracy }) => {
    const others = rest.map(curve => curve.find(point => point.budget === budget));
    const known = others.flatMap(point => (point ? [point.accuracy] : []));
    return known.length < rest.length ? [] : [{ budget, accuracy: meanOf([accuracy, ...known]) }];
  });
}
