import { brierScore, calibrationError } from '../../engine/calibration.ts';
import { BadOption } from '../../runConfig.ts';
import { intervalOf, meanOf } from '../recorded/interval.ts';
import { areaUnderCurve, calibratedOn, type Judged, readJudgedSteps } from '../recorded/judgedSteps.ts';
import {
  eceBins,
  type JudgeRequest,
  type JudgeResult,
  type JudgeRow,
  type JudgeSuite,
  labelCounts,
} from './judgeSuite.ts';
import { shuffled } from './labelledRows.ts';

/** A stepwise judge on the states of the Game of 24, against whether each can still be won. */
export const stepValues: JudgeSuite = {
  name: 'steps',
  summary: 'Whether a step keeps the task winnable: recorded values of three calls, against the exact truth.',
  run: runSteps,
};

/** Three calls, each worth 20 at most. */
const highest = 60;
const calls = 3;
const steps = [1, 2, 3] as const;

const judges: Readonly<Record<string, (value: number) => number>> = {
  recorded: value => value,
  inverted: value => highest - value,
  constant: () => highest / 2,
};

async function runSteps({ data, judge, seeds, signal }: JudgeRequest): Promise<JudgeResult> {
  if (judge !== undefined && !Object.hasOwn(judges, judge))
    throw new BadOption(
      `There is no judge "${judge}" in ${data}. Choose among: ${Object.keys(judges).join(', ')}.`,
    );
  const { states } = await readJudgedSteps(data);
  const shown = Object.entries(judges).filter(
    ([name]) => judge === undefined || name !== 'recorded' || judge === name,
  );
  const rows: JudgeRow[] = [];
  const areas: unknown[] = [];
  for (const [name, turn] of shown) {
    const valued = states.map(state => ({ ...state, value: turn(state.value) }));
    areas.push({ judge: name, all: areaUnderCurve(valued), ...byStep(valued) });
    for (const labels of labelCounts) {
      await new Promise(resolve => setImmediate(resolve));
      signal.throwIfAborted();
      rows.push(rowAt(name, valued, labels, labels === 0 ? 1 : seeds));
    }
  }
  const [first] = shown;
  const real = states.map(state => ({ ...state, value: first?.[1](state.value) ?? state.value }));
  return {
    suite: 'steps',
    data,
    items: states.length,
    rows,
    figures: { auc: areas },
    notes: [
      `AUC of ${first?.[0] ?? 'none'}: ${areaUnderCurve(real).toFixed(3)} over all states; ${steps
        .map(step => `step ${step} ${areaUnderCurve(real.filter(state => state.step === step)).toFixed(3)}`)
        .join(', ')}.`,
      'A state is called winnable at a chance of a half; most are lost, so that saying so always is right often: read the AUC.',
      'The weight is 2 AUC - 1 on the labelled states, at least 0; states are labelled at random, so one task is on both sides.',
    ],
  };
}

function byStep(states: readonly Judged[]): Readonly<Record<string, number>> {
  return Object.fromEntries(
    steps.map(step => [`step${step}`, areaUnderCurve(states.filter(state => state.step === step))]),
  );
}

function rowAt(judge: string, states: readonly Judged[], labels: number, seeds: number): JudgeRow {
  const hits = new Map<number, { value: number; weight: number }[]>();
  const [accuracies, eces, briers, weights]: [number[], number[], number[], number[]] = [[], [], [], []];
  for (let seed = 0; seed < seeds; seed++) {
    const order = shuffled(states, `judge/steps/${labels}/${seed}`);
    const labelled = order.slice(0, labels);
    const chance = labels === 0 ? (value: number) => value / highest : calibratedOn(labelled);
    const rest = order.slice(labels);
    const said = rest.map(state => ({ chance: chance(state.value), right: state.winnable }));
    const right = said.map(one => (one.chance > 0.5 === one.right ? 1 : 0));
    for (const [i, state] of rest.entries()) {
      const here = hits.get(state.task) ?? [];
      hits.set(state.task, here);
      here.push({ value: right[i] ?? 0, weight: 1 });
    }
    accuracies.push(meanOf(right));
    eces.push(calibrationError(said, eceBins));
    briers.push(brierScore(said));
    const area = areaUnderCurve(labelled);
    if (labels > 0) weights.push(Number.isNaN(area) ? 0 : Math.max(0, 2 * area - 1));
  }
  return {
    ...{
      judge,
      protocol: 'votes',
      labels,
      accuracy: meanOf(accuracies),
      ci95: intervalOf([...hits.values()]),
    },
    ...{ calls: judge === 'constant' ? 0 : calls, ece: meanOf(eces), brier: meanOf(briers) },
    ...{ orderConsistency: null, weight: weights.length === 0 ? null : meanOf(weights), parsed: 1 },
  };
}
