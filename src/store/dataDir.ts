import os from 'node:os';
import path from 'node:path';

/** The person's own folder for what Ponder keeps: PONDER_DATA_DIR, else the platform's place for application data. */
export function dataDir(env: NodeJS.ProcessEnv = process.env): string {
  if (env.PONDER_DATA_DIR) return path.resolve(env.PONDER_DATA_DIR);
  if (process.platform === 'darwin')
    return path.join(os.homedir(), 'Library', 'Application Support', 'ponder');
  if (process.platform === 'win32') {
    return path.join(env.LOCALAPPDATA ?? path.join(os.homedir(), 'AppData', 'Local'), 'ponder');
  }
  return path.join(env.XDG_DATA_HOME ?? path.join(os.homedir(), '.local', 'share'), 'ponder');
}

/** The file of a run's trace in the data folder. */
export function traceFileOf(dir: string, run: string): string {
  return path.join(dir, 'traces', `${run}.trace.jsonl`);
}
