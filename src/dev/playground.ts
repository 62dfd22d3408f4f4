import fs from 'node:fs';
import path from 'node:path';
import { root } from './checkout.ts';

/** Copies the sample workspace to a folder, so that trying things leaves the checkout as it is; gives the folder. */
export function copyPlayground(folder: string): string {
  if (!fs.existsSync(folder)) {
    fs.mkdirSync(path.dirname(folder), { recursive: true });
    const partial = `${folder}.${process.pid}`;
    fs.cpSync(path.join(root, 'media/playground'), partial, { recursive: true });
    fs.renameSync(partial, folder);
  }
  return folder;
}
