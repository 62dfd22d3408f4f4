import fs from 'node:fs/promises';
import path from 'node:path';
import { createTwoFilesPatch } from 'diff';
import type { Ponder, RunOutcome } from '../ponder.ts';
import type { TaskDiscovery } from '../workspace/createDiscovery.ts';
import type { DiscoverRequest, Discovery } from '../workspace/discover.ts';
import { findWorkspace } from '../workspace/findWorkspace.ts';
import { languageOf } from '../workspace/language.ts';
import { BadInput, exitCodes } from './badInput.ts';
import { outcomeJson, testsJson, testsOf } from './json.ts';
import { follow } from './live.ts';
import { runOptions, type SolveOptions } from './options.ts';

type Found = Extract<Discovery, { type: 'found' }>;

/** `ponder solve`: everything that can be wrong with the input is said before the model is loaded. */
export async function solve(
  file: string,
  options: SolveOptions,
  open: () => Promise<Ponder>,
  discovery: TaskDiscovery,
): Promise<number> {
  const found = await find(path.resolve(file), options, discovery);
  const ponder = await open();
  try {
    const outcome = await follow(ponder.solve(found, runOptions(options)), options.reward);
    await report(path.resolve(file), found, outcome, options);
    return exitCodeOf(outcome);
  } finally {
    await ponder.dispose();
  }
}

async function find(file: string, options: SolveOptions, discovery: TaskDiscovery): Promise<Found> {
  if (options.function !== undefined && options.line !== undefined) {
    throw new BadInput('Give --function or --line, not both.');
  }
  const text = await read(file);
  const workspace =
    options.workspace === undefined ? await findWorkspace(file) : path.resolve(options.workspace);
  const at = placeOf(file, text, options, discovery);
  const { instruction, testCommand } = options;
  const found = await discovery.discover({
    workspace,
    file,
    text,
    at,
    ...(instruction !== undefined && { instruction }),
    ...(testCommand !== undefined && { testCommand }),
  });
  if (found.type === 'refused') throw new BadInput(`${found.message} ${found.action}`);
  for (const note of found.notes ?? []) process.stderr.write(`ponder: ${note}\n`);
  if (!found.task.tests) {
    const { functionName } = found.task;
    process.stderr.write(
      `ponder: no test of ${functionName} was found, so nothing can be verified. Name one with --test-command.\n`,
    );
  }
  return found;
}

/** Where the function is: as named, else the only one of the file. */
function placeOf(
  file: string,
  text: string,
  options: SolveOptions,
  discovery: TaskDiscovery,
): DiscoverRequest['at'] {
  if (options.function !== undefined) return { type: 'name', name: options.function };
  if (options.line !== undefined) return { type: 'line', line: options.line };
  const language = languageOf(file);
  const named = language ? discovery.listFunctions(text, language).filter(one => one.isNamed) : [];
  const [only, second] = named;
  if (only && !second) return { type: 'line', line: only.startLine };
  if (!only) return { type: 'line', line: 1 };
  const names = named.map(one => `${one.name} (line ${one.startLine})`).join(', ');
  throw new BadInput(`${file} has several functions: ${names}. Say which with --function or --line.`);
}

async function read(file: string): Promise<string> {
  try {
    const bytes = await fs.readFile(file);
    const text = bytes.toString('utf8');
    if (!Buffer.from(text).equals(bytes)) throw new BadInput(`${file} is not UTF-8 text. Convert it first.`);
    return text;
  } catch (error) {
    if (error instanceof BadInput) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') throw new BadInput(`There is no file ${file}. Check the path.`);
    if (code === 'EISDIR') throw new BadInput(`${file} is a folder. Name a source file in it.`);
    throw new BadInput(`${file} cannot be read (${code}). Check its permissions.`);
  }
}

async function report(file: string, found: Found, outcome: RunOutcome, options: SolveOptions): Promise<void> {
  const { chosen, status } = outcome;
  const patch = patchOf(found, chosen?.fileText);
  if (options.json) {
    const { functionName, file: name } = found.task;
    const parts = { file: name, function: functionName, diff: patch, code: chosen?.code ?? null };
    const { status: state, stopReason, ...rest } = outcomeJson(outcome);
    process.stdout.write(
      `${JSON.stringify({ status: state, stopReason, ...parts, tests: testsJson(outcome), ...rest })}\n`,
    );
  } else if (!options.apply && (status === 'verified' || status === 'unverified')) {
    process.stdout.write(patch);
  }
  if (options.apply && status === 'verified' && chosen?.fileText !== undefined) {
    await apply(file, found.text, chosen.fileText);
  } else if (options.apply && status !== 'verified') {
    process.stderr.write('ponder: nothing was applied, because no candidate is verified.\n');
  }
  tellRest(outcome);
}

/** A unified diff of the file that `patch FILE` takes; empty when nothing changes. */
function patchOf({ task, text }: Found, changed: string | undefined): string {
  if (changed === undefined || changed === text) return '';
  return createTwoFilesPatch(`a/${task.file}`, `b/${task.file}`, text, changed, undefined, undefined, {
    context: 3,
    stripTrailingCr: false,
  }).replace(/^=+\n/, '');
}

async function apply(file: string, before: string, after: string): Promise<void> {
  if ((await fs.readFile(file, 'utf8')) !== before) {
    throw new BadInput(
      `${file} changed while the run was under way; nothing was applied. Run again, or take the diff.`,
    );
  }
  await fs.writeFile(file, after);
  process.stderr.write(`ponder: applied to ${file}\n`);
}

function tellRest({ status, chosen, trace, traceProblem, learningProblem }: RunOutcome): void {
  const tests = chosen && testsOf(chosen);
  if (status === 'failed' && tests) {
    process.stderr.write(
      `ponder: no candidate passed. The best, ${chosen.id}, passed ${tests.passed} of ${tests.total} tests. ` +
        'A stronger model (--model), --effort thorough or an --instruction may help.\n',
    );
  }
  process.stderr.write(traceProblem === undefined ? `ponder: trace ${trace}\n` : `ponder: ${traceProblem}\n`);
  if (learningProblem !== undefined) process.stderr.write(`ponder: ${learningProblem}\n`);
}

function exitCodeOf({ status }: RunOutcome): number {
  if (status === 'cancelled') return exitCodes.cancelled;
  return status === 'verified' ? exitCodes.verified : exitCodes.notVerified;
}
