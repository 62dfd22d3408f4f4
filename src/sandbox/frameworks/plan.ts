import { access, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SandboxError, type TestCommand } from '../../engine/testRunner.ts';
import type { Interpreter } from '../interpreters.ts';
import type { ExecResult } from '../sandbox.ts';

/** How a framework runs the tests of a command inside the sandbox. */
export type TestPlan = {
  readonly argv: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly interpreter?: Interpreter;
  /** Files for the reporter, relative to the workspace. */
  readonly files: Readonly<Record<string, string>>;
  /** False when the exit code is the only verdict. */
  readonly reports: boolean;
  /** Throws SandboxError when the run shows that the framework is not there. */
  readonly check?: (result: ExecResult) => void;
};

export type PlanRequest = {
  readonly command: TestCommand;
  /** The real workspace. */
  readonly workspace: string;
  /** A new folder for the reporter, relative to the workspace, with an unguessable name. */
  readonly tools: string;
  /** Stands before each event of the reporter; unguessable. */
  readonly token: string;
  readonly node: () => Promise<Interpreter>;
  readonly python: () => Promise<Interpreter>;
};

/**
 * The beginning of a JavaScript reporter: `send(event)`, `relative(path)` and `told(error)`. The reporter's folder is
 * removed before any test file is loaded, so the code under test never sees the token.
 */
export function reporterStart({ token, tools }: PlanRequest): string {
  return `
const { rmSync, writeSync } = process.getBuiltinModule('node:fs');
const path = process.getBuiltinModule('node:path');
rmSync(path.resolve(${JSON.stringify(tools)}), { recursive: true, force: true });
const root = process.cwd();
const relative = file => path.relative(root, file).split(path.sep).join('/');
const send = event => {
  const line = Buffer.from(${JSON.stringify(`${token} `)} + JSON.stringify(event) + '\\n');
  for (let at = 0; at < line.length; ) at += writeSync(3, line, at);
};
const told = error => {
  const { name = 'Error', message = String(error), stack = '' } = error ?? {};
  const assertion = /assert|expect/i.test(name) || error?.code === 'ERR_ASSERTION' || error?.matcherResult !== undefined;
  const text = assertion || message.startsWith(name) ? message : name + ': ' + message;
  return { message: text.slice(0, 8000), stack: assertion ? '' : String(stack).slice(0, 8000) };
};
`;
}

/** A pattern for full names with suites joined by spaces: those that start with one of the names in `only`. */
export function namePattern(only: readonly string[]): string {
  const names = only.map(name =>
    name
      .split(' > ')
      .join(' ')
      .replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'),
  );
  return `^(?:${names.join('|')})`;
}

/**
 * The path of a file of an installed package as the sandbox sees it with the workspace as current folder.
 * Rejects with SandboxError when the package is missing or older than `oldest` (major.minor).
 */
export async function packageFile(
  workspace: string,
  name: string,
  file: string,
  oldest: number,
): Promise<string> {
  for (let folder = workspace; ; folder = dirname(folder)) {
    const home = join(folder, 'node_modules', name);
    if (await exists(join(home, file))) {
      const { version } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8')) as {
        version: string;
      };
      if (Number.parseFloat(version) < oldest)
        throw unusable(`${name} ${version} is too old`, `npm install -D ${name}@latest`);
      return folder === workspace ? join('node_modules', name, file) : join(home, file);
    }
    if (folder === dirname(folder)) break;
  }
  throw unusable(`${name} is not installed in ${workspace}`, 'npm install');
}

function unusable(what: string, command: string): SandboxError {
  return new SandboxError(
    'no-interpreter',
    `The tests cannot be run: ${what}.`,
    `Run ${command} in the workspace.`,
  );
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
