import fs from 'node:fs';
import { featuresOf, labelOf, rewardName, rowOf } from '../engine/history.ts';
import { learntPrior } from '../engine/learntPrior.ts';
import { seededRandom } from '../engine/random.ts';
import { isVerifiable, type Task } from '../engine/task.ts';
import type { RunConfig, TraceEvent } from '../engine/trace.ts';
import { addLabel, calibrationsFileOf, readCalibrations } from './calibrations.ts';
import { addRow, historyFileOf, readHistory, workspaceKey } from './history.ts';

/** What runs of a workspace learn from those before, and leave for those after. Problems are told, never thrown. */
export interface Learning {
  /** The configuration with what earlier runs taught about such a task. */
  informed(task: Task, config: RunConfig): RunConfig;
  /** Keeps what a run showed. */
  ended(events: readonly TraceEvent[]): void;
  /** Keeps what a person's verdict on a candidate says about its score. */
  chosen(events: readonly TraceEvent[], candidate: string, verdict: 'accepted' | 'rejected'): void;
  /** What could not be read or kept so far, for a person. */
  readonly problem: string | undefined;
}

/** Opens what is known in the data folder for a workspace; without one, for what belongs to none. */
export function openLearning(dataDir: string, workspace: string | undefined): Learning {
  const [history, calibrations] = [historyFileOf(dataDir), calibrationsFileOf(dataDir)];
  const key = workspaceKey(workspace);
  const problems = new Set<string>();
  const tell = (problem: string | undefined) => {
    if (problem !== undefined) problems.add(problem);
  };
  return {
    informed(task, config) {
      const { items, problem } = readHistory(history);
      tell(problem);
      const rows = items.map(kept => ({ row: kept.row, here: kept.workspace === key }));
      const random = seededRandom(`${config.seed}/prior`);
      const prior = learntPrior(rows, featuresOf(task, config.model), config.arms, random);
      return { ...config, ...(prior && { prior }), ...(!isVerifiable(task) && calibration(config)) };
    },
    ended(events) {
      const row = rowOf(events);
      if (row) tell(addRow(history, { workspace: key, row }));
    },
    chosen(events, candidate, verdict) {
      const label = labelOf(events, candidate, verdict);
      if (label) tell(addLabel(calibrations, { ...label, workspace: key }));
    },
    get problem() {
      return problems.size === 0 ? undefined : [...problems].join(' ');
    },
  };

  function calibration(config: RunConfig): Pick<RunConfig, 'calibration'> {
    const { labels, problem } = readCalibrations(calibrations, key);
    tell(problem);
    const known = labels.get(rewardName(config));
    return known ? { calibration: known } : {};
  }
}

/** Deletes all that runs taught; throws where a file cannot be deleted. */
export function forgetLearnt(dataDir: string): void {
  for (const file of [historyFileOf(dataDir), calibrationsFileOf(dataDir)]) fs.rmSync(file, { force: true });
}
