import type { ModelProgress } from '../models/modelFiles.ts';

/** Tells on stderr how a model file is made ready: one line that changes on a terminal, a few lines elsewhere. */
export function modelProgress(): (progress: ModelProgress) => void {
  let shown = -1;
  return progress => {
    switch (progress.type) {
      case 'waiting':
        return tell('waiting for another process that fetches the model');
      case 'connecting':
        shown = -1;
        return tell(`fetching the model from ${progress.source}`);
      case 'receiving': {
        const { received, total } = progress;
        const tenth = total === undefined ? Math.floor(received / 10e6) : Math.floor((received / total) * 10);
        if (tenth === shown) return;
        shown = tenth;
        return tell(`  ${megabytes(received)}${total === undefined ? '' : ` of ${megabytes(total)}`}`);
      }
      case 'verifying':
        return tell('  checking the SHA-256');
      case 'source-failed':
        return tell(`  ${progress.source}: ${progress.reason}`);
      default:
        return progress satisfies never;
    }
  };
}

function tell(line: string): void {
  process.stderr.write(`ponder: ${line}\n`);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}
