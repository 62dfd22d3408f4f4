import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { root, scratch } from './checkout.ts';
import { findDesktopVscode } from './desktop.ts';
import { endTree } from './processTree.ts';
import { startServer } from './vscode/server.ts';
import { seedSettings } from './vscode/settings.ts';
import { ensureVscodeServer } from './vscodeServer.ts';

/** Tried in order; a constant first one lets the browser keep what it remembers of the window. */
const ports = '7766-7866';

const settings = { 'workbench.startupEditor': 'readme' };

/**
 * Shows a folder in VS Code with the extension of this checkout: in desktop VS Code where there is one, else in a
 * server for a browser. Resolves when the window is closed or the signal fires, with all processes ended.
 */
export async function openEditor(folder: string, signal: AbortSignal): Promise<void> {
  const program = findDesktopVscode();
  if (program && (await openDesktop(program, folder, signal))) return;
  await openServer(folder, signal);
}

/** False when VS Code did not work, for instance because the display is out of reach. */
async function openDesktop(program: string, folder: string, signal: AbortSignal): Promise<boolean> {
  const userData = path.join(scratch, 'vscode-desktop');
  seedSettings(userData, settings);
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const args = [
    folder,
    '--new-window',
    `--extensionDevelopmentPath=${root}`,
    `--user-data-dir=${userData}`,
    ...asRoot,
  ];
  const child = spawn(program, args, { stdio: 'ignore', detached: true });
  console.log(`Ponder is open in ${program}. Close its window or press Ctrl+C to end.`);
  const code = await Promise.race([once(child, 'exit').then(([exit]) => exit, String), aborted(signal)]);
  if (child.pid) await endTree(child.pid);
  if (code === 0 || signal.aborted) return true;
  console.log(`VS Code ended (${code}); a VS Code server takes its place.`);
  return false;
}

async function openServer(folder: string, signal: AbortSignal): Promise<void> {
  const main = await ensureVscodeServer();
  if (signal.aborted) return;
  const server = await startServer({
    main,
    folder,
    dataDir: path.join(scratch, 'vscode-server'),
    port: ports,
    extension: { type: 'installed', folder: root },
    settings,
  });
  console.log(`Ctrl+C ends it.\nPonder is ready: open ${server.url} in a browser`);
  await Promise.race([once(server.child, 'exit'), aborted(signal)]);
  await server.stop();
  if (!signal.aborted) throw new Error(`The VS Code server ended.\n${server.output()}`);
}

function aborted(signal: AbortSignal): Promise<unknown> {
  return signal.aborted ? Promise.resolve() : once(signal, 'abort');
}
