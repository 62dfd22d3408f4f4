import { spawn } from 'node:child_process';

export type ToolOptions = {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  onLine(line: string): void;
};

/**
 * Runs an installed program with its output as lines; returns its exit code, or undefined when there is no such
 * program. On abort its whole process group is killed, and the signal's reason is thrown.
 */
export async function runTool(
  command: string,
  args: readonly string[],
  options: ToolOptions,
): Promise<number | undefined> {
  const { cwd, env = process.env, signal, onLine } = options;
  signal.throwIfAborted();
  const windows = process.platform === 'win32';
  const child = spawn(command, args, {
    cwd,
    env,
    shell: windows,
    detached: !windows,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const kill = () => {
    if (child.pid === undefined) return;
    if (windows) spawn('taskkill', ['/pid', String(child.pid), '/t', '/f'], { stdio: 'ignore' });
    else killGroup(child.pid);
  };
  signal.addEventListener('abort', kill, { once: true });
  for (const stream of [child.stdout, child.stderr]) eachLine(stream, onLine);
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', (error: NodeJS.ErrnoException) =>
        error.code === 'ENOENT' ? resolve(undefined) : reject(error),
      );
      child.once('close', code => (signal.aborted ? reject(signal.reason) : resolve(code ?? 1)));
    });
  } finally {
    signal.removeEventListener('abort', kill);
  }
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function eachLine(stream: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    const lines = `${rest}${text}`.split(/\r?\n|\r/);
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') onLine(line);
  });
  stream.on('end', () => {
    if (rest.trim() !== '') onLine(rest);
  });
}
