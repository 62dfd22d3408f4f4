import { spawnSync } from 'node:child_process';
import fs from 'node:fs';

type Process = {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly started: string;
};

/** Every process of this machine that can be seen. */
function processes(): readonly Process[] {
  return process.platform === 'linux' ? fromProc() : fromPs();
}

function fromProc(): readonly Process[] {
  return fs.readdirSync('/proc').flatMap(name => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const stat = fs.readFileSync(`/proc/${name}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (fields[0] === 'Z') return [];
      return [
        { pid: Number(name), parent: Number(fields[1]), group: Number(fields[2]), started: fields[19] ?? '' },
      ];
    } catch {
      return [];
    }
  });
}

function fromPs(): readonly Process[] {
  const { stdout } = spawnSync('ps', ['-Ao', 'pid=,ppid=,pgid=,stat=,lstart='], { encoding: 'utf8' });
  return stdout.split('\n').flatMap(line => {
    const [pid, parent, group, state, ...started] = line.trim().split(/\s+/);
    if (!pid || state?.startsWith('Z')) return [];
    return [{ pid: Number(pid), parent: Number(parent), group: Number(group), started: started.join(' ') }];
  });
}

/** The living descendants of a process and the members of its group, itself included. */
export function treeOf(pid: number): readonly Process[] {
  const all = processes();
  const found = new Map<number, Process>();
  let wave = all.filter(one => one.pid === pid || one.group === pid);
  while (wave.length > 0) {
    for (const one of wave) found.set(one.pid, one);
    wave = all.filter(one => found.has(one.parent) && !found.has(one.pid));
  }
  return [...found.values()];
}

/** Asks a process, its group and its descendants to end, and kills after so many milliseconds what is still there. */
export function endTree(pid: number, patience = 3000): Promise<void> {
  return endAll(() => treeOf(pid), patience);
}

/** The same for whatever this process started. */
export function endDescendants(patience = 3000): Promise<void> {
  return endAll(() => treeOf(process.pid).filter(one => one.pid !== process.pid), patience);
}

async function endAll(find: () => readonly Process[], patience: number): Promise<void> {
  const known = new Map<string, Process>();
  const living = () => {
    for (const one of find()) known.set(identity(one), one);
    const alive = new Set(processes().map(identity));
    return [...known.values()].filter(one => alive.has(identity(one)));
  };
  signalEach(living(), 'SIGTERM');
  const deadline = Date.now() + patience;
  while (living().length > 0 && Date.now() < deadline) await new Promise(resolve => setTimeout(resolve, 50));
  signalEach(living(), 'SIGKILL');
}

/** A number is given to another process after a while. */
function identity({ pid, started }: Process): string {
  return `${pid} ${started}`;
}

function signalEach(tree: readonly Process[], signal: NodeJS.Signals): void {
  for (const { pid } of tree) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}
