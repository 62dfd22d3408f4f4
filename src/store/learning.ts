import fs from 'node:fs';
import { featuresOf, labelOf, rewardName, rowOf } from '../engine/history.ts';
import { preferredArms } from '../engine/judging/labels/duels.ts';
import { labelsOf } from '../engine/judging/labels/judgeLabels.ts';
import { pickOf, type Wins, winsOf } from '../engine/judging/labels/preferences.ts';
import { informedJudges } from '../engine/judging/trust/informedJudges.ts';
import { type JudgeReport, judgeReports } from '../engine/judging/trust/judgeReport.ts';
import { favouring, learntPrior } from '../engine/learntPrior.ts';
import type { Prior } from '../engine/prior.ts';
import { seededRandom } from '../engine/random.ts';
import { isVerifiable, type Task } from '../engine/task.ts';
import type { RunConfig, TraceEvent } from '../engine/trace.ts';
import { addLabel, calibrationsFileOf, readCalibrations } from './calibrations.ts';
import { addRow, historyFileOf, readHistory, workspaceKey } from './history.ts';
import { addJudgeLabel, judgeLabelsFileOf, readJudgeLabels } from './judgeLabels.ts';
import { addPick, preferencesFileOf, readPreferences } from './preferences.ts';

/** What runs of a workspace learn from those before, and leave for those after. Problems are told, never thrown. */
export interface Learning {
  /** The configuration with what earlier runs taught about such a task. */
  informed(task: Task, config: RunConfig): RunConfig;
  /** Keeps what a run showed. */
  ended(events: readonly TraceEvent[]): void;
  /** Keeps what a person's verdict on a candidate says about its score, its judges and what the person prefers. */
  chosen(events: readonly TraceEvent[], candidate: string, verdict: 'accepted' | 'rejected'): void;
  /** Keeps what was said after a run: a judge that was asked by hand, or what the person expects of a call. */
  judged(events: readonly TraceEvent[]): void;
  /** What could not be read or kept so far, for a person. */
  readonly problem: string | undefined;
}

/** Opens what is known in the data folder for a workspace; without one, for what belongs to none. */
export function openLearning(dataDir: string, workspace: string | undefined): Learning {
  const files = filesIn(dataDir);
  const key = workspaceKey(workspace);
  const problems = new Set<string>();
  const tell = (problem: string | undefined) => {
    if (problem !== undefined) problems.add(problem);
  };
  const kept = new Map<string, string>();
  return {
    informed(task, config) {
      const known = { ...config, ...judges(config) };
      const prior = priorOf(task, config);
      return { ...known, ...(prior && { prior }), ...(!isVerifiable(task) && calibration(config)) };
    },
    ended(events) {
      const row = rowOf(events);
      if (row) tell(addRow(files.history, { workspace: key, row }));
      keepLabels(events);
    },
    chosen(events, candidate, verdict) {
      const label = labelOf(events, candidate, verdict);
      if (label) tell(addLabel(files.calibrations, { ...label, workspace: key }));
      keepLabels(events);
      const pick = pickOf(events);
      if (pick && isNew(`pick ${pick.key}`, pick)) tell(addPick(files.preferences, { workspace: key, pick }));
    },
    judged: keepLabels,
    get problem() {
      return problems.size === 0 ? undefined : [...problems].join(' ');
    },
  };

  function keepLabels(events: readonly TraceEvent[]): void {
    for (const label of labelsOf(events)) {
      if (isNew(label.key, label)) tell(addJudgeLabel(files.judges, { workspace: key, label }));
    }
  }

  /** Whether it says another thing than what was kept by this name before. */
  function isNew(name: string, item: object): boolean {
    const text = JSON.stringify(item);
    if (kept.get(name) === text) return false;
    kept.set(name, text);
    return true;
  }

  function priorOf(task: Task, config: RunConfig): Prior | undefined {
    const { items, problem } = readHistory(files.history);
    tell(problem);
    const rows = items.map(kept => ({ row: kept.row, here: kept.workspace === key }));
    const random = seededRandom(`${config.seed}/prior`);
    const prior = learntPrior(rows, featuresOf(task, config.model), config.arms, random);
    if (isVerifiable(task) || config.arms.length < 2) return prior;
    const preferences = readPreferences(files.preferences);
    tell(preferences.problem);
    const picks = preferences.items.map(({ pick }) => pick).filter(pick => pick.model === config.model);
    const wins = winsOf(picks, 'arm');
    if (wins.size === 0) return prior;
    const arms = config.arms.map(({ id }) => id);
    return favouring(prior, preferredArms(wins, arms, random.fork('preferred')));
  }

  function judges(config: RunConfig): Pick<RunConfig, 'judges'> {
    if (!config.judges || config.judges.length === 0) return {};
    const { items, problem } = readJudgeLabels(files.judges);
    tell(problem);
    const near = items.map(kept => ({ label: kept.label, here: kept.workspace === key }));
    return { judges: informedJudges(config.judges, config.model, near) };
  }

  function calibration(config: RunConfig): Pick<RunConfig, 'calibration'> {
    const { labels, problem } = readCalibrations(files.calibrations, key);
    tell(problem);
    const known = labels.get(rewardName(config));
    return known ? { calibration: known } : {};
  }
}

/** What judges and picks of a workspace have shown; without one, those of all. */
export type Judged = {
  readonly judges: readonly JudgeReport[];
  /** How often the person took which arm, and which kind of candidate, over which. */
  readonly picks: { readonly arms: Wins; readonly origins: Wins };
  readonly problem?: string;
};

/** Reads what the judges turned out to be worth; of the workspace, or where none is given of all. */
export function judgedIn(dataDir: string, workspace?: string): Judged {
  const files = filesIn(dataDir);
  const key = workspace === undefined ? undefined : workspaceKey(workspace);
  const isHere = (kept: { readonly workspace: string }) => key === undefined || kept.workspace === key;
  const labels = readJudgeLabels(files.judges);
  const preferences = readPreferences(files.preferences);
  const picks = preferences.items.filter(isHere).map(({ pick }) => pick);
  const problem = [labels.problem, preferences.problem].filter(one => one !== undefined).join(' ');
  return {
    judges: judgeReports(labels.items.filter(isHere).map(({ label }) => label)),
    picks: { arms: winsOf(picks, 'arm'), origins: winsOf(picks, 'origin') },
    ...(problem !== '' && { problem }),
  };
}

/** Deletes all that runs taught; throws where a file cannot be deleted. */
export function forgetLearnt(dataDir: string): void {
  for (const file of Object.values(filesIn(dataDir))) fs.rmSync(file, { force: true });
}

function filesIn(dataDir: string) {
  return {
    history: historyFileOf(dataDir),
    calibrations: calibrationsFileOf(dataDir),
    judges: judgeLabelsFileOf(dataDir),
    preferences: preferencesFileOf(dataDir),
  };
}
