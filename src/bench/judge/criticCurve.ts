import { meanOf } from '../../engine/mean.ts';
import { seededRandom } from '../../engine/random.ts';
import { type CriticRun, type CriticWorld, criticRuns } from './simulatedCritics.ts';

/** What runs paid a critic, some runs in a row. */
export type CriticPoint = CriticWorld & {
  /** The first and the last of them. */
  readonly runs: string;
  /** A run. */
  readonly critiques: number;
  readonly tokens: number;
  /** Of the tokens, on critiques. */
  readonly share: number;
  readonly verified: number;
};

/** Runs in a row from the first on, without what comes before each. */
const ends = [5, 10, 20, 40] as const;

/** How runs pay a critic as they learn what its words are worth, over so many seeds. */
export function criticCurve(worlds: readonly CriticWorld[], seeds: number): readonly CriticPoint[] {
  return worlds.flatMap(world => {
    const last = Math.max(...ends);
    const courses = Array.from({ length: seeds }, (_, seed) =>
      criticRuns(world, last, seededRandom(`critic ${seed}`)),
    );
    return ends.map((end, i) => pointOf(world, courses, ends[i - 1] ?? 0, end));
  });
}

function pointOf(
  world: CriticWorld,
  courses: readonly (readonly CriticRun[])[],
  from: number,
  to: number,
): CriticPoint {
  const runs = courses.flatMap(course => course.slice(from, to));
  const mean = (of: (run: CriticRun) => number) => meanOf(runs.map(of));
  const tokens = mean(run => run.tokens);
  return {
    ...world,
    runs: `${from + 1} to ${to}`,
    critiques: mean(run => run.critiques),
    tokens,
    share: mean(run => run.onCritiques) / tokens,
    verified: mean(run => Number(run.verified)),
  };
}
