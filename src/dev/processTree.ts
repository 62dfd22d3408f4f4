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
export async function endTree(pid: number, patience = 3000): Promise<void> {
  const tree = treeOf(pid);
  signalEach(tree, 'SIGTERM');
  const deadline = Date.now() + patience;
  let left = tree;
  while (left.length > 0 && Date.now() < deadline) {
    await new Promise(resolve => setTimeout(resolve, 50));
    left = stillThere(tree, pid);
  }
  signalEach(left, 'SIGKILL');
}

function stillThere(tree: readonly Process[], pid: number): readonly Process[] {
  const known = new Map(tree.map(one => [one.pid, one.started]));
  const grown = treeOf(pid);
  const survivors = processes().filter(one => known.get(one.pid) === one.started);
  return [...new Map([...survivors, ...grown].map(one => [one.pid, one])).values()];
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
