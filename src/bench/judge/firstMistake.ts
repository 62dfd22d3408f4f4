import { BadOption } from '../../runConfig.ts';
import { intervalOfMean, meanOf } from '../recorded/interval.ts';
import {
  type JudgeRequest,
  type JudgeResult,
  type JudgeRow,
  type JudgeSuite,
  labelCounts,
  leastRest,
} from './judgeSuite.ts';
import { creditsOf, locatedRow, type Verdict } from './locatedRow.ts';
import { locators } from './locators.ts';
import { readChains } from './readChains.ts';

/** Where a chain of thought goes wrong first. The set holds no verdicts, so the rows are what needs no model. */
export const firstMistake: JudgeSuite = {
  name: 'first-mistake',
  summary:
    'Which step of a chain of thought is the first mistake, or none: false equations, and what looks at no step.',
  run: runFirstMistake,
};

const synthetic = ['inverted', 'constant'];

async function runFirstMistake({ data, judge, seeds, signal }: JudgeRequest): Promise<JudgeResult> {
  const chains = await readChains(data);
  const names = locators.map(({ name }) => name);
  if (judge !== undefined && !names.includes(judge))
    throw new BadOption(`There is no judge "${judge}" in ${data}. Choose among: ${names.join(', ')}.`);
  const shown = locators
    .filter(({ name }) => judge === undefined || name === judge || synthetic.includes(name))
    .map(({ name, locate }) => ({
      name,
      verdicts: chains.map((chain): Verdict => ({ ...chain, said: locate(chain) })),
    }));
  const rows: JudgeRow[] = [];
  for (const { name, verdicts } of shown) {
    await new Promise(resolve => setImmediate(resolve));
    signal.throwIfAborted();
    for (const labels of labelCounts) {
      if (labels === 0 || verdicts.length - labels >= leastRest)
        rows.push(locatedRow(name, verdicts, labels, labels === 0 ? 1 : seeds));
    }
  }
  return {
    suite: 'first-mistake',
    data,
    items: chains.length,
    rows,
    figures: {
      tasks: tasksOf(chains).map(task => {
        const here = chains.filter(one => one.task === task);
        return {
          task,
          chains: here.length,
          mistakes: here.filter(({ mistake }) => mistake !== null).length,
          steps: meanOf(here.map(({ steps }) => steps.length)),
          random: meanOf(here.map(({ steps }) => 1 / (steps.length + 1))),
          ...Object.fromEntries(
            shown.map(({ name, verdicts }) => [
              name,
              meanOf(creditsOf(verdicts.filter(one => one.task === task))),
            ]),
          ),
        };
      }),
      flags: shown.map(({ name, verdicts }) => ({ judge: name, ...flagsOf(verdicts) })),
    },
    notes: [
      'The set holds no verdicts: the rows are of judges without a model, at no call. Saying nothing is not right.',
      'equations names the first step with an equation that does not hold; where it can compute none it says nothing. parsed is the share of chains on which something is said; ece and brier are of those, of P(the place is right).',
      'inverted is equations, turned round: no mistake where it names a step, else the last step. constant always says that there is none.',
      ...shown
        .filter(({ name }) => name === 'equations')
        .flatMap(({ verdicts }) => [flagNote(verdicts), ...taskNotes(verdicts)]),
    ],
  };
}

function tasksOf(all: readonly { readonly task: string }[]): readonly string[] {
  return [...new Set(all.map(({ task }) => task))];
}

/** Of the chains in which a step is named: how many have a mistake there, and how many have one at all. */
function flagsOf(verdicts: readonly Verdict[]) {
  const flagged = verdicts.filter(({ said }) => typeof said === 'number');
  const mistakes = verdicts.filter(({ mistake }) => mistake !== null);
  return {
    said: verdicts.filter(({ said }) => said !== undefined).length,
    flagged: flagged.length,
    atTheMistake: flagged.filter(({ said, mistake }) => said === mistake).length,
    withMistake: flagged.filter(({ mistake }) => mistake !== null).length,
    mistakesFlagged: mistakes.filter(({ said }) => typeof said === 'number').length,
    mistakes: mistakes.length,
  };
}

function flagNote(verdicts: readonly Verdict[]): string {
  const { flagged, atTheMistake, withMistake } = flagsOf(verdicts);
  return `equations names a step in ${flagged} chains: the first mistake by the labels in ${atTheMistake}; ${withMistake} of them have a mistake by the labels.`;
}

function taskNotes(verdicts: readonly Verdict[]): readonly string[] {
  return tasksOf(verdicts).flatMap(task => {
    const here = verdicts.filter(one => one.task === task);
    const said = here.filter(one => one.said !== undefined);
    if (said.length === 0) return [`equations says nothing on ${task}.`];
    const [lo, hi] = intervalOfMean(creditsOf(here));
    return [
      `equations on ${task}: ${meanOf(creditsOf(here)).toFixed(3)} (${lo.toFixed(3)} to ${hi.toFixed(3)}) exact, of ${here.length} chains; it says something on ${said.length}.`,
    ];
  });
}
