import path from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { root } from './checkout.ts';

/** The README keeps its relative links: they cannot be made absolute while package.json names no repository. */
await createVSIX({
  cwd: root,
  packagePath: path.join(root, 'ponder.vsix'),
  dependencies: false,
  allowMissingRepository: true,
  rewriteRelativeLinks: false,
});
