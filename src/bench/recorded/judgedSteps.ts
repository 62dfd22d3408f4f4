import { z } from 'zod';
import { isotonic } from '../../engine/calibration.ts';
import { BadOption } from '../../runConfig.ts';
import { fraction, replayed, type State, solver } from './game24.ts';
import { readWhole } from './readRows.ts';

/** Of a state: three calls, each worth 20 at most. */
export const highestValue = 60;

const trees = z.array(
  z.object({
    steps: z.array(
      z
        .object({
          step: z.number(),
          x: z.string(),
          new_ys: z.array(z.string()),
          values: z.array(z.number().min(0).max(highestValue)),
        })
        .refine(({ new_ys, values }) => new_ys.length === values.length, 'every state needs a value'),
    ),
  }),
);

/** A state that a judge was asked about, with the truth. */
export type Judged = {
  readonly task: number;
  /** Moves made: 1 to 3. */
  readonly step: number;
  /** The judge's, as recorded. */
  readonly value: number;
  readonly winnable: boolean;
  /** The moves before the last one as written; the state it grew from. */
  readonly parent: string;
  readonly text: string;
};

export type JudgedSteps = { readonly starts: readonly State[]; readonly states: readonly Judged[] };

/** The file with the recorded trees. */
export const treeFile = 'tree.json.gz';

/** The recorded trees of a Game of 24; a move that is not legal leaves a state that is lost. */
export async function readJudgedSteps(data: string): Promise<JudgedSteps> {
  const read = await readWhole(data, treeFile, trees);
  if (read.length === 0) throw new BadOption(`${data}/${treeFile} holds no trees.`);
  const winnable = solver();
  const starts = read.map(tree => startOf(tree.steps[0]?.x ?? ''));
  const states = read.flatMap((tree, task) =>
    tree.steps.flatMap(({ new_ys, values }) =>
      new_ys.flatMap((text, index): Judged[] => {
        const lines = text.trim().split('\n');
        if (/answer/i.test(lines.at(-1) ?? '')) return [];
        const state = replayed(starts[task] ?? [], lines);
        const wins = state !== undefined && winnable(state);
        const parent = lines.slice(0, -1).join('\n');
        const value = values[index] ?? 0;
        return [{ task, step: lines.length, value, winnable: wins, parent, text: lines.join('\n') }];
      }),
    ),
  );
  return { starts, states };
}

function startOf(numbers: string): State {
  return numbers.split(' ').map(number => fraction(Number(number)));
}

/** The area under the ROC curve: P(a winnable state is valued above a lost one), ties counting half. */
export function areaUnderCurve(states: readonly Pick<Judged, 'value' | 'winnable'>[]): number {
  const lost = states.filter(state => !state.winnable).map(state => state.value);
  const won = states.filter(state => state.winnable).map(state => state.value);
  let above = 0;
  for (const high of won) for (const low of lost) above += high > low ? 1 : high === low ? 0.5 : 0;
  return above / (won.length * lost.length);
}

/**
 * P(winnable) of a value, never falling as it rises; each value counts like one more state at the base rate. The value
 * asked for takes the level at or above it.
 */
export function calibratedOn(states: readonly Judged[]): (value: number) => number {
  const base = (states.filter(state => state.winnable).length + 0.5) / (states.length + 1);
  const levels = [...new Set(states.map(state => state.value))].sort((left, right) => left - right);
  const points = levels.map(level => {
    const here = states.filter(state => state.value === level);
    const weight = here.length + 1;
    return { mean: (here.filter(state => state.winnable).length + base) / weight, weight };
  });
  const fitted = isotonic(points);
  return value => fitted[levels.findIndex(level => value <= level)] ?? fitted.at(-1) ?? base;
}

/** Tasks are split in so many folds; a judge is calibrated on the others. */
export const folds = 5;

export function foldOf(task: number): number {
  return task % folds;
}
