import { execFile } from 'node:child_process';
import { access, constants, realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Language } from '../engine/task.ts';
import { SandboxError } from '../engine/testRunner.ts';
import type { ExecRequest } from './sandbox.ts';
import { isInside } from './workspaceCopy.ts';

const run = promisify(execFile);

/** A program that runs code, and what must be readable for it to work. */
export type Interpreter = {
  /** Absolute path. */
  readonly path: string;
  /** Absolute paths of its installation, outside of the workspace. */
  readonly needs: readonly string[];
  readonly env: Readonly<Record<string, string>>;
};

/**
 * Node: the one this program runs on; in Electron the `node` on PATH, and without one Electron itself as Node.
 */
export async function findNode(): Promise<Interpreter> {
  if (process.versions.electron === undefined) return nodeAt(process.execPath);
  const own = await onPath('node');
  if (own !== undefined) return nodeAt(own);
  const path = await realpath(process.execPath);
  return { path, needs: [dirname(path)], env: { ELECTRON_RUN_AS_NODE: '1' } };
}

async function nodeAt(found: string): Promise<Interpreter> {
  const path = await realpath(found);
  const bin = dirname(path);
  return { path, needs: [path, ...(basename(bin) === 'bin' ? harmless(dirname(bin)) : [])], env: {} };
}

type PythonFacts = { readonly executable: string; readonly base: string; readonly userPackages: string };

/**
 * Python: the workspace's virtual environment, else python3 or python on PATH (a pyenv shim is followed to the real
 * one). Rejects with SandboxError no-interpreter.
 */
export async function findPython(workspace: string): Promise<Interpreter> {
  const environments = ['.venv', 'venv', 'env'].map(name => join(workspace, name, 'bin', 'python'));
  for (const candidate of [...environments, await onPath('python3'), await onPath('python')]) {
    if (candidate === undefined || !(await isExecutable(candidate))) continue;
    const facts = await askPython(candidate, workspace);
    if (facts !== undefined) return pythonFrom(facts, workspace);
  }
  throw new SandboxError(
    'no-interpreter',
    'No working Python 3 was found.',
    'Install Python 3 and put it on PATH.',
  );
}

const question =
  'import json,os,sys,sysconfig;print(json.dumps({"executable":sys.executable,"base":sys.base_prefix,' +
  '"userPackages":sysconfig.get_path("purelib",os.name+"_user")}))';

async function askPython(path: string, workspace: string): Promise<PythonFacts | undefined> {
  const options = { cwd: workspace, timeout: 10_000 };
  const answer = await run(path, ['-I', '-S', '-c', question], options).catch(() => undefined);
  return answer === undefined ? undefined : (JSON.parse(answer.stdout) as PythonFacts);
}

async function pythonFrom(facts: PythonFacts, workspace: string): Promise<Interpreter> {
  const needs = new Set([...harmless(facts.base), await realpath(facts.executable)]);
  const environment = dirname(dirname(facts.executable));
  if (await exists(join(environment, 'pyvenv.cfg'))) needs.add(environment);
  const env: Record<string, string> = {};
  if (await exists(facts.userPackages)) {
    needs.add(facts.userPackages);
    env.PYTHONUSERBASE = facts.userPackages.replace(/\/lib\/.*$/, '');
  }
  return { path: facts.executable, needs: [...needs].filter(path => !isInside(path, workspace)), env };
}

/** What runs a file of a language by itself, the same way each time. Rejects with SandboxError no-interpreter. */
export async function programOf(
  language: Language,
  file: string,
  workspace: string,
): Promise<Pick<ExecRequest, 'argv' | 'env' | 'needs'>> {
  const python = language === 'python';
  const { path, needs, env } = python ? await findPython(workspace) : await findNode();
  const argv = [path, ...(python ? ['-B'] : []), file];
  return { argv, env: { ...env, PYTHONHASHSEED: '0' }, needs };
}

/** The folder, unless showing it would show the home folder too. */
function harmless(folder: string): readonly string[] {
  return isInside(homedir(), folder) ? [] : [folder];
}

/** The absolute path of a program on PATH, or undefined. */
export async function onPath(name: string): Promise<string | undefined> {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, name);
    if (folder !== '' && (await isExecutable(path))) return path;
  }
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
