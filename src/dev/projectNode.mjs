// Plain JavaScript on Node's own modules: it runs before anything is installed, on any Node from 18 on.
import { spawn } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** The Node 24 of the npm package `node`, whatever Node the machine has. */
export const projectNode = path.join(
  root,
  'node_modules/node/bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);

/** Runs a script under the project's Node in place of this process: same terminal, signals passed on, same exit code. */
export function handOver(script, args, options = {}) {
  const bin = path.join(root, 'node_modules/.bin');
  const env = { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}` };
  const child = spawn(projectNode, [script, ...args], { stdio: 'inherit', env, ...options });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      const terminalDelivers = signal === 'SIGINT' && process.stdin.isTTY;
      if (!terminalDelivers) child.kill(signal);
    });
  }
  child.once('error', error => {
    console.error(`${projectNode} does not start: ${error.message}. Type: npm ci`);
    process.exit(1);
  });
  child.once('exit', (code, signal) => process.exit(code ?? 128 + (os.constants.signals[signal] ?? 0)));
}
