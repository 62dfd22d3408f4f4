#!/usr/bin/env node
// `node src/dev/run.mjs NAME ...`: installs what is missing, then runs src/dev/NAME.ts under the project's own Node.
import path from 'node:path';
import { installDependencies } from './dependencies.mjs';
import { handOver, root } from './projectNode.mjs';

const [name, ...args] = process.argv.slice(2);
try {
  await installDependencies();
  handOver(path.join(root, 'src/dev', `${name}.ts`), args, { cwd: root });
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
