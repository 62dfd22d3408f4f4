import { ensureModel, type ModelProgress, modelsDir } from '../models/modelFiles.ts';
import { modelManifest } from '../models/modelManifest.ts';
import { SetupError } from '../models/setupError.ts';
import { dataDir } from '../store/dataDir.ts';

const barWidth = 30;

/**
 * Fetches the default model unless it is there, with a bar, and says which source served it. Where none does it says
 * so and no more: the extension tries again at its first run, and works with a server instead.
 */
export async function fetchModel(signal: AbortSignal): Promise<void> {
  const [model] = modelManifest;
  const options = { dir: modelsDir(dataDir()), signal, onProgress: progressBar() };
  const ready = await ensureModel(model, options).catch(error => {
    if (!(error instanceof SetupError)) throw error;
    console.log(`No model yet: ${error.message} ${error.action}`);
  });
  if (!ready) return;
  const origin = ready.source === undefined ? 'already here' : `from ${ready.source}`;
  console.log(`Model: ${model.displayName}, ${megabytes(model.bytes)} (${origin})`);
}

/** Draws over one line on a terminal, and prints a line for each quarter elsewhere. */
function progressBar(): (progress: ModelProgress) => void {
  const terminal = process.stdout.isTTY;
  let quarter = 0;
  return progress => {
    switch (progress.type) {
      case 'receiving': {
        const total = progress.total ?? modelManifest[0].bytes;
        const share = Math.min(1, progress.received / total);
        const reached = Math.floor(share * 4);
        if (!terminal && reached === quarter) return;
        quarter = reached;
        process.stdout.write(
          `${terminal ? '\r' : ''}${bar(share)} ${megabytes(progress.received)}${terminal ? '' : '\n'}`,
        );
        if (terminal && share === 1) process.stdout.write('\n');
        return;
      }
      case 'connecting':
        return console.log(`Fetching the model from ${progress.source}`);
      case 'source-failed':
        return console.log(`  ${progress.source}: ${progress.reason}`);
      case 'waiting':
        return console.log('Waiting for another process that fetches the model');
      case 'verifying':
        return;
      default:
        progress satisfies never;
    }
  };
}

function bar(share: number): string {
  const full = Math.round(share * barWidth);
  return `  [${'#'.repeat(full)}${'.'.repeat(barWidth - full)}] ${String(Math.round(share * 100)).padStart(3)} %`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}
