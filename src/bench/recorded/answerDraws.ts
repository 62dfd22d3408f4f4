import { z } from 'zod';
import { BadOption } from '../../runConfig.ts';
import { readRows } from './readRows.ts';

/** One recorded sample of an answer. Without an answer it is no vote. */
export type AnswerDraw = {
  readonly answer?: string;
  readonly right: boolean;
  /** Estimated, as recorded; 0 where that is missing. */
  readonly tokens: number;
};

export type AnswerTask = { readonly id: string; readonly draws: readonly AnswerDraw[] };

/** A way of sampling with its recorded draws. */
export type AnswerArm = { readonly name: string; readonly tasks: readonly AnswerTask[] };

/** The file with the recorded draws. */
export const samplesFile = 'samples.jsonl.gz';

const free = z.object({
  question: z.string(),
  answer: z.string(),
  generated_answer: z.array(z.string()).min(1),
});
const armed = z.object({
  id: z.union([z.string(), z.number()]),
  arms: z.record(
    z.string(),
    z.object({
      answers: z.array(z.union([z.string(), z.number(), z.null()])),
      correct: z.array(z.number()),
      gen_tokens_est: z.array(z.number()),
    }),
  ),
});
type Free = z.infer<typeof free>;
type Armed = z.infer<typeof armed>;
type Recorded = Armed['arms'][string];

/**
 * The arms of a folder with `samples.jsonl.gz`: free texts of one arm ({question, answer, generated_answer}), or
 * answers of several ({id, arms}). Throws BadOption for anything else.
 */
export async function answerArms(data: string): Promise<readonly AnswerArm[]> {
  const rows = await readRows(data, samplesFile, z.union([free, armed]));
  const texts = rows.filter(row => 'generated_answer' in row);
  const many = rows.filter(row => 'arms' in row);
  if (texts.length > 0 && many.length > 0)
    throw new BadOption(`${data}/${samplesFile} mixes rows of one arm and of several; keep one kind.`);
  if (texts.length > 0) return [{ name: 'samples', tasks: texts.map(taskOfTexts) }];
  return pooledByModel(armsOf(many));
}

/** The arms of a folder whose rows are {id, arms}, each for itself, however few draws it has. */
export async function separateArms(data: string): Promise<readonly AnswerArm[]> {
  return armsOf(await readRows(data, samplesFile, armed));
}

function taskOfTexts({ answer, generated_answer }: Free, index: number): AnswerTask {
  const draws = generated_answer.map(text => {
    const found = spokenAnswer(text);
    const tokens = Math.ceil(text.length / 4);
    if (found === undefined) return { right: false, tokens };
    return { answer: found, right: found === answer.toLowerCase(), tokens };
  });
  return { id: String(index), draws };
}

/** The first word after the last "answer is", as the published figures on these samples read it. */
function spokenAnswer(text: string): string | undefined {
  return [...text.matchAll(/answer is:?\s*["']?([A-Za-z]+)/g)].at(-1)?.[1]?.toLowerCase();
}

/** Every arm over the tasks it was run on; greedy arms, of one draw, and arms that repeat two others are left out. */
function armsOf(rows: readonly Armed[]): readonly AnswerArm[] {
  const names = [...new Set(rows.flatMap(row => Object.keys(row.arms)))];
  return names
    .filter(name => !/greedy|\/n\d+$/.test(name))
    .map(name => ({
      name,
      tasks: rows.flatMap(({ id, arms: { [name]: arm } }) =>
        arm ? [{ id: String(id), draws: drawsOf(name, arm) }] : [],
      ),
    }));
}

function drawsOf(name: string, { answers, correct, gen_tokens_est }: Recorded): AnswerDraw[] {
  const copied = name.startsWith('llama2-13b');
  const many = copied ? distinctDraws(answers) : answers.length;
  const draws = Array.from({ length: many }, (_, index): AnswerDraw => {
    const answer = answers[index];
    const told = answer === null || answer === undefined ? '' : canonical(answer);
    const right = correct[index] === 1;
    const tokens = gen_tokens_est[index] ?? 0;
    return told === '' ? { right: false, tokens } : { answer: told, right, tokens };
  });
  const failed = copied ? distinct - many : 0;
  return [
    ...draws,
    ...Array.from({ length: failed }, (_, index) => ({
      right: false,
      tokens: gen_tokens_est[many + index] ?? 0,
    })),
  ];
}

function canonical(answer: string | number): string {
  return typeof answer === 'number' ? String(Math.round(answer * 1e6) / 1e6) : answer.trim();
}

/** Samples of the arms that were recorded in copies: 10 twice, or 10 and the first 9 and 5 again. Failed ones are missing. */
const distinct = 10;

/** How many draws stand before the copies of them begin. */
function distinctDraws(answers: readonly unknown[]): number {
  const repeats = (from: number, many: number) =>
    Array.from({ length: many }, (_, index) => answers[from + index] === answers[index]).every(Boolean);
  for (let many = Math.min(distinct, answers.length); many >= 1; many--) {
    for (const again of [many, many - 1]) {
      const last = answers.length - many - again;
      if (last >= 0 && last <= Math.min(5, again) && repeats(many, again) && repeats(many + again, last))
        return many;
    }
  }
  return Math.min(distinct, answers.length);
}

const tooFew = 5;

/** Arms of a model with less than 5 draws a task become one arm of that model; its prompts are asked in any order. */
function pooledByModel(arms: readonly AnswerArm[]): readonly AnswerArm[] {
  const isSmall = ({ tasks }: AnswerArm) => tasks.every(({ draws }) => draws.length < tooFew);
  const models = [...new Set(arms.filter(isSmall).map(modelOf))];
  const pooled = models.map((model): AnswerArm => {
    const parts = arms.filter(arm => isSmall(arm) && modelOf(arm) === model);
    const draws = new Map<string, AnswerDraw[]>();
    for (const task of parts.flatMap(part => part.tasks))
      draws.set(task.id, [...(draws.get(task.id) ?? []), ...task.draws]);
    return {
      name: `${model}, ${parts.length} prompts`,
      tasks: [...draws].map(([id, all]) => ({ id, draws: all })),
    };
  });
  return [...arms.filter(arm => !isSmall(arm)), ...pooled];
}

function modelOf({ name }: AnswerArm): string {
  return name.split('/')[0] ?? name;
}
