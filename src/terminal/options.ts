import { type Command, InvalidArgumentError, Option } from 'commander';
import { policies } from '../engine/policies/index.ts';
import { type Effort, efforts } from '../engine/price.ts';
import type { RunOptions } from '../ponder.ts';

export type ProviderName = 'embedded' | 'openai' | 'recorded';

/** Options that `solve`, `answer` and `bench live` share. */
export type ModelOptions = {
  readonly provider?: ProviderName;
  readonly baseUrl?: string;
  readonly model?: string;
  readonly recording?: string;
  readonly policy?: string;
  readonly reward?: readonly string[];
  readonly effort?: Effort | number;
  readonly maxTokens?: number;
  readonly maxCalls?: number;
  readonly maxSeconds?: number;
  readonly concurrency?: number;
  readonly seed?: number;
};

export type CommonOptions = ModelOptions & { readonly json?: boolean; readonly trace?: string };

export type SolveOptions = CommonOptions & {
  readonly function?: string;
  readonly line?: number;
  readonly instruction?: string;
  readonly workspace?: string;
  readonly testCommand?: string;
  readonly apply?: boolean;
};

/** Which model is asked. */
export type ModelChoice = Pick<ModelOptions, 'provider' | 'baseUrl' | 'model' | 'recording'>;

/** Adds the options that choose a model. */
export function withModelChoice(command: Command): Command {
  return command
    .addOption(
      new Option('--provider <name>', 'where samples come from').choices(['embedded', 'openai', 'recorded']),
    )
    .option('--base-url <url>', 'OpenAI-compatible endpoint; the key is taken from OPENAI_API_KEY')
    .option('--model <id|file.gguf>', 'model of the provider, or a GGUF file for the embedded one')
    .option('--recording <file>', 'with --provider recorded: replay this file; else: record into it');
}

/** Adds the options that every command spending compute has. */
export function withModelOptions(command: Command): Command {
  return withModelChoice(command)
    .addOption(new Option('--policy <name>', 'how compute is allocated').choices(Object.keys(policies)))
    .option('--reward <names>', 'by what candidates are judged, separated by commas', names)
    .option(`--effort <${efforts.join('|')}|tokens>`, 'what a correct answer is worth', effort)
    .option('--max-tokens <n>', 'cap on prompt and completion tokens together', whole('--max-tokens', 1))
    .option('--max-calls <n>', 'cap on requests to the model', whole('--max-calls', 1))
    .option('--max-seconds <n>', 'cap on wall time', positive('--max-seconds'))
    .option('--concurrency <n>', 'most actions at once', whole('--concurrency', 1, 64))
    .option('--seed <n>', 'seed of all chance', whole('--seed', 0));
}

/** Adds those and what a single run can print and write. */
export function withRunOptions(command: Command): Command {
  return withModelOptions(command)
    .option('--json', 'print one JSON object')
    .option('--trace <file>', 'where to write the trace');
}

/** Reads a whole number of at least `least` and at most `most`. */
export function whole(name: string, least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return text => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      const range = most === Number.MAX_SAFE_INTEGER ? `of ${least} or more` : `from ${least} to ${most}`;
      throw new InvalidArgumentError(`${name} takes a whole number ${range}.`);
    }
    return value;
  };
}

function names(text: string): readonly string[] {
  const given = text.split(',').map(name => name.trim());
  if (given.some(name => name === ''))
    throw new InvalidArgumentError('--reward takes names separated by commas.');
  return given;
}

function effort(text: string): Effort | number {
  const named = efforts.find(name => name === text);
  const tokens = Number(text);
  if (named) return named;
  if (text.trim() !== '' && tokens > 0 && Number.isFinite(tokens)) return tokens;
  throw new InvalidArgumentError(
    `--effort takes ${efforts.join(', ')}, or what a correct answer is worth in tokens.`,
  );
}

function positive(name: string): (text: string) => number {
  return text => {
    const value = Number(text);
    if (text.trim() === '' || !(value > 0) || !Number.isFinite(value)) {
      throw new InvalidArgumentError(`${name} takes a number above 0.`);
    }
    return value;
  };
}

/** The run options among the command line's. */
export function runOptions(options: Omit<CommonOptions, 'json'>): RunOptions {
  const { policy, reward, effort, concurrency, seed, trace, maxTokens, maxCalls, maxSeconds } = options;
  return {
    ...(policy !== undefined && { policy }),
    ...(reward !== undefined && { rewards: reward }),
    ...(effort !== undefined && { effort }),
    ...(concurrency !== undefined && { concurrency }),
    ...(seed !== undefined && { seed }),
    ...(trace !== undefined && { trace }),
    budget: {
      ...(maxTokens !== undefined && { tokens: maxTokens }),
      ...(maxCalls !== undefined && { calls: maxCalls }),
      ...(maxSeconds !== undefined && { seconds: maxSeconds }),
    },
  };
}
