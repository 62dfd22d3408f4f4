import {
  type Capabilities,
  GenerationError,
  type LanguageModel,
  type Message,
} from '../engine/languageModel.ts';
import {
  type Recorded,
  type RecordedRequest,
  readRecording,
  recordedRequest,
  recordingKey,
  serves,
} from './recordingFile.ts';
import { differenceOf, nearestOf } from './recordingMiss.ts';

export type RecordedOptions = {
  readonly file: string;
  /** Whose generations to replay; may be left out when the file holds those of one model. */
  readonly model?: string;
};

/**
 * A model that only repeats what was recorded: no network, no clock, no chance. Of two recordings of the same draw
 * the later one counts. Rejects with GenerationError ('no-recording') when the file cannot be read; so does
 * `generate` for a request that is not in it, and shows the nearest one that is.
 */
export async function createRecorded(options: RecordedOptions): Promise<LanguageModel> {
  const { file } = options;
  const all = await readRecording(file);
  const id = options.model ?? onlyModel(all, file);
  const own = all.filter(recorded => recorded.model === id);
  const first = own[0];
  if (!first) {
    const models = [...new Set(all.map(recorded => recorded.model))].join(', ') || 'nothing';
    throw new GenerationError(
      'no-recording',
      `${file} holds nothing of ${id}, but ${models}.`,
      'Name one of these.',
    );
  }
  const byKey = Map.groupBy(own, ({ request, sample }) => recordingKey(id, request, sample));
  const counts = new Map(
    own.map(line => [promptKey(line.request.messages), line.generation.usage.promptTokens]),
  );
  const missing = (asked: RecordedRequest, sample: number) => {
    const nearest = nearestOf(own, asked, sample) ?? first;
    const message = `${file} holds no such draw. The nearest one differs: ${differenceOf(nearest, asked, sample)}`;
    return new GenerationError('no-recording', message, 'Record again with the provider it came from.');
  };
  const countPrompt = async (messages: readonly Message[]) => {
    const tokens = counts.get(promptKey(messages));
    if (tokens === undefined) throw missing({ ...first.request, messages: [...messages] }, first.sample);
    return tokens;
  };
  return {
    id,
    can: capabilitiesOf(first, own),
    async generate(request, call, progress) {
      call.signal.throwIfAborted();
      const asked = recordedRequest(request);
      const draws = byKey.get(recordingKey(id, asked, request.sample)) ?? [];
      const draw = draws.findLast(({ request: { maxTokens } }) => maxTokens === asked.maxTokens);
      const recorded = draw ?? draws.findLast(other => serves(other, asked.maxTokens));
      if (!recorded) throw missing(asked, request.sample);
      progress?.(recorded.generation.text);
      const { laws, ...generation } = recorded.generation;
      return request.laws && laws ? { ...generation, laws } : generation;
    },
    ...(first.countsPrompts ? { countPrompt } : {}),
  };
}

/** What was asked for was asked for because the model could. */
function capabilitiesOf({ promptStyle }: Recorded, own: readonly Recorded[]): Capabilities {
  const told = own.find(({ generation }) => generation.laws)?.generation.laws?.[0];
  return {
    seed: true,
    streaming: false,
    usage: true,
    promptStyle,
    ...(told && { laws: told.certainty === undefined ? 'top' : 'full' }),
    ...(own.some(({ request }) => request.schema) && { schema: true }),
    ...(own.some(({ request }) => request.continues) && { continues: true }),
  };
}

function promptKey(messages: readonly Message[]): string {
  return JSON.stringify(messages.map(({ role, content }) => [role, content]));
}

function onlyModel(all: readonly Recorded[], file: string): string {
  const models = [...new Set(all.map(recorded => recorded.model))];
  if (models.length === 1 && models[0] !== undefined) return models[0];
  const message =
    models.length === 0
      ? `The recording ${file} is empty.`
      : `${file} holds recordings of several models: ${models.join(', ')}.`;
  throw new GenerationError('no-recording', message, 'Name a model of the recording with --model.');
}
