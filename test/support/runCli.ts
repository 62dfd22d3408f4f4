import { spawn } from 'node:child_process';
import path from 'node:path';

const cli = path.resolve(import.meta.dirname, '../../src/cli.ts');

/** What the command line ended with, and all that it wrote. */
export type CliRun = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/** Runs the command line of the product, in a process of its own. */
export function runCli(...args: readonly string[]): Promise<CliRun> {
  return new Promise(resolve => {
    const child = spawn(process.execPath, [cli, ...args]);
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', data => {
      stdout += data;
    });
    child.stderr.on('data', data => {
      stderr += data;
    });
    child.on('close', code => resolve({ code, stdout, stderr }));
  });
}
