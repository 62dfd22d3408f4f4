import fs from 'node:fs';
import path from 'node:path';

/**
 * Installs the extension of a folder by a link to it. The list of what is installed is left to the server to make anew:
 * it would not look again at an extension that it knows, and the manifest may have changed.
 */
export function linkExtension(folder: string, extensions: string): void {
  const { publisher, name, version } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  fs.mkdirSync(extensions, { recursive: true });
  for (const other of fs.readdirSync(extensions)) {
    if (other === 'extensions.json' || other.startsWith(`${publisher}.${name}-`))
      fs.rmSync(path.join(extensions, other));
  }
  fs.symlinkSync(folder, path.join(extensions, `${publisher}.${name}-${version}`), 'junction');
}
