import { brierScore, calibrationError } from '../../engine/calibration.ts';
import { aggregates } from '../../engine/judging/steps/stepAggregate.ts';
import { meanOf } from '../../engine/mean.ts';
import { shuffled } from '../../engine/probes/shuffled.ts';
import { seededRandom } from '../../engine/random.ts';
import { intervalOf } from '../recorded/interval.ts';
import {
  areaUnderCurve,
  calibratedOn,
  highestValue,
  type Judged,
  readJudgedSteps,
} from '../recorded/judgedSteps.ts';
import {
  eceBins,
  type JudgeRequest,
  type JudgeResult,
  type JudgeRow,
  type JudgeSuite,
  labelCountsFor,
  missingNotes,
} from './judgeSuite.ts';
import { liveNote } from './liveMeter.ts';
import { liveStates, type ValuedState } from './liveStates.ts';
import { stepJudgeNamed, withLiveSteps } from './liveStepJudge.ts';
import { pathValues } from './pathValues.ts';
import { spread } from './spread.ts';

/** A stepwise judge on the states of the Game of 24, against whether each can still be won. */
export const stepValues: JudgeSuite = {
  name: 'steps',
  summary:
    'Whether a step keeps the task winnable: recorded values of three calls, or a live judge, against the exact truth.',
  run: runSteps,
};

const calls = 3;
const steps = [1, 2, 3] as const;

type StateJudge = {
  readonly name: string;
  readonly states: readonly ValuedState[];
  /** Votes for one state. */
  readonly calls: number;
  /** Share of them that could be read. */
  readonly parsed: number;
};

async function runSteps(request: JudgeRequest): Promise<JudgeResult> {
  const { data, judge } = request;
  const names = ['recorded', 'inverted', 'constant'];
  if (judge !== undefined && !names.includes(judge)) return await runLive(judge, names, request);
  const { states } = await readJudgedSteps(data);
  const shown = withSynthetic(recordedJudge(states)).filter(
    ({ name }) => judge === undefined || name !== 'recorded' || judge === name,
  );
  const result = await resultOf(shown, request);
  const paths = aggregatesOf(recordedJudge(states).states);
  return {
    ...result,
    figures: { ...result.figures, aggregates: paths },
    notes: [...result.notes, ...stateNotes, pathNote],
  };
}

/** The judge on states of every step, won and lost ones in turn, beside what was recorded of the same states. */
async function runLive(
  name: string,
  recorded: readonly string[],
  request: JudgeRequest,
): Promise<JudgeResult> {
  const judge = stepJudgeNamed(name, request.data, recorded);
  const { starts, states } = await readJudgedSteps(request.data);
  const some = spread(states, ({ step, winnable }) => `${step} ${winnable ? 'won' : 'lost'}`, {
    ...{ items: request.items, name: 'live' },
  });
  const live = await withLiveSteps(judge, request, asked =>
    liveStates(some, { starts, votes: calls, live: asked, progress: request.progress }),
  );
  const { valued, votes, decided, figures } = live;
  const shown = { name, states: valued, calls: votes.asked / some.length, parsed: votes.parsed };
  const result = await resultOf([...withSynthetic(shown), recordedJudge(some)], request);
  return {
    ...result,
    figures: { ...result.figures, live: figures, decided },
    notes: [
      ...result.notes,
      `${name} is asked ${calls} times about each state; the states are spread over steps and over won and lost ones, so that accuracy is not that of states as they come. A state that it said nothing of is not right. recorded is what was recorded of the same states.`,
      `Decided by ${decided.map(({ by, states: many }) => `${by}: ${many} states`).join('; ')}.`,
      liveNote(figures),
    ],
  };
}

function recordedJudge(states: readonly Judged[]): StateJudge {
  const valued = states.map(state => ({ ...state, value: state.value / highestValue }));
  return { name: 'recorded', states: valued, calls, parsed: 1 };
}

/** The judge, the judge turned round, and one that always says the same. */
function withSynthetic(judge: StateJudge): readonly StateJudge[] {
  const turned = judge.states.map(state => ({
    ...state,
    value: state.value === undefined ? undefined : 1 - state.value,
  }));
  const even = judge.states.map(state => ({ ...state, value: 0.5 }));
  return [
    judge,
    { ...judge, name: 'inverted', states: turned },
    { name: 'constant', states: even, calls: 0, parsed: 1 },
  ];
}

/** AUC of what the recorded values of a state's whole path come to, by each way to join them. */
function aggregatesOf(states: readonly ValuedState[]) {
  return aggregates.map(aggregate => {
    const joined = pathValues(states, aggregate);
    return { aggregate, all: areaOf(joined), ...byStep(joined) };
  });
}

const pathNote =
  'aggregates: AUC where a state has what the recorded values along its path come to: the least, their product, or the last alone.';

const stateNotes = [
  'A state is called winnable at a chance of a half; most are lost, so that saying so always is right often: read the AUC.',
  'The weight is 2 AUC - 1 on the labelled states, at least 0; states are labelled at random, so one task is on both sides.',
];

async function resultOf(
  judges: readonly StateJudge[],
  { data, seeds, signal }: JudgeRequest,
): Promise<JudgeResult> {
  const rows: JudgeRow[] = [];
  for (const judge of judges) {
    for (const labels of labelCountsFor(judge.states.length)) {
      await new Promise(resolve => setImmediate(resolve));
      signal.throwIfAborted();
      rows.push(rowAt(judge, labels, labels === 0 ? 1 : seeds));
    }
  }
  const areas = judges.map(({ name, states }) => ({ judge: name, all: areaOf(states), ...byStep(states) }));
  const [first] = areas;
  const shown = (area: number | null | undefined) => area?.toFixed(3) ?? 'unknown';
  return {
    suite: 'steps',
    data,
    items: judges[0]?.states.length ?? 0,
    rows,
    figures: { auc: areas },
    notes: [
      `AUC of ${first?.judge ?? 'none'}: ${shown(first?.all)} over all states; ${steps
        .map(step => `step ${step} ${shown(first?.[`step${step}`])}`)
        .join(', ')}.`,
      ...missingNotes(rows),
    ],
  };
}

/** Of the states that something was said of; null where none or all of them are winnable. */
function areaOf(states: readonly ValuedState[]): number | null {
  const area = areaUnderCurve(saidOf(states));
  return Number.isNaN(area) ? null : area;
}

function byStep(states: readonly ValuedState[]) {
  const [step1 = null, step2 = null, step3 = null] = steps.map(step =>
    areaOf(states.filter(state => state.step === step)),
  );
  return { step1, step2, step3 };
}

function saidOf(states: readonly ValuedState[]): readonly Judged[] {
  return states.flatMap(({ value, ...state }) => (value === undefined ? [] : [{ ...state, value }]));
}

function rowAt(judge: StateJudge, labels: number, seeds: number): JudgeRow {
  const hits = new Map<number, { value: number; weight: number }[]>();
  const [accuracies, eces, briers, weights]: [number[], number[], number[], number[]] = [[], [], [], []];
  const values = new Set(saidOf(judge.states).map(({ value }) => value));
  const saysNothing = values.size < 2;
  for (let seed = 0; seed < seeds; seed++) {
    const order = shuffled(seededRandom(`judge/steps/${labels}/${seed}`), judge.states);
    const labelled = saidOf(order.slice(0, labels));
    const chance = labels === 0 ? (value: number) => value : calibratedOn(labelled);
    const rest = order.slice(labels);
    const right = rest.map(({ value, winnable }) =>
      value !== undefined && chance(value) > 0.5 === winnable ? 1 : 0,
    );
    const said = saidOf(rest).map(state => ({ chance: chance(state.value), right: state.winnable }));
    for (const [i, state] of rest.entries()) {
      const here = hits.get(state.task) ?? [];
      hits.set(state.task, here);
      here.push({ value: right[i] ?? 0, weight: 1 });
    }
    accuracies.push(meanOf(right));
    eces.push(calibrationError(said, eceBins));
    briers.push(brierScore(said));
    if (labels > 0 || saysNothing) weights.push(Math.max(0, 2 * (areaOf(labelled) ?? 0.5) - 1));
  }
  const figure = (drawn: readonly number[]) => (values.size === 0 ? null : meanOf(drawn));
  return {
    ...{ judge: judge.name, protocol: 'votes', labels },
    ...{ accuracy: meanOf(accuracies), ci95: intervalOf([...hits.values()]) },
    ...{ calls: judge.calls, ece: figure(eces), brier: figure(briers) },
    ...{ orderConsistency: null, weight: weights.length === 0 ? null : meanOf(weights) },
    parsed: judge.parsed,
  };
}
