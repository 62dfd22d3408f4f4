import { firstMistake } from './firstMistake.ts';
import type { JudgeSuite } from './judgeSuite.ts';
import { pairs } from './pairs.ts';
import { stepValues } from './stepValues.ts';

/** Every suite of judges by its name. */
export const judgeSuites: Readonly<Record<string, JudgeSuite>> = Object.fromEntries(
  [pairs, firstMistake, stepValues].map(suite => [suite.name, suite]),
);
