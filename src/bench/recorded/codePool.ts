import { z } from 'zod';
import { callsIn } from '../../engine/probes/callsIn.ts';
import { type Probe, type ProbeTask, probesFor } from '../../engine/probes/probes.ts';
import { pythonLiteral } from '../../engine/probes/value.ts';
import { seededRandom } from '../../engine/random.ts';
import { BadOption } from '../../runConfig.ts';
import { readRows } from './readRows.ts';
import { recordedOutputs } from './recordedOutputs.ts';

/** A recorded solution: what it cost, what it is, what it did on the probes, and whether it is right. */
export type PoolSolution = {
  readonly tokens: number;
  /** Tokens of code, comments and docstrings left out. */
  readonly codeTokens: number;
  /** Equal for code that differs in comments, docstrings and spacing alone. */
  readonly code: string;
  readonly correct: boolean;
  /** One number a probe, as agreement takes them; missing when it does not load. */
  readonly outputs?: readonly number[];
  /** Equal for solutions with the same outputs. */
  readonly behaviour: string;
  /** The same for the inputs of the recorded tests. */
  readonly testOutputs?: readonly number[];
  /** For each assert of the task whether it passes. */
  readonly passes: readonly boolean[];
};

/** A recorded test sample: what it cost, and its asserts (at most 5) by number. */
export type PoolTest = { readonly tokens: number; readonly asserts: readonly number[] };

export type PoolTask = {
  readonly id: string;
  readonly promptTokens: number;
  readonly solutions: readonly PoolSolution[];
  readonly tests: readonly PoolTest[];
  /** Which asserts compare one call with one literal. */
  readonly comparing: readonly boolean[];
  /** The place of each assert's input among the test outputs, where it calls the function with literals. */
  readonly inputOf: readonly (number | undefined)[];
};

const solutionRow = z.object({
  task_id: z.string(),
  prompt: z.string(),
  samples: z.array(z.string()).min(1),
});
const correctRow = z.object({
  task_id: z.string(),
  entry_point: z.string(),
  prompt_tokens: z.number(),
  correct: z.array(z.boolean()),
  tokens_est: z.array(z.number()),
  uniq: z.array(z.int().min(0)),
});
const matrixRow = z.object({
  task_id: z.string(),
  asserts: z.array(z.string()),
  tests_per_test_sample: z.array(z.array(z.int().min(0))),
  test_sample_tokens: z.array(z.number()),
  result_bits_by_uniq_solution: z.array(z.string()),
});

type Rows = {
  readonly solution: z.infer<typeof solutionRow>;
  readonly correct: z.infer<typeof correctRow>;
  readonly matrix: z.infer<typeof matrixRow>;
};

export type PoolRequest = {
  readonly data: string;
  /** Whether to execute the solutions on probes (once; kept in the data folder). */
  readonly probed: boolean;
  readonly signal: AbortSignal;
  readonly progress: (line: string) => void;
};

/** What a folder of recorded Python solutions holds. */
export const codeFiles = ['solutions.jsonl.gz', 'correct.jsonl.gz', 'test_matrix.jsonl.gz'] as const;

/** Reads a folder of recorded Python solutions and test samples. Throws BadOption when it holds something else. */
export async function readCodePool(request: PoolRequest): Promise<readonly PoolTask[]> {
  const { data } = request;
  const [solutions, correct, matrices] = await Promise.all([
    readRows(data, 'solutions.jsonl.gz', solutionRow),
    readRows(data, 'correct.jsonl.gz', correctRow),
    readRows(data, 'test_matrix.jsonl.gz', matrixRow),
  ]);
  const rows = solutions.map((solution, i): Rows => {
    const [right, matrix] = [correct[i], matrices[i]];
    if (right?.task_id !== solution.task_id || matrix?.task_id !== solution.task_id)
      throw new BadOption(`${data}: the files do not list ${solution.task_id} at the same place.`);
    return { solution, correct: right, matrix };
  });
  const inputs = rows.map(({ matrix, correct: { entry_point } }) =>
    assertInputs(matrix.asserts, entry_point),
  );
  const free = rows.map(({ solution, correct: { entry_point } }) =>
    probesFor(probeTask(solution.prompt, entry_point), seededRandom(`probes/${solution.task_id}`)),
  );
  const outputs = request.probed ? await outputsOf(rows, free, request) : [];
  const tested = inputs.map(each => each.probes);
  const testOutputs = request.probed ? await outputsOf(rows, tested, request) : [];
  return rows.map((row, i) => poolTask(row, inputs[i]?.inputOf ?? [], outputs[i], testOutputs[i]));
}

/** The inputs that asserts call the function with, each once. */
function assertInputs(asserts: readonly string[], entry: string) {
  const probes: Probe[] = [];
  const places = new Map<string, number>();
  const inputOf = asserts.map(assert => {
    const { args = [] } = callsIn(assert, entry)[0] ?? {};
    if (args.length === 0) return undefined;
    const key = args.map(pythonLiteral).join(', ');
    const place = places.get(key) ?? probes.length;
    if (place === probes.length) probes.push({ args });
    places.set(key, place);
    return place;
  });
  return { probes, inputOf };
}

type Outputs = ReadonlyMap<string, readonly number[] | undefined>;

/** For each task what its whole texts do on its probes. */
async function outputsOf(
  rows: readonly Rows[],
  probes: readonly (readonly Probe[])[],
  { signal, progress }: PoolRequest,
): Promise<readonly Outputs[]> {
  const executions = rows.map(({ solution, correct }, i) => ({
    functionName: correct.entry_point,
    texts: [...new Set(solution.samples)].map(sample => solution.prompt + sample),
    probes: probes[i] ?? [],
  }));
  const results = await recordedOutputs(executions, { signal, progress });
  return results.map((rowsOfTask, i) => {
    const texts = executions[i]?.texts ?? [];
    return new Map(texts.map((text, at) => [text, rowsOfTask[at] ?? undefined]));
  });
}

/** The function at the end of a prompt, as far as probes need it. */
export function probeTask(prompt: string, functionName: string): ProbeTask {
  const start = prompt.lastIndexOf(`def ${functionName}`);
  const head = /^def[^(]*\([\s\S]*?\)[^\n]*?:[ \t]*(?:#[^\n]*)?\n/.exec(prompt.slice(start))?.[0] ?? '';
  const documentation =
    /^\s*(?:[ru]?)("""|''')([\s\S]*?)\1/.exec(prompt.slice(start + head.length))?.[2] ?? '';
  return { language: 'python', functionName, signature: head.trim(), documentation, context: '' };
}

function poolTask(
  { solution, correct, matrix }: Rows,
  inputOf: PoolTask['inputOf'],
  outputs: Outputs | undefined,
  testOutputs: Outputs | undefined,
): PoolTask {
  const passes = matrix.result_bits_by_uniq_solution.map(bits => [...bits].map(bit => bit === '1'));
  const keys = new Map<readonly number[], string>();
  const solutions = solution.samples.map((sample, i): PoolSolution => {
    const words = wordsOfCode(sample);
    const mine = outputs?.get(solution.prompt + sample);
    const onTests = testOutputs?.get(solution.prompt + sample);
    const key = mine && (keys.get(mine) ?? mine.join());
    if (mine && key !== undefined) keys.set(mine, key);
    return {
      tokens: correct.tokens_est[i] ?? 0,
      codeTokens: words.length,
      code: words.join(' '),
      correct: correct.correct[i] ?? false,
      ...(mine && { outputs: mine }),
      behaviour: key ?? 'broken',
      ...(onTests && { testOutputs: onTests }),
      passes: passes[correct.uniq[i] ?? 0] ?? [],
    };
  });
  const tests = matrix.tests_per_test_sample.map((asserts, i) => ({
    tokens: matrix.test_sample_tokens[i] ?? 0,
    asserts: asserts.slice(0, 5),
  }));
  const comparing = matrix.asserts.map(assert => comparesWithLiteral(assert, correct.entry_point));
  return { id: solution.task_id, promptTokens: correct.prompt_tokens, solutions, tests, comparing, inputOf };
}

/** Words and signs of code, without docstrings and comment lines. */
export function codeTokens(text: string): number {
  return wordsOfCode(text).length;
}

function wordsOfCode(text: string): readonly string[] {
  const code = text
    .replace(/"""[\s\S]*?"""/g, '')
    .split('\n')
    .filter(line => !line.trim().startsWith('#'))
    .join('\n');
  return code.match(/[\p{L}\p{N}_]+|[^\p{L}\p{N}_\s]/gu) ?? [];
}

function comparesWithLiteral(assert: string, entry: string): boolean {
  const body = assert.replace(/^assert\s+/, '').trim();
  if (!new RegExp(`^(?:not\\s+)?${entry}\\(|(?:==|is)\\s*${entry}\\(`).test(body)) return false;
  const rest = body.replace(/'[^']*'|"[^"]*"/g, '""');
  return !/\b(?:for|lambda|if|in|and|or)\b|[<>]|!=/.test(rest) && !/_{3,}/.test(rest);
}
