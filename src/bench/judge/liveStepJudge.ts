import { judges } from '../../engine/judges/index.ts';
import { type JudgeOfSteps, judgesSteps } from '../../engine/judging/steps/judgedSteps.ts';
import { BadOption } from '../../runConfig.ts';
import { openScriptRunner } from '../../sandbox/scriptRunner.ts';
import type { JudgeRequest } from './judgeSuite.ts';
import { LiveSteps } from './liveSteps.ts';

/** The judge of the product with this name that votes on steps. Throws BadOption, which says who is there to be chosen. */
export function stepJudgeNamed(name: string, data: string, recorded: readonly string[]): JudgeOfSteps {
  const all = Object.values(judges);
  const live = all.filter(judgesSteps);
  const found = live.find(judge => judge.name === name);
  if (found) return found;
  const why = all.some(judge => judge.name === name)
    ? `The judge "${name}" does not vote on steps.`
    : `There is no judge "${name}" in ${data}.`;
  const names = live.map(judge => judge.name).join(', ');
  throw new BadOption(`${why} Choose among: ${recorded.join(', ')}; or live among: ${names}.`);
}

/** Opens the model, lets the work ask the judge, and closes everything however that ends. */
export async function withLiveSteps<Result>(
  judge: JudgeOfSteps,
  { open, signal }: JudgeRequest,
  work: (asked: LiveSteps) => Promise<Result>,
): Promise<Result> {
  const { model, dispose } = await open();
  const scripts = openScriptRunner();
  try {
    return await work(new LiveSteps({ judge, model, signal, scripts }));
  } finally {
    await scripts.dispose();
    await dispose();
  }
}
