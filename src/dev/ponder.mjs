#!/usr/bin/env node
// `npx ponder` in a checkout: the built command line tool, under the project's own Node.
import fs from 'node:fs';
import path from 'node:path';
import { handOver, projectNode, root } from './projectNode.mjs';

const cli = path.join(root, 'dist/cli.mjs');
if (fs.existsSync(cli) && fs.existsSync(projectNode)) handOver(cli, process.argv.slice(2));
else {
  console.error('Ponder is not built yet. Type: npm run build');
  process.exitCode = 2;
}
