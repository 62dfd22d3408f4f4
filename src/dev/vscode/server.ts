import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { endTree } from '../processTree.ts';
import { linkExtension } from './linkExtension.ts';
import { type Settings, seedSettings } from './settings.ts';

export type ServerOptions = {
  /** The server's program, from ensureVscodeServer. */
  readonly main: string;
  /** Where it keeps settings, extensions and its own files; made when missing. */
  readonly dataDir: string;
  /** The folder that a window opens. */
  readonly folder: string;
  /** `0` for any free port, or a range of which the first free one is taken. */
  readonly port?: string;
  /**
   * `installed`: this folder's extension, as a person has it. `driven`: none; a window takes one, with tests, from
   * its address. The driver shows no notifications, so it is no way to try what a person sees.
   */
  readonly extension: { readonly type: 'installed'; readonly folder: string } | { readonly type: 'driven' };
  /** User settings over the quiet ones; written only when the folder has none yet. */
  readonly settings?: Settings;
  /** Added to the environment of the extension host. */
  readonly env?: Readonly<Record<string, string>>;
};

export type Server = {
  readonly child: ChildProcess;
  readonly port: number;
  /** The address of a window. It holds a token, without which other users and other web pages get nothing. */
  readonly url: string;
  /** The last 20,000 characters that were printed, for a message about a failure. */
  output(): string;
  /** Ends the server with all its processes. */
  stop(): Promise<void>;
};

/** Milliseconds until a server that does not answer is given up. */
const startLimit = 60_000;

/** Starts a VS Code server on the loopback interface. Rejects with its output when it does not come up. */
export async function startServer(options: ServerOptions): Promise<Server> {
  seedSettings(userData(options.dataDir), options.settings);
  const token = randomBytes(16).toString('hex');
  const tokenFile = path.join(options.dataDir, 'token');
  fs.writeFileSync(tokenFile, token, { mode: 0o600 });
  const child = spawn(process.execPath, [options.main, ...serverArguments(options, tokenFile)], {
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  const stop = () => (child.pid === undefined ? Promise.resolve() : endTree(child.pid));
  try {
    const port = await listening(child, chunk => {
      output = (output + chunk).slice(-20_000);
      return output;
    });
    return { child, port, url: `http://127.0.0.1:${port}/?tkn=${token}`, output: () => output, stop };
  } catch (error) {
    await stop();
    throw new Error(`${(error as Error).message}\n${output}`, { cause: error });
  }
}

/** The port, once the server says it. `read` gets each piece of output and gives all of it. */
function listening(child: ChildProcess, read: (chunk: string) => string): Promise<number> {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(
      () => reject(new Error('The VS Code server did not start within a minute.')),
      startLimit,
    );
    const onData = (chunk: Buffer) => {
      const port = /Extension host agent listening on (\d+)/.exec(read(String(chunk)))?.[1];
      if (!port) return;
      clearTimeout(limit);
      resolve(Number(port));
    };
    child.stdout?.on('data', onData);
    child.stderr?.on('data', onData);
    child.once('error', reject);
    child.once('exit', code => {
      clearTimeout(limit);
      reject(new Error(`The VS Code server ended at its start (${code}).`));
    });
  });
}

function serverArguments(options: ServerOptions, tokenFile: string): readonly string[] {
  const { dataDir, extension, folder } = options;
  const extensions = path.join(dataDir, 'extensions');
  if (extension.type === 'installed') linkExtension(extension.folder, extensions);
  return [
    '--accept-server-license-terms',
    ...['--host', '127.0.0.1', '--port', options.port ?? '0', '--connection-token-file', tokenFile],
    ...['--server-data-dir', dataDir, '--user-data-dir', userData(dataDir), '--extensions-dir', extensions],
    ...['--default-folder', path.resolve(folder)],
    ...['--disable-telemetry', '--disable-experiments', '--disable-workspace-trust'],
    ...(extension.type === 'driven' ? ['--enable-smoke-test-driver'] : []),
  ];
}

function userData(dataDir: string): string {
  return path.join(dataDir, 'data');
}
