import { meanOf } from '../../engine/mean.ts';
import { intervalOfMean } from '../recorded/interval.ts';
import {
  type JudgeRequest,
  type JudgeResult,
  type JudgeRow,
  type JudgeSuite,
  labelCountsFor,
  missingNotes,
} from './judgeSuite.ts';
import { decidedBy, liveChains, stepFigures } from './liveChains.ts';
import { liveNote } from './liveMeter.ts';
import { stepJudgeNamed, withLiveSteps } from './liveStepJudge.ts';
import { type LiveSteps, votesOf } from './liveSteps.ts';
import { creditsOf, type LocatedJudge, locatedRow, type Verdict } from './locatedRow.ts';
import { type Locator, locators, turnedPlace } from './locators.ts';
import { type Chain, readChains } from './readChains.ts';
import { spread } from './spread.ts';

/** Where a chain of thought goes wrong first. The set holds no verdicts: the rows are of what needs no model, or of a live judge. */
export const firstMistake: JudgeSuite = {
  name: 'first-mistake',
  summary:
    'Which step of a chain of thought is the first mistake, or none: false equations, and what looks at no step.',
  run: runFirstMistake,
};

const synthetic = ['inverted', 'constant'];

/** What stands beside a live judge. */
const beside = ['equations', 'constant'];

/** Judges beside each other, with what else is told of them. */
type Shown = {
  readonly judges: readonly LocatedJudge[];
  readonly figures?: Readonly<Record<string, unknown>>;
  readonly notes: readonly string[];
};

async function runFirstMistake(request: JudgeRequest): Promise<JudgeResult> {
  const { data, judge } = request;
  const chains = await readChains(data);
  const names = locators.map(({ name }) => name);
  if (judge === undefined || names.includes(judge))
    return await resultOf(chains, request, withoutModel(chains, judge));
  const live = stepJudgeNamed(judge, data, names);
  const asked = spread(chains, ({ task }) => task, { items: request.items, name: 'live' });
  const shown = await withLiveSteps(live, request, steps => liveShown(asked, live.name, steps, request));
  return await resultOf(asked, request, shown);
}

function withoutModel(chains: readonly Chain[], judge: string | undefined): Shown {
  const judges = locators
    .filter(({ name }) => judge === undefined || name === judge || synthetic.includes(name))
    .map(({ name, locate }) => locatedBy(name, chains, locate));
  return {
    judges,
    notes: [
      'The set holds no verdicts: the rows are of judges without a model, at no call. Saying nothing is not right.',
      'equations names the first step with an equation that does not hold; where it can compute none it says nothing. parsed is the share of chains on which something is said; ece and brier are of those, of P(the place is right).',
      'inverted is equations, turned round: no mistake where it names a step, else the last step. constant always says that there is none.',
      ...judges
        .filter(({ name }) => name === 'equations')
        .flatMap(({ verdicts }) => [flagNote(verdicts), ...taskNotes(verdicts)]),
    ],
  };
}

function locatedBy(name: string, chains: readonly Chain[], locate: Locator['locate']): LocatedJudge {
  const verdicts = chains.map((chain): Verdict => ({ ...chain, said: locate(chain) }));
  const said = verdicts.filter(one => one.said !== undefined);
  return { name, verdicts, calls: 0, parsed: said.length / verdicts.length };
}

/** The live judge, the same turned round, and what equations alone say of the same chains. */
async function liveShown(
  chains: readonly Chain[],
  name: string,
  live: LiveSteps,
  { progress }: JudgeRequest,
): Promise<Shown> {
  const judged = await liveChains(chains, live, progress);
  const { asked, parsed } = votesOf(judged.flatMap(one => one.steps));
  const cost = { calls: asked / chains.length, parsed };
  const places = new Map(judged.map(one => [one.chain, one.said]));
  const of = (chain: Chain) => places.get(chain);
  const alone = locators.filter(locator => beside.includes(locator.name));
  const figures = { ...live.figures(), items: chains.length };
  const decided = decidedBy(judged);
  return {
    judges: [
      { ...locatedBy(name, chains, of), ...cost },
      { ...locatedBy('inverted', chains, chain => turnedPlace(of(chain), chain)), ...cost },
      ...alone.map(locator => locatedBy(locator.name, chains, locator.locate)),
    ],
    figures: { live: figures, decided, steps: stepFigures(judged) },
    notes: [
      `${name} is asked about the steps in turn and stops at the first that it judges wrong; a step with a false equation is wrong without a model being asked. Where none is judged wrong and one at least could be read, it says that there is no mistake; saying nothing is not right.`,
      `calls are votes for one chain, parsed is the share of them that could be read; inverted is ${name}, turned round. equations is what they say alone, at no call.`,
      `Decided by ${decided.map(one => `${one.by}: ${one.chains} chains, ${one.exact} exact`).join('; ')}.`,
      liveNote(figures),
    ],
  };
}

async function resultOf(
  chains: readonly Chain[],
  { data, seeds, signal }: JudgeRequest,
  { judges, figures, notes }: Shown,
): Promise<JudgeResult> {
  const rows: JudgeRow[] = [];
  for (const judge of judges) {
    await new Promise(resolve => setImmediate(resolve));
    signal.throwIfAborted();
    for (const labels of labelCountsFor(chains.length))
      rows.push(locatedRow(judge, labels, labels === 0 ? 1 : seeds));
  }
  return {
    suite: 'first-mistake',
    data,
    items: chains.length,
    rows,
    figures: {
      tasks: tasksOf(chains).map(task => taskFigures(task, chains, judges)),
      flags: judges.map(({ name, verdicts }) => ({ judge: name, ...flagsOf(verdicts) })),
      ...figures,
    },
    notes: [...notes, ...missingNotes(rows)],
  };
}

function taskFigures(task: string, chains: readonly Chain[], judges: readonly LocatedJudge[]) {
  const here = chains.filter(one => one.task === task);
  const exact = judges.map(({ name, verdicts }) => [
    name,
    meanOf(creditsOf(verdicts.filter(one => one.task === task))),
  ]);
  return {
    task,
    chains: here.length,
    mistakes: here.filter(({ mistake }) => mistake !== null).length,
    steps: meanOf(here.map(({ steps }) => steps.length)),
    random: meanOf(here.map(({ steps }) => 1 / (steps.length + 1))),
    ...Object.fromEntries(exact),
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
