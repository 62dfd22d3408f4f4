import { access } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const marks = ['pyproject.toml', 'setup.py', 'setup.cfg'];

/**
 * The folders of the Python projects that test files belong to, relative to the workspace: from there their imports
 * start, as they do for a person who runs the tests in that folder.
 */
export async function projectFolders(
  workspace: string,
  testFiles: readonly string[],
): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const file of testFiles) {
    for (let folder = dirname(file); folder !== '.'; folder = dirname(folder)) {
      if (!(await hasMark(join(workspace, folder)))) continue;
      found.add(folder);
      break;
    }
  }
  return [...found];
}

async function hasMark(folder: string): Promise<boolean> {
  const present = await Promise.all(
    marks.map(mark =>
      access(join(folder, mark)).then(
        () => true,
        () => false,
      ),
    ),
  );
  return present.includes(true);
}
