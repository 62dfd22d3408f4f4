import type { PromptTask } from '../../engine/task.ts';
import { BadOption } from '../../runConfig.ts';
import type { LiveSteps, SaidOfStep } from './liveSteps.ts';
import type { Located } from './locators.ts';
import type { Chain } from './readChains.ts';

/** A chain as a judge of steps went through it. */
export type JudgedChain = {
  readonly chain: Chain;
  readonly said: Located;
  /** Of the steps in turn, up to the first that was judged wrong. */
  readonly steps: readonly SaidOfStep[];
};

/** Where a run would take a step for wrong. */
const even = 0.5;

/** Asks about the steps of each chain in turn, one vote a step, and stops at the first that is judged wrong. */
export async function liveChains(
  chains: readonly Chain[],
  live: LiveSteps,
  progress: (line: string) => void,
): Promise<readonly JudgedChain[]> {
  const judged: JudgedChain[] = [];
  for (const [place, chain] of chains.entries()) {
    const one = await judgedChain(chain, live);
    judged.push(one);
    const by = typeof one.said === 'number' ? ` by ${one.steps.at(-1)?.by}` : '';
    const right = shown(chain.mistake);
    progress(
      `chain ${place + 1} of ${chains.length}, ${chain.task}: ${shown(one.said)}${by}; right is ${right}`,
    );
  }
  return judged;
}

async function judgedChain(chain: Chain, live: LiveSteps): Promise<JudgedChain> {
  const task = taskOf(chain);
  const steps: SaidOfStep[] = [];
  for (const [at, step] of chain.steps.entries()) {
    const name = `${task.text} step ${at + 1}`;
    const said = await live.verdict({ task, before: chain.steps.slice(0, at), step, votes: 1, name });
    steps.push(said);
    if (said.value !== undefined && said.value < even) return { chain, said: at, steps };
  }
  return { chain, said: steps.some(({ value }) => value !== undefined) ? null : undefined, steps };
}

function shown(place: Located): string {
  return place === undefined ? 'nothing' : place === null ? 'no mistake' : `step ${place + 1}`;
}

/** What the chains of a file were asked to do, where their input does not say so (as BIG-bench words it). */
const instructions: Readonly<Record<string, string>> = {
  dyck_languages:
    'Complete the rest of the sequence, making sure that the parentheses are closed properly. Input: ',
  multistep_arithmetic: 'Calculate: ',
  word_sorting: 'Sort the following words alphabetically: ',
};

function taskOf({ task, input }: Chain): PromptTask {
  if (input === undefined)
    throw new BadOption(
      `A chain of ${task} has no "input", so that no live judge can be told what its steps are for.`,
    );
  return { type: 'prompt', text: `${instructions[task] ?? ''}${input}` };
}

/** What judged steps are worth by what decided them; labels say what is right up to the first mistake, not beyond. */
export type StepFigures = {
  readonly by: SaidOfStep['by'];
  readonly steps: number;
  /** No vote that could be read. */
  readonly unread: number;
  /** Of those read: right ones and, among them, those judged so. */
  readonly right: number;
  readonly rightAccepted: number;
  /** The first mistakes, and those judged wrong. */
  readonly wrong: number;
  readonly wrongRejected: number;
};

export function stepFigures(judged: readonly JudgedChain[]): readonly StepFigures[] {
  const all = judged.flatMap(({ chain: { mistake }, steps }) =>
    steps.map((said, at) => ({ ...said, truth: truthAt(at, mistake) })),
  );
  return (['equations', 'model'] as const).map(by => {
    const here = all.filter(step => step.by === by);
    const read = here.flatMap(({ value, truth }) => (value === undefined ? [] : [{ value, truth }]));
    const [right, wrong] = [true, false].map(truth => read.filter(step => step.truth === truth));
    return {
      ...{ by, steps: here.length, unread: here.length - read.length },
      ...{ right: right?.length ?? 0, rightAccepted: right?.filter(({ value }) => value > even).length ?? 0 },
      ...{ wrong: wrong?.length ?? 0, wrongRejected: wrong?.filter(({ value }) => value < even).length ?? 0 },
    };
  });
}

/** Undefined beyond the first mistake. */
function truthAt(at: number, mistake: number | null): boolean | undefined {
  if (mistake === null || at < mistake) return true;
  return at === mistake ? false : undefined;
}

/** Chains by what decided them, and how many of them were located exactly. */
export type Decided = {
  readonly by: SaidOfStep['by'] | 'no mistake seen' | 'nothing read';
  readonly chains: number;
  readonly exact: number;
};

export function decidedBy(judged: readonly JudgedChain[]): readonly Decided[] {
  const kinds = ['equations', 'model', 'no mistake seen', 'nothing read'] as const;
  return kinds.map(by => {
    const here = judged.filter(one => kindOf(one) === by);
    return { by, chains: here.length, exact: here.filter(one => one.said === one.chain.mistake).length };
  });
}

function kindOf({ said, steps }: JudgedChain): Decided['by'] {
  if (said === undefined) return 'nothing read';
  return said === null ? 'no mistake seen' : (steps.at(-1)?.by ?? 'model');
}
