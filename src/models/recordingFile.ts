import fs from 'node:fs/promises';
import { z } from 'zod';
import { digest } from '../engine/digest.ts';
import { GenerationError, type GenerationRequest } from '../engine/languageModel.ts';

const count = z.int().nonnegative();

const law = z.object({
  logprob: z.number(),
  top: z.array(z.number()).readonly(),
  certainty: z.number().exactOptional(),
});

const line = z.object({
  key: z.string(),
  sample: count,
  /** The model's id, and what a prompt for it depends on. */
  model: z.string(),
  promptStyle: z.enum(['small', 'large']),
  /** True when the model can count prompts without a request; then the usage holds that count. */
  countsPrompts: z.boolean(),
  request: z.object({
    messages: z.array(z.object({ role: z.enum(['system', 'user', 'assistant']), content: z.string() })),
    maxTokens: count,
    temperature: z.number(),
    stopAtFence: z.boolean(),
    stop: z.array(z.string()).exactOptional(),
    continues: z.boolean().exactOptional(),
    /** The name of the schema. */
    schema: z.string().exactOptional(),
  }),
  generation: z.object({
    text: z.string(),
    usage: z.object({
      promptTokens: count,
      completionTokens: count,
      source: z.enum(['reported', 'estimated']),
    }),
    finish: z.enum(['stop', 'length', 'fence', 'cut']),
    model: z.string(),
    laws: z.array(law).readonly().exactOptional(),
  }),
});

/** One recorded generation; a recording is a file of these, one a line as JSON. */
export type Recorded = z.infer<typeof line>;

/** The part of a request that a recording keeps. The seed is not in it: see recordingKey. */
export type RecordedRequest = Recorded['request'];

/** What a recording keeps of a request. */
export function recordedRequest(request: GenerationRequest): RecordedRequest {
  const { messages, maxTokens, temperature, stopAtFence, stop, continues, schema } = request;
  return {
    messages: messages.map(({ role, content }) => ({ role, content })),
    maxTokens,
    temperature,
    stopAtFence,
    ...(stop && { stop: [...stop] }),
    ...(continues && { continues }),
    ...(schema && { schema: schema.name }),
  };
}

/**
 * Names a draw: the model, the prompt, how it was sampled and the sample number. The seed stays out: the sample number
 * tells the draws of one prompt apart, and a run with another seed can then be replayed from the same recording. The
 * most tokens stay out too, since the budget that is left decides them: see serves. So does the schema: whether it is sent
 * depends on what the endpoint was known to refuse by then.
 */
export function recordingKey(model: string, request: RecordedRequest, sample: number): string {
  const { messages, temperature, stopAtFence, stop, continues } = request;
  const pairs = messages.map(({ role, content }) => [role, content]);
  const more = stop || continues ? [{ stop, continues }] : [];
  return digest(JSON.stringify([model, pairs, temperature, stopAtFence, sample, ...more]));
}

/** True when a recorded draw is also what the model would have written with this limit on its tokens. */
export function serves(recorded: Recorded, maxTokens: number): boolean {
  const { finish, usage } = recorded.generation;
  return (
    recorded.request.maxTokens === maxTokens || (finish !== 'length' && usage.completionTokens <= maxTokens)
  );
}

/**
 * Reads a recording. A last line without its end, as a killed process leaves it, is passed over. Rejects with
 * GenerationError when the file is missing or a line is no recording.
 */
export async function readRecording(file: string): Promise<readonly Recorded[]> {
  const text = await fs.readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const action = 'Name a recording that exists, or make one with another provider and --recording.';
    throw new GenerationError(
      'no-recording',
      `The recording ${file} cannot be read: ${error.message}.`,
      action,
    );
  });
  const lines = text.split('\n');
  lines.pop();
  return lines.flatMap((json, index) => (json.trim() === '' ? [] : [parseLine(json, file, index + 1)]));
}

function parseLine(json: string, file: string, number: number): Recorded {
  try {
    return line.parse(JSON.parse(json));
  } catch (error) {
    const what = error instanceof z.ZodError ? z.prettifyError(error) : 'it is no JSON';
    const message = `Line ${number} of ${file} is no recorded generation: ${what}`;
    throw new GenerationError('no-recording', message, 'Delete the line, or record again.');
  }
}
