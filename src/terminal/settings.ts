import type { ModelSettings, PonderSettings } from '../compose.ts';
import { dataDir } from '../store/dataDir.ts';
import { BadInput } from './badInput.ts';
import { modelProgress } from './modelProgress.ts';
import type { ModelOptions } from './options.ts';

/** The settings of the product from the command line and the environment. */
export function ponderSettings(options: ModelOptions, dist: string): PonderSettings {
  const model = modelSettings(options);
  return {
    model,
    dist,
    dataDir: dataDir(),
    progress: modelProgress(),
    signal: interrupted(),
    ...(options.recording !== undefined && model.provider !== 'recorded' && { record: options.recording }),
  };
}

function modelSettings(options: ModelOptions): ModelSettings {
  const {
    provider = options.baseUrl === undefined ? 'embedded' : 'openai',
    baseUrl,
    model,
    recording,
  } = options;
  switch (provider) {
    case 'embedded':
      return { provider, ...(model !== undefined && { model }) };
    case 'recorded':
      if (recording === undefined) throw new BadInput('--provider recorded needs --recording FILE.');
      return { provider, file: recording, ...(model !== undefined && { model }) };
    case 'openai':
      return {
        provider,
        baseUrl: baseUrl ?? process.env.OPENAI_BASE_URL ?? 'https://api.openai.com/v1',
        model: model ?? missingModel(),
        apiKey: process.env.OPENAI_API_KEY,
      };
    default:
      return provider satisfies never;
  }
}

function missingModel(): never {
  throw new BadInput('--provider openai needs --model ID, the name the server knows the model by.');
}

/** Fires at Ctrl+C while the model is being fetched; a run has its own. */
function interrupted(): AbortSignal {
  const abort = new AbortController();
  process.once('SIGINT', () => abort.abort(new Error('interrupted')));
  return abort.signal;
}
