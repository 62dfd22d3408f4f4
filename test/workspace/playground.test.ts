import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, extname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { TestCommand } from '../../src/engine/testRunner.ts';
import { createDiscovery } from '../../src/workspace/createDiscovery.ts';
import type { Discovery } from '../../src/workspace/discover.ts';
import { wasmDir } from './sampleFiles.ts';

const playground = fileURLToPath(new URL('../../media/playground', import.meta.url));
const solutionsFile = new URL('../fixtures/workspace/playgroundSolutions.json', import.meta.url);
const solutions = JSON.parse(await readFile(solutionsFile, 'utf8')) as Record<string, string>;
const discovery = await createDiscovery({ wasmDir });

const found = new Map<string, Extract<Discovery, { type: 'found' }>>();
for (const { file, names } of await discovery.functionsIn(playground)) {
  const text = await readFile(file, 'utf8');
  for (const name of names) {
    const task = await discovery.discover({ workspace: playground, file, text, at: { type: 'name', name } });
    assert.equal(task.type, 'found', name);
    found.set(name, task);
  }
}

test('the playground has ten to fourteen functions and a reference solution for each', () => {
  assert.ok(found.size >= 10 && found.size <= 14, `${found.size}`);
  assert.deepEqual([...found.keys()].toSorted(), Object.keys(solutions).toSorted());
});

for (const [name, { task, assembler }] of found) {
  test(`${name} has documentation and tests; they fail as it stands and pass with the solution`, async t => {
    assert.ok(task.documentation.length > 10);
    assert.ok(task.tests);
    const folder = await mkdtemp(join(tmpdir(), 'ponder-playground-'));
    t.after(() => rm(folder, { recursive: true, force: true }));
    await cp(playground, folder, { recursive: true });
    const before = run(folder, task.tests);
    assert.notEqual(before.status, 0, before.output);
    assert.ok(before.tests > 0, before.output);
    const assembled = assembler.assemble(solutions[name] ?? '');
    assert.equal(assembled.type, 'assembled', JSON.stringify(assembled));
    await writeFile(join(folder, task.file), assembled.fileText);
    const after = run(folder, task.tests);
    assert.equal(after.status, 0, after.output);
    assert.equal(after.tests, before.tests);
  });
}

/** Runs the deciding tests with the framework itself; counts those that ran. */
function run(folder: string, command: TestCommand): { status: number | null; output: string; tests: number } {
  const env = { PATH: process.env.PATH, LANG: 'C.UTF-8' };
  if (command.framework === 'node:test') {
    const patterns = (command.only ?? []).map(name => `--test-name-pattern=^${name.replace(' > ', ' ')}$`);
    const argv = ['--test', '--test-reporter=tap', ...patterns, ...command.files];
    const { status, stdout } = spawnSync(process.execPath, argv, { cwd: folder, env, encoding: 'utf8' });
    return { status, output: stdout, tests: Number(/^# tests (\d+)/m.exec(stdout)?.[1]) };
  }
  assert.equal(command.framework, 'unittest');
  const [file = ''] = command.files;
  const module = basename(file, extname(file));
  const names = command.only?.map(name => `${module}.${name.replace(' > ', '.')}`) ?? [module];
  const options = { cwd: join(folder, dirname(file)), env, encoding: 'utf8' } as const;
  const { status, stderr } = spawnSync('python3', ['-B', '-m', 'unittest', ...names], options);
  return { status, output: stderr, tests: Number(/^Ran (\d+)/m.exec(stderr)?.[1]) };
}
