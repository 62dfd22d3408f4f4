import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { Limits } from './limits.ts';
import { measureTree, pidsWithEnvironment } from './processTree.ts';

/** The limit that ended a process tree. */
export type Excess = 'wall' | 'cpu' | 'memory' | 'processes' | 'output';

export type ProcessRequest = {
  readonly argv: readonly [string, ...string[]];
  readonly cwd: string;
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** An open file to hand over as descriptor 4. */
  readonly descriptor?: number;
  /** Descriptor 3 is a pipe back to us; what is written to it is the report. */
  readonly limits: Limits;
  /** A text in `env` that no other process has; finds processes that left the group when nothing else holds them. */
  readonly mark?: string;
};

export type ProcessResult = {
  /** Missing when it was killed. */
  readonly exitCode: number | undefined;
  readonly signal: NodeJS.Signals | undefined;
  readonly excess: Excess | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** stdout and stderr together, as they came. */
  readonly output: string;
  /** What was written to descriptor 3. */
  readonly report: string;
  /** Wall time. */
  readonly seconds: number;
};

/**
 * Runs a program under limits as the leader of a process group of its own, and kills the whole tree at a limit or
 * when aborted. Resolves when the tree is gone, also when aborted; rejects only when the program cannot be started.
 */
export function runProcess(request: ProcessRequest, signal: AbortSignal): Promise<ProcessResult> {
  const { limits } = request;
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = start(request);
    const chunks: { readonly from: 'stdout' | 'stderr' | 'report'; readonly data: Buffer }[] = [];
    let excess: Excess | undefined;
    let killed = false;

    const kill = () => {
      if (killed) return;
      killed = true;
      killTree(child, request.mark);
      setTimeout(() => {
        for (const stream of child.stdio) stream?.destroy();
      }, 250).unref();
    };
    const exceed = (what: Excess) => {
      excess ??= what;
      kill();
    };
    const collect = (from: 'stdout' | 'stderr' | 'report') => {
      let room = limits.outputBytes;
      return (data: Buffer) => {
        if (room > 0) chunks.push({ from, data: data.subarray(0, room) });
        room -= data.length;
        if (room < 0) exceed('output');
      };
    };
    child.stdout?.on('data', collect('stdout'));
    child.stderr?.on('data', collect('stderr'));
    (child.stdio[3] as Readable | null)?.on('data', collect('report'));
    for (const stream of child.stdio) stream?.on('error', () => {});

    const wall = setTimeout(() => exceed('wall'), limits.wallSeconds * 1000);
    const watch = watchTree(child, limits, exceed);
    const end = () => {
      clearTimeout(wall);
      watch();
      signal.removeEventListener('abort', kill);
    };
    child.once('error', error => {
      end();
      reject(error);
    });
    child.once('close', (exitCode, killedBy) => {
      end();
      if (request.mark !== undefined) killTree(child, request.mark);
      const text = (...from: string[]) =>
        Buffer.concat(chunks.filter(chunk => from.includes(chunk.from)).map(chunk => chunk.data)).toString(
          'utf8',
        );
      resolve({
        exitCode: exitCode ?? undefined,
        signal: killedBy ?? undefined,
        excess,
        stdout: text('stdout'),
        stderr: text('stderr'),
        output: text('stdout', 'stderr'),
        report: text('report'),
        seconds: (performance.now() - started) / 1000,
      });
    });
    signal.addEventListener('abort', kill);
    if (signal.aborted) kill();
    child.stdin?.end(request.stdin);
  });
}

function start(request: ProcessRequest): ChildProcess {
  const [program, ...rest] = request.argv;
  return spawn(program, rest, {
    cwd: request.cwd,
    env: request.env,
    detached: true,
    stdio: [
      request.stdin === undefined ? 'ignore' : 'pipe',
      'pipe',
      'pipe',
      'pipe',
      request.descriptor ?? 'ignore',
    ],
  });
}

function watchTree(child: ChildProcess, limits: Limits, exceed: (what: Excess) => void): () => void {
  const interval = process.platform === 'linux' ? 50 : 500;
  const timer = setInterval(() => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const usage = measureTree(child.pid, limits.processes);
    if (usage.pids.length > limits.processes) exceed('processes');
    else if (usage.memoryBytes > limits.memoryBytes) exceed('memory');
    else if (usage.cpuSeconds > limits.cpuSeconds) exceed('cpu');
  }, interval);
  return () => clearInterval(timer);
}

/**
 * Bubblewrap's processes all die with the one we started, which is the end of their process namespace. Without a
 * namespace: the group, its descendants, and on Linux everything that carries the mark, until none is left.
 */
function killTree(child: ChildProcess, mark: string | undefined): void {
  if (child.pid === undefined) return;
  const descendants = mark === undefined ? [] : measureTree(child.pid, 10_000).pids.slice(1);
  killOne(-child.pid);
  for (const pid of descendants) killOne(pid);
  if (mark === undefined) return;
  for (let round = 0; round < 5; round++) {
    const left = pidsWithEnvironment(mark);
    if (left.length === 0) return;
    for (const pid of left) killOne(pid);
  }
}

function killOne(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}
