import { release } from 'node:os';
import type { Limits } from './limits.ts';

/** The line of the report that the launcher writes when the workspace is in place and the program is about to start. */
export const readyLine = 'sandbox-ready';

const script = `
root=$1 copy=$2 files=$3 cwd=$4 reports=$5 cpu=$6 blocks=$7 data=$8 processes=$9
shift 9
if [ -n "$copy" ]; then cp -R "$copy/." "$root/" || exit 125; fi
cp -R "$files/." "$root/" || exit 125
cd "$root/$cwd" || exit 125
mkdir -p "$HOME" || exit 125
PATH="$root/node_modules/.bin:$PATH"
echo ${readyLine} >&3
[ "$reports" = yes ] || exec 3>&-
ulimit -c 0
ulimit -t "$cpu"
ulimit -f "$blocks"
ulimit -d "$data" 2>/dev/null
[ -z "$processes" ] || ulimit -u "$processes" 2>/dev/null || ulimit -p "$processes"
exec nice -n 10 "$@"
`;

export type Launch = {
  readonly argv: readonly string[];
  /** Where the workspace's copy is to stand, as the program sees it. */
  readonly root: string;
  /** The copy to fill it from; empty when it is filled already. */
  readonly copy: string;
  /** Files to lay over it. */
  readonly files: string;
  /** Relative to `root`. */
  readonly cwd: string;
  /** Whether the program may write to descriptor 3. */
  readonly reports: boolean;
  readonly limits: Limits;
  /** Whether processes are counted by user namespace, so that a limit on them leaves the person's own alone. */
  readonly ownUsers: boolean;
};

/**
 * The command line that puts the workspace in place, lowers the limits and becomes the program. RLIMIT_AS would
 * break Node, which reserves far more than it uses; RLIMIT_DATA counts V8's code ranges (512 MB a thread), so it is
 * only a back-stop 4 GB over the limit that the watch of the tree enforces.
 */
export function launchCommand(launch: Launch): readonly [string, ...string[]] {
  const { limits } = launch;
  const data = Math.ceil(limits.memoryBytes / 1024) + 4 * 1024 * 1024;
  const threads = launch.ownUsers && countsUsersApart() ? String(limits.processes * 32) : '';
  return [
    '/bin/sh',
    '-c',
    script,
    'sandbox',
    launch.root,
    launch.copy,
    launch.files,
    launch.cwd,
    launch.reports ? 'yes' : 'no',
    String(Math.ceil(limits.cpuSeconds)),
    String(Math.ceil(limits.fileBytes / 512)),
    String(data),
    threads,
    ...launch.argv,
  ];
}

/** Linux 5.14 and later count a user's processes apart in each user namespace. */
function countsUsersApart(): boolean {
  const [major = 0, minor = 0] = release().split('.').map(Number);
  return process.platform === 'linux' && (major > 5 || (major === 5 && minor >= 14));
}
