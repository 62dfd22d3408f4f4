import type { PonderParts } from './createPonder.ts';
import { cost, totalTokens } from './engine/cost.ts';
import { judges as allJudges } from './engine/judges/index.ts';
import type { Judge, JudgeName, JudgeOfRun } from './engine/judging/judge.ts';
import { withShares } from './engine/judging/trust/jointShares.ts';
import { judgeBeforeLabels } from './engine/judging/trust/judgingPrior.ts';
import type { LanguageModel, Message } from './engine/languageModel.ts';
import type { Budget } from './engine/ledger.ts';
import { defaultPolicy, policies } from './engine/policies/index.ts';
import { priceOf } from './engine/price.ts';
import { defaultRewards, performedBy, rewardChoices } from './engine/rewardNames.ts';
import { isVerifiable, type Task } from './engine/task.ts';
import type { RunConfig } from './engine/trace.ts';
import type { RunOptions } from './ponder.ts';

/** Caps of a run when nothing else is said. */
export const defaultBudget: Budget = { tokens: 20_000, calls: 60, seconds: 300 };

/** A value that no run can be made with; `action` says what would be right. */
export class BadOption extends Error {
  override readonly name = 'BadOption';
}

type ConfigParts = Pick<PonderParts, 'provider' | 'model' | 'isolation' | 'prices' | 'searchIn' | 'judges'>;

/** The full configuration of a run; throws BadOption for a value that makes no sense. */
export function runConfig(
  task: Task,
  { provider, model, isolation, prices, searchIn, judges: known = allJudges }: ConfigParts,
  messages: readonly Message[],
  options: RunOptions,
): RunConfig {
  const policy = options.policy ?? defaultPolicy;
  if (!policies[policy]) {
    throw new BadOption(
      `There is no policy "${policy}". Choose one of: ${Object.keys(policies).join(', ')}.`,
    );
  }
  const concurrency = options.concurrency ?? (provider === 'openai' ? 4 : 1);
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > 64) {
    throw new BadOption(`Concurrency is ${concurrency}; give a whole number from 1 to 64.`);
  }
  if (options.budget?.microDollars !== undefined && prices.prompt + prices.completion === 0) {
    throw new BadOption(
      'A cap in dollars needs the prices of the model. Set ponder.openai.promptPrice and completionPrice.',
    );
  }
  const effort = options.effort ?? 'balanced';
  if (typeof effort === 'number' && !(effort > 0 && Number.isFinite(effort))) {
    throw new BadOption(`A correct answer is worth ${effort} tokens; give a number above 0.`);
  }
  const rewards = rewardsOf(task, known, options.rewards);
  const judges = judgesOf(task, known, rewards, model, (options.rewards ?? []).length > 0);
  const maxSampleTokens = sampleTokens(task, model);
  const promptTokens = Math.ceil(messages.reduce((sum, message) => sum + message.content.length, 0) / 4);
  const expectedCost = cost({ promptTokens, completionTokens: Math.ceil(maxSampleTokens / 4), calls: 1 });
  return {
    policy,
    rewards,
    provider,
    model: model.id,
    effort,
    price: priceOf(effort, totalTokens(expectedCost)),
    budget: { ...defaultBudget, ...options.budget },
    judges,
    actions: actionsFor(task, rewards, judges, searchIn !== undefined),
    arms: [{ id: 'default', temperature: 0.8, expectedCost }],
    concurrency,
    seed: options.seed ?? 1,
    maxSampleTokens,
    isolation,
  };
}

/** The reward that the task always has, and those that were named or else are usual. */
function rewardsOf(task: Task, known: Judges, named: readonly string[] | undefined): readonly string[] {
  if (named === undefined || named.length === 0) return defaultRewards(task, known);
  const choices = rewardChoices(task, known);
  const unknown = named.find(name => !choices.includes(name));
  if (unknown !== undefined) {
    const what =
      task.type === 'prompt' ? 'a prompt' : isVerifiable(task) ? 'code with tests' : 'code without tests';
    throw new BadOption(`There is no reward "${unknown}" for ${what}. Choose among: ${choices.join(', ')}.`);
  }
  return [...new Set([choices[0], ...named])];
}

type Judges = Readonly<Record<JudgeName, Judge>>;

function judgesOf(
  task: Task,
  known: Judges,
  rewards: readonly string[],
  { can }: LanguageModel,
  areNamed: boolean,
): readonly JudgeOfRun[] {
  const model = judgeBeforeLabels(can.promptStyle, areNamed);
  const asked = rewards.flatMap(name => {
    const judge = known[name];
    return judge ? [{ name, performs: performedBy(judge, task), model }] : [];
  });
  return withShares(asked, []);
}

function actionsFor(
  task: Task,
  rewards: readonly string[],
  judges: readonly JudgeOfRun[],
  canSearch: boolean,
): RunConfig['actions'] {
  const performs = (kind: 'judge' | 'compare') => judges.some(judge => judge.performs.includes(kind));
  const writesCalls = rewards.includes('generated-tests');
  const judged = performs('judge') || writesCalls;
  return [
    'sample',
    ...(task.type === 'prompt' && rewards.includes('stepwise') ? ['extend' as const] : []),
    ...(isVerifiable(task) ? ['refine' as const] : []),
    ...(judged ? ['judge' as const] : []),
    ...(performs('compare') || writesCalls ? ['compare' as const] : []),
    ...(canSearch && task.type === 'code' ? ['search' as const] : []),
  ];
}

/** Room for the function to grow to three times its length, or for an answer with its reasoning. */
function sampleTokens(task: Task, model: LanguageModel): number {
  const small = model.can.promptStyle === 'small';
  if (task.type === 'prompt') return small ? 256 : 4096;
  const written = Math.ceil(task.original.length / 3);
  return small ? Math.max(256, written * 2) : Math.max(4096, written * 3);
}
