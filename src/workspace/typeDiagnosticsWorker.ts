import { parentPort, workerData } from 'node:worker_threads';
import { loadCompiler } from './compilerOf.ts';
import { createTypeService, type TypeProblem } from './typeDiagnosticsService.ts';

/** What the thread is started with. */
export type TypesWorkerData = {
  /** Of the TypeScript library. */
  readonly compilerFile: string;
  readonly file: string;
  readonly text: string;
};

/** `problems` is missing where the file is not checked. */
export type TypesAnswer = { readonly id: number; readonly problems?: readonly TypeProblem[] };
export type TypesQuestion = { readonly id: number; readonly text: string };

/** The entry of the thread that holds a type checker, so that it never keeps the editor waiting. */
async function main({ compilerFile, file, text }: TypesWorkerData): Promise<void> {
  const opening = loadCompiler(compilerFile).then(compiler => createTypeService({ compiler, file, text }));
  parentPort?.on('message', async ({ id, text: next }: TypesQuestion) => {
    const problems = (await opening)?.problemsOf(next);
    const answer: TypesAnswer = { id, ...(problems && { problems }) };
    parentPort?.postMessage(answer);
  });
  await opening;
}

await main(workerData as TypesWorkerData);
