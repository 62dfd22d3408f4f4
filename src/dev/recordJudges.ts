import fs from 'node:fs';
import path from 'node:path';
import { digest } from '../engine/digest.ts';
import { judges } from '../engine/judges/index.ts';
import type { Exhibit, Judge, Question } from '../engine/judging/judge.ts';
import { segmentsOf } from '../engine/judging/steps/segments.ts';
import type { LanguageModel, Message } from '../engine/languageModel.ts';
import type { Task } from '../engine/task.ts';
import { findRuntime } from '../models/embeddedRuntime.ts';
import { LlamaCpp } from '../models/llamaCpp.ts';
import { ensureModel, modelsDir } from '../models/modelFiles.ts';
import { modelManifest } from '../models/modelManifest.ts';
import { dataDir } from '../store/dataDir.ts';
import { root } from './checkout.ts';

/** A task with a right and a wrong answer, as test/fixtures/judges/questions.json holds them. */
export type Asked = {
  readonly name: string;
  readonly task: Task;
  readonly right: Exhibit;
  readonly wrong: Exhibit;
};

/** A prompt to record, named by its question and what was shown in which order. */
export type Prompt = {
  readonly shown: string;
  readonly messages: readonly Message[];
  readonly read: (text: string) => unknown;
};

/** The judges that vote on one or on two; the stepwise judge has a recording of its own. */
const recorded = ['pointwise', 'pairwise', 'rubric', 'principles'];
const folder = path.join(root, 'test/fixtures/judges');
/** Votes on each prompt, by its style; a small model is asked for the large prompts too, to see what it makes of them. */
const draws = { small: 2, large: 1 } as const;
/** A small model goes on for ever; what a verdict needs is in these. Tokens. */
const mostTokens = 300;

/**
 * Records what the embedded model says as a judge, for the tests of the parsers: `node src/dev/recordJudges.ts [JUDGE..]`
 * writes test/fixtures/judges/JUDGE.jsonl anew, a line for each vote with the digest of its prompt. After a change of a
 * parser alone `node src/dev/recordJudges.ts --read [JUDGE..]` reads what was said anew, without the model.
 */
async function main(options: readonly string[]): Promise<void> {
  const named = options.filter(option => option !== '--read');
  const chosen = (named.length > 0 ? named : recorded).map(name => {
    const judge = judges[name];
    if (!judge) throw new Error(`There is no judge "${name}"; there are ${recorded.join(', ')}.`);
    return judge;
  });
  if (options.includes('--read')) return chosen.forEach(readAgain);
  const asked: readonly Asked[] = JSON.parse(fs.readFileSync(path.join(folder, 'questions.json'), 'utf8'));
  const model = await openModel();
  try {
    for (const judge of chosen) write(judge, await recordedBy(judge, asked, model));
  } finally {
    await model.dispose();
  }
}

const fileOf = ({ name }: Judge) => path.join(folder, `${name}.jsonl`);

function write(judge: Judge, lines: readonly string[]): void {
  fs.writeFileSync(fileOf(judge), `${lines.join('\n')}\n`);
}

function readAgain(judge: Judge): void {
  const lines = fs.readFileSync(fileOf(judge), 'utf8').trim().split('\n');
  const again = lines.map(line => {
    const said = JSON.parse(line);
    const protocol = said.shown.includes(',') ? judge.pair : judge.point;
    return JSON.stringify({ ...said, read: protocol?.read(said.text) });
  });
  write(judge, again);
}

async function openModel(): Promise<LlamaCpp> {
  const runtime = await findRuntime([root]);
  if (!runtime) throw new Error('node-llama-cpp is not installed; run npm install.');
  const [entry] = modelManifest;
  const signal = new AbortController().signal;
  const { file } = await ensureModel(entry, { dir: modelsDir(dataDir()), signal });
  const worker = path.join(root, 'src/models/llamaWorker.ts');
  return new LlamaCpp({
    id: entry.id,
    modelFile: file,
    promptStyle: 'small',
    worker,
    runtime: runtime.entry,
  });
}

async function recordedBy(
  judge: Judge,
  asked: readonly Asked[],
  model: LanguageModel,
): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const one of asked) {
    for (const style of ['small', 'large'] as const) {
      for (const prompt of promptsOf(judge, { task: one.task, style }, one)) {
        for (let sample = 0; sample < draws[style]; sample++) {
          const text = await vote(judge, prompt.messages, style, sample, model);
          const read = prompt.read(text);
          const line = {
            model: model.id,
            style,
            question: one.name,
            shown: prompt.shown,
            prompt: digestOf(prompt.messages),
          };
          lines.push(JSON.stringify({ ...line, text, read }));
          console.log(judge.name, style, one.name, prompt.shown, JSON.stringify(read).slice(0, 100));
        }
      }
    }
  }
  return lines;
}

/** Every prompt of a judge about a task, in its recorded order. */
export function promptsOf(
  { point, pair, step }: Judge,
  question: Question,
  { right, wrong }: Asked,
): readonly Prompt[] {
  const points = [
    { shown: 'right', messages: point?.prompt(question, right) },
    { shown: 'wrong', messages: point?.prompt(question, wrong) },
  ].flatMap(({ shown, messages }) => (point && messages ? [{ shown, messages, read: point.read }] : []));
  const pairs = [
    { shown: 'right, wrong', messages: pair?.prompt(question, right, wrong) },
    { shown: 'wrong, right', messages: pair?.prompt(question, wrong, right) },
  ].flatMap(({ shown, messages }) => (pair && messages ? [{ shown, messages, read: pair.read }] : []));
  const last = ({ text }: Exhibit) =>
    step?.prompt(question, segmentsOf(text, question.task.type), question.style === 'large');
  const steps = [
    { shown: 'last step of right', messages: last(right) },
    { shown: 'last step of wrong', messages: last(wrong) },
  ].flatMap(({ shown, messages }) => (step && messages ? [{ shown, messages, read: step.read }] : []));
  return [...points, ...pairs, ...steps];
}

async function vote(
  judge: Judge,
  messages: readonly Message[],
  style: Question['style'],
  sample: number,
  model: LanguageModel,
): Promise<string> {
  const maxTokens = Math.min(judge.maxTokens[style], mostTokens);
  const request = {
    messages,
    maxTokens,
    temperature: judge.temperature,
    seed: sample,
    sample,
    stopAtFence: false,
  };
  const call = { signal: AbortSignal.timeout(300_000), charge: () => {}, extend: () => true };
  const { text } = await model.generate(request, call);
  return text;
}

/** What a line keeps of its prompt; another digest means that the line was said to another prompt. */
export function digestOf(messages: readonly Message[]): string {
  return digest(JSON.stringify(messages.map(({ role, content }) => [role, content])));
}

if (import.meta.main) await main(process.argv.slice(2));
