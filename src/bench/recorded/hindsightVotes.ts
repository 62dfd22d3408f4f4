import { meanOf } from '../../engine/mean.ts';
import { seededRandom } from '../../engine/random.ts';
import type { AnswerArm, AnswerTask } from './answerDraws.ts';
import type { ReferencePoint } from './suite.ts';

/** Orders of a task's draws from which its majority's accuracy is told. */
const orders = 200;

/** A number of draws of a task, and how often their majority is right. */
type Point = { readonly draws: number; readonly right: number };
type Step = { readonly draws: number; readonly right: number };

/**
 * Accuracy of who knows how often the majority of so many draws is right, for each task, and splits the budget in advance
 * in the best way: what a rule that stops by votes is measured against. A mean over arms, each with the whole budget.
 */
export function hindsightVotes(
  arms: readonly AnswerArm[],
  budgets: readonly number[],
): readonly ReferencePoint[] {
  const curves = arms.map(({ tasks }) => tasks.map(hullOf).flatMap(stepsOf).sort(bySlope));
  return budgets.map(budget => ({
    budget,
    accuracy: meanOf(
      curves.map((steps, arm) => {
        const tasks = arms[arm]?.tasks.length ?? 1;
        return bought(steps, budget * tasks) / tasks;
      }),
    ),
  }));
}

function bySlope(left: Step, right: Step): number {
  return right.right / right.draws - left.right / left.draws;
}

/** The last step is bought in part. */
function bought(steps: readonly Step[], budget: number): number {
  let [left, right] = [budget, 0];
  for (const step of steps) {
    const share = Math.min(1, left / step.draws);
    right += share * step.right;
    left -= share * step.draws;
    if (left <= 0) break;
  }
  return right;
}

/** The concave hull of accuracy against draws, from no draw on. */
function hullOf(task: AnswerTask): readonly Point[] {
  const hull: Point[] = [{ draws: 0, right: 0 }];
  for (const [at, right] of majorityCurve(task).entries()) {
    const point = { draws: at + 1, right };
    while (hull.length > 1 && !isAbove(hull.at(-2), hull.at(-1), point)) hull.pop();
    if (right > (hull.at(-1)?.right ?? 0)) hull.push(point);
  }
  return hull;
}

/** Whether the middle point lies above the line between the others. */
function isAbove(left: Point | undefined, middle: Point | undefined, right: Point): boolean {
  if (!left || !middle) return true;
  const slope = (from: Point, to: Point) => (to.right - from.right) / (to.draws - from.draws);
  return slope(left, middle) > slope(middle, right);
}

function stepsOf(hull: readonly Point[]): readonly Step[] {
  return hull.slice(1).map(({ draws, right }, at) => {
    const before = hull[at] ?? { draws: 0, right: 0 };
    return { draws: draws - before.draws, right: right - before.right };
  });
}

/** By number of draws, how often the leading answer is right; the first seen leads where votes are equal. */
function majorityCurve({ id, draws }: AnswerTask): readonly number[] {
  const right = draws.map(() => 0);
  for (let order = 0; order < orders; order++) {
    const random = seededRandom(`${order}/${id}/hindsight`);
    const rest = [...draws];
    const votes = new Map<string, number>();
    let leader: { readonly votes: number; readonly right: boolean } = { votes: 0, right: false };
    for (const at of right.keys()) {
      const place = random.below(rest.length);
      const draw = rest[place];
      const last = rest.pop();
      if (last && place < rest.length) rest[place] = last;
      if (draw?.answer !== undefined) {
        const many = (votes.get(draw.answer) ?? 0) + 1;
        votes.set(draw.answer, many);
        if (many > leader.votes) leader = { votes: many, right: draw.right };
      }
      if (leader.right) right[at] = (right[at] ?? 0) + 1 / orders;
    }
  }
  return right;
}
