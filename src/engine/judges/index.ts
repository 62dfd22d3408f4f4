import type { Judge, JudgeName } from '../judging/judge.ts';
import { pairwise } from './pairwise.ts';
import { pointwise } from './pointwise.ts';
import { principles } from './principles.ts';
import { rubric } from './rubric.ts';
import { stepwise } from './stepwise.ts';

/** Every judge that can be named in settings and options. */
export const judges: Readonly<Record<JudgeName, Judge>> = {
  pointwise,
  pairwise,
  rubric,
  principles,
  stepwise,
};
