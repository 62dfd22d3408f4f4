import path from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { root } from './checkout.ts';

await createVSIX({
  cwd: root,
  packagePath: path.join(root, 'ponder.vsix'),
  dependencies: false,
  allowMissingRepository: true,
});
