import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { z } from 'zod';
import type { TestRequest } from '../engine/testRunner.ts';
import { BadOption } from '../runConfig.ts';
import type { TaskDiscovery } from '../workspace/createDiscovery.ts';
import type { Discovery } from '../workspace/discover.ts';

type Found = Extract<Discovery, { type: 'found' }>;

/** A task with its own workspace, and the test that decides in the end where the engine does not see it. */
export type LiveTask = {
  readonly id: string;
  readonly found: Found;
  /** The hidden test, as a request without the candidate's file; missing where the engine's tests decide. */
  readonly hidden?: TestRequest;
};

export type LiveTasks = {
  readonly tasks: readonly LiveTask[];
  /** Rows that no task could be made of, and why. */
  readonly unusable: readonly string[];
  dispose(): Promise<void>;
};

const packed = z.object({
  task_id: z.string(),
  entry_point: z.string(),
  prompt: z.string(),
  buggy_solution: z.string(),
  test: z.string(),
  example_test: z.string(),
});
type Packed = z.infer<typeof packed>;

/**
 * Tasks of a folder: HumanEvalPack's JavaScript set (tasks.jsonl.gz, with a planted bug, weak example tests that the
 * engine sees and a full test that it does not), else every function of a workspace that has tests.
 */
export async function liveTasks(data: string, most: number, finder: TaskDiscovery): Promise<LiveTasks> {
  const archive = path.join(data, 'tasks.jsonl.gz');
  if (await exists(archive)) return await packedTasks(await readPacked(archive), most, finder);
  if (!(await exists(data))) throw new BadOption(`There is no folder ${data}. Name a folder with tasks.`);
  return {
    tasks: await workspaceTasks(path.resolve(data), most, finder),
    unusable: [],
    dispose: async () => {},
  };
}

async function exists(file: string): Promise<boolean> {
  return await fs.access(file).then(
    () => true,
    () => false,
  );
}

async function readPacked(archive: string): Promise<readonly Packed[]> {
  const text = (await promisify(gunzip)(await fs.readFile(archive))).toString('utf8');
  return text
    .split('\n')
    .filter(line => line.trim() !== '')
    .map(line => packed.parse(JSON.parse(line)));
}

async function packedTasks(rows: readonly Packed[], most: number, finder: TaskDiscovery): Promise<LiveTasks> {
  const root = await fs.mkdtemp(path.join(os.tmpdir(), 'ponder-bench-'));
  const tasks: LiveTask[] = [];
  const unusable: string[] = [];
  for (const row of rows.slice(0, most)) {
    const task = await packedTask(path.join(root, row.task_id), row, finder);
    if (typeof task === 'string') unusable.push(`${row.task_id} is left out: ${task}`);
    else tasks.push(task);
  }
  return { tasks, unusable, dispose: () => fs.rm(root, { recursive: true, force: true }) };
}

async function packedTask(workspace: string, row: Packed, finder: TaskDiscovery): Promise<LiveTask | string> {
  const file = path.join(workspace, 'solution.cjs');
  const text = `${row.prompt}${row.buggy_solution}\nmodule.exports = { ${row.entry_point} };\n`;
  await fs.mkdir(workspace, { recursive: true });
  await fs.writeFile(path.join(workspace, 'package.json'), '{ "private": true }\n');
  await fs.writeFile(file, text);
  await fs.writeFile(path.join(workspace, 'solution.test.cjs'), testFile(row.entry_point, row.example_test));
  const at = { type: 'name', name: row.entry_point } as const;
  const found = await finder.discover({ workspace, file, text, at });
  if (found.type === 'refused') return found.message;
  const files = { 'hidden.test.cjs': testFile(row.entry_point, row.test) };
  return {
    id: row.task_id,
    found,
    hidden: { command: { framework: 'node:test', files: Object.keys(files) }, files },
  };
}

/** The set's tests call console.assert, which only prints; here it throws. */
function testFile(name: string, body: string): string {
  return `const test = require('node:test');
const assert = require('node:assert');
const { ${name} } = require('./solution.cjs');
test('${name}', () => {
  console.assert = (condition, ...message) => assert.ok(condition, message.join(' ') || undefined);
${body}
});
`;
}

async function workspaceTasks(
  workspace: string,
  most: number,
  finder: TaskDiscovery,
): Promise<readonly LiveTask[]> {
  const tasks: LiveTask[] = [];
  for (const { file, names } of await finder.functionsIn(workspace)) {
    const text = await fs.readFile(file, 'utf8');
    for (const name of names) {
      if (tasks.length >= most) return tasks;
      const found = await finder.discover({ workspace, file, text, at: { type: 'name', name } });
      if (found.type === 'found' && found.task.tests) tasks.push({ id: `${found.task.file}#${name}`, found });
    }
  }
  return tasks;
}
