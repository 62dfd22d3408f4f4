import fs from 'node:fs';
import path from 'node:path';
import { root } from './checkout.ts';

/** One part of `npm test`: a command, and whether it counts tests into the file PONDER_COUNTS. */
export type Stage = {
  readonly name: string;
  readonly counts: boolean;
  readonly command: string;
  readonly args: readonly string[];
};

/** Milliseconds for a single test. */
const testLimit = 300_000;

const node = process.execPath;
const bin = (name: string) => path.join(root, 'node_modules/.bin', name);

/** Where a stage that counts leaves its counts. */
export function countsFile(name: string): string {
  return path.join(root, 'out/counts', `${name}.json`);
}

/** Tests that need a browser or an editor have stages of their own. */
function unitTests(): readonly string[] {
  const elsewhere = ['host', 'e2e', 'webview', 'fixtures'].map(folder => path.join('test', folder, path.sep));
  const all = fs.globSync('test/**/*.test.ts', { cwd: root });
  return all.filter(file => !elsewhere.some(folder => file.startsWith(folder))).toSorted();
}

function tests(name: string, files: readonly string[], ...options: readonly string[]): Stage {
  const reporters = [
    ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
    ...[`--test-reporter=${path.join(import.meta.dirname, 'countReporter.ts')}`],
    ...[`--test-reporter-destination=${countsFile(name)}`],
  ];
  const args = ['--test', `--test-timeout=${testLimit}`, ...reporters, ...options, ...files];
  return { name, counts: true, command: node, args };
}

function plain(name: string, command: string, ...args: readonly string[]): Stage {
  return { name, counts: false, command, args };
}

const dev = (name: string) => path.join(import.meta.dirname, name);
const coverage = ['--experimental-test-coverage', '--test-coverage-include=src/engine/**'];

/** Every stage in the order of `npm test`; those after `e2e` run only when named. */
export const stages: readonly Stage[] = [
  plain('build', node, dev('build.ts')),
  plain('types', bin('tsc'), '--noEmit', '-p', '.'),
  plain('webview-types', bin('tsc'), '--noEmit', '-p', 'webview'),
  plain(
    'lint',
    bin('biome'),
    'ci',
    '--error-on-warnings',
    `--colors=${process.stdout.isTTY ? 'force' : 'off'}`,
    '.',
  ),
  tests('unit', unitTests()),
  tests('webview', ['test/webview/*.test.ts'], '--test-concurrency=1'),
  { name: 'host', counts: true, command: node, args: [dev('hostTests.ts')] },
  tests('e2e', ['test/e2e/*.test.ts'], '--test-concurrency=1'),
  tests('coverage', ['test/engine/**/*.test.ts'], ...coverage),
];

/** What runs when no stage is named. */
export const usualStages: readonly string[] = stages
  .map(stage => stage.name)
  .filter(name => name !== 'coverage');
