import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';

/** The parsers as the package ships them. */
export const wasmDir = fileURLToPath(
  new URL('../../node_modules/@vscode/tree-sitter-wasm/wasm', import.meta.url),
);

/** A new folder with these files; it goes when the test ends. */
export async function folderWith(
  test: TestContext,
  files: Readonly<Record<string, string>>,
): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'ponder-workspace-')));
  test.after(() => rm(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}
