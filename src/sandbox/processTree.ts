import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** What a process tree uses now. */
export type TreeUsage = {
  readonly pids: readonly number[];
  /** Bytes of anonymous and shared memory; program text is left out. */
  readonly memoryBytes: number;
  /** Seconds, including children that have ended and were waited for. */
  readonly cpuSeconds: number;
};

/**
 * Measures the processes under and including `root`; stops counting after `most` of them. Without /proc it asks
 * `ps`, where memory includes program text.
 */
export function measureTree(root: number, most: number): TreeUsage {
  return process.platform === 'linux' ? fromProc(root, most) : fromPs(root, most);
}

const ticksPerSecond = 100;

function fromProc(root: number, most: number): TreeUsage {
  const pids = [root];
  let memoryBytes = 0;
  let cpuSeconds = 0;
  for (let i = 0; i < pids.length && pids.length <= most; i++) {
    const pid = pids[i] ?? root;
    pids.push(...childrenOf(pid));
    memoryBytes += memoryOf(pid);
    cpuSeconds += cpuOf(pid);
  }
  return { pids, memoryBytes, cpuSeconds };
}

function childrenOf(pid: number): number[] {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    return threads.flatMap(thread => numbers(read(`/proc/${pid}/task/${thread}/children`)));
  } catch {
    return [];
  }
}

function memoryOf(pid: number): number {
  let kibibytes = 0;
  for (const match of read(`/proc/${pid}/status`).matchAll(/^Rss(?:Anon|Shmem):\s+(\d+)/gm))
    kibibytes += Number(match[1]);
  return kibibytes * 1024;
}

function cpuOf(pid: number): number {
  const stat = read(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return ticks / ticksPerSecond;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function numbers(text: string): number[] {
  return text.split(' ').filter(Boolean).map(Number);
}

function fromPs(root: number, most: number): TreeUsage {
  const rows = processTable();
  const pids = [root];
  for (let i = 0; i < pids.length && pids.length <= most; i++) {
    pids.push(...rows.filter(row => row.parent === pids[i]).map(row => row.pid));
  }
  const own = rows.filter(row => pids.includes(row.pid));
  return {
    pids,
    memoryBytes: own.reduce((sum, row) => sum + row.memoryBytes, 0),
    cpuSeconds: own.reduce((sum, row) => sum + row.cpuSeconds, 0),
  };
}

function processTable() {
  try {
    const text = execFileSync('ps', ['-axo', 'pid=,ppid=,rss=,time='], { encoding: 'utf8', timeout: 2000 });
    return text.split('\n').flatMap(line => {
      const [pid, parent, rss, time] = line.trim().split(/\s+/);
      if (pid === undefined || parent === undefined || rss === undefined || time === undefined) return [];
      const cpuSeconds = time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
      return [{ pid: Number(pid), parent: Number(parent), memoryBytes: Number(rss) * 1024, cpuSeconds }];
    });
  } catch {
    return [];
  }
}

/** Linux: processes of this user whose environment holds the text; finds those that left their process group. */
export function pidsWithEnvironment(text: string): readonly number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name) && read(`/proc/${name}/environ`).includes(text))
    .map(Number);
}
