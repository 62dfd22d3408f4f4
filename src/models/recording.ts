import fs from 'node:fs/promises';
import path from 'node:path';
import type { Cost } from '../engine/cost.ts';
import {
  type Generation,
  GenerationError,
  type GenerationRequest,
  type LanguageModel,
} from '../engine/languageModel.ts';
import { meter } from '../engine/meter.ts';
import { CutShort } from '../engine/prefixCheck.ts';
import { type Recorded, recordedRequest, recordingKey } from './recordingFile.ts';
import { rewrapped } from './rewrapped.ts';

/**
 * Appends every generation that succeeds or is cut short to a recording, which createRecorded replays. The file and its
 * folder are made when missing. Belongs outside all other wrappers: what is recorded is what the run saw.
 */
export function recording(model: LanguageModel, file: string): LanguageModel {
  let last = Promise.resolve();
  const keep = async (request: GenerationRequest, generation: Generation) => {
    const kept = recordedRequest(request);
    const { sample } = request;
    const line: Recorded = {
      key: recordingKey(model.id, kept, sample),
      sample,
      model: model.id,
      promptStyle: model.can.promptStyle,
      countsPrompts: model.countPrompt !== undefined,
      request: kept,
      generation,
    };
    last = last.catch(() => {}).then(() => append(file, `${JSON.stringify(line)}\n`));
    await last.catch((error: Error) => {
      const message = `The recording ${file} cannot be written: ${error.message}.`;
      throw new GenerationError('bad-request', message, 'Free some space, or run without a recording.', {
        cause: error,
      });
    });
  };
  return rewrapped(model, async (request, call, progress) => {
    const metered = meter(call);
    let text = '';
    const watch = (piece: string) => {
      text += piece;
      progress?.(piece);
    };
    try {
      const generation = await model.generate(request, metered.call, watch);
      await keep(request, generation);
      return generation;
    } catch (error) {
      if (call.signal.reason instanceof CutShort) await keep(request, cutAt(text, model, metered.spent()));
      throw error;
    }
  });
}

/** What had been written of a text, and used for it, when the run cut it short. */
function cutAt(text: string, model: LanguageModel, spent: Cost): Generation {
  const { promptTokens, completionTokens, estimated } = spent;
  const source = estimated ? 'estimated' : 'reported';
  return { text, usage: { promptTokens, completionTokens, source }, finish: 'cut', model: model.id };
}

async function append(file: string, text: string): Promise<void> {
  await fs.mkdir(path.dirname(file), { recursive: true });
  await fs.appendFile(file, text);
}
