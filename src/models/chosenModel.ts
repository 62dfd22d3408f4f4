import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Capabilities } from '../engine/languageModel.ts';
import { type ModelEntry, modelManifest } from './modelManifest.ts';
import { promptStyleOf } from './promptStyle.ts';
import { SetupError } from './setupError.ts';

/** A model as a person names it in settings or on the command line. */
export type ChosenModel =
  /** One of the manifest; ensureModel makes its file ready. */
  | { readonly type: 'entry'; readonly entry: ModelEntry }
  /** The person's own GGUF file. */
  | {
      readonly type: 'file';
      readonly id: string;
      readonly file: string;
      readonly promptStyle: Capabilities['promptStyle'];
    };

/** Of files whose name tells no size, those with fewer bytes than this hold a small model. */
const smallFile = 1_000_000_000;

/**
 * Finds what an id of the manifest or the path of a GGUF file stands for; the default for an empty choice. Relative
 * paths start in `cwd`, `~/` in the home folder. Rejects with SetupError for an unknown id, and for a file that is
 * missing or is no GGUF.
 */
export async function resolveModel(choice: string | undefined, cwd: string): Promise<ChosenModel> {
  const wanted = choice?.trim() ?? '';
  if (wanted === '') return { type: 'entry', entry: modelManifest[0] };
  const entry = modelManifest.find(({ id }) => id === wanted.toLowerCase());
  if (entry) return { type: 'entry', entry };
  const isPath = /\.gguf$/i.test(wanted) || /[\\/]/.test(wanted);
  if (!isPath) {
    const ids = modelManifest.map(({ id }) => id).join(', ');
    throw new SetupError(
      'missing',
      `There is no model "${wanted}".`,
      `Choose one of ${ids}, or name a .gguf file.`,
    );
  }
  const file = path.resolve(cwd, wanted.replace(/^~(?=[\\/])/, os.homedir()));
  const size = await checkGguf(file);
  const id = path.basename(file).replace(/\.gguf$/i, '');
  return { type: 'file', id, file, promptStyle: promptStyleOf(id) ?? (size < smallFile ? 'small' : 'large') };
}

/** The size of a GGUF file in bytes; rejects when it is none. */
async function checkGguf(file: string): Promise<number> {
  const handle = await fs.open(file).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'ENOENT' ? 'does not exist' : `cannot be read: ${error.message}`;
    throw new SetupError(
      'missing',
      `The model file ${file} ${why}.`,
      'Correct the path of the model.',
      error,
    );
  });
  try {
    const stat = await handle.stat();
    const magic = Buffer.alloc(4);
    if (stat.isFile()) await handle.read(magic, 0, 4, 0);
    if (magic.toString('latin1') === 'GGUF') return stat.size;
    const action = 'Name a model in the GGUF format of llama.cpp; other formats have to be converted.';
    throw new SetupError('not-a-model', `${file} is no GGUF file.`, action);
  } finally {
    await handle.close();
  }
}
