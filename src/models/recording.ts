import fs from 'node:fs/promises';
import path from 'node:path';
import { GenerationError, type LanguageModel } from '../engine/languageModel.ts';
import { type Recorded, recordedRequest, recordingKey } from './recordingFile.ts';
import { rewrapped } from './rewrapped.ts';

/**
 * Appends every generation that succeeds to a recording, which createRecorded replays. The file and its folder are
 * made when missing. Belongs outside all other wrappers: what is recorded is what the run saw.
 */
export function recording(model: LanguageModel, file: string): LanguageModel {
  let last = Promise.resolve();
  return rewrapped(model, async (request, call, progress) => {
    const generation = await model.generate(request, call, progress);
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
    return generation;
  });
}

async function append(file: string, text: string): Promise<void> {
  await fs.mkdir(path.dirname(file), { recursive: true });
  await fs.appendFile(file, text);
}
