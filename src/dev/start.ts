import path from 'node:path';
import { build } from './build.ts';
import { scratch } from './checkout.ts';
import { fetchModel } from './fetchModel.ts';
import { openEditor } from './openEditor.ts';
import { copyPlayground } from './playground.ts';
import { endDescendants } from './processTree.ts';
import { bubblewrap, ensureSystemPackages } from './systemPackages.ts';

/** Fires at Ctrl+C, and when the process that started this one is gone without having said so. */
function stopSignal(): AbortSignal {
  const stopping = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stopping.abort());
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) stopping.abort();
  }, 1000).unref();
  return stopping.signal;
}

async function start(signal: AbortSignal): Promise<void> {
  ensureSystemPackages([bubblewrap]);
  await build({ production: false });
  await fetchModel(signal);
  await openEditor(copyPlayground(path.join(scratch, 'playground')), signal);
}

const signal = stopSignal();
try {
  await Promise.race([start(signal), new Promise(resolve => signal.addEventListener('abort', resolve))]);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
await endDescendants();
process.exit();
