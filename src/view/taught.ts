import type { RunConfig } from '../engine/trace.ts';
import { counted } from './counted.ts';

/** What a run was told by earlier ones, in a sentence; undefined when nothing was learnt yet. */
export function taughtBy({ prior, calibration }: RunConfig): string | undefined {
  const sentences = [
    ...(prior?.runs && Object.keys(prior.sample).length > 0
      ? [
          `From ${counted(prior.runs, 'earlier run')}: first attempts at functions like this pass ${chances(prior.sample)} of the time.`,
        ]
      : []),
    ...(calibration ? [`What agreement is worth is learnt from ${verdicts(calibration)} of yours.`] : []),
  ];
  return sentences.length > 0 ? sentences.join(' ') : undefined;
}

function chances(sample: NonNullable<RunConfig['prior']>['sample']): string {
  const arms = Object.entries(sample);
  return arms
    .map(([arm, { chance }]) => `${Math.round(chance * 100)}%${arms.length > 1 ? ` (${arm})` : ''}`)
    .join(', ');
}

function verdicts(calibration: NonNullable<RunConfig['calibration']>): string {
  return counted(
    calibration.reduce((sum, { right, wrong }) => sum + right + wrong, 0),
    'verdict',
  );
}
