import fs from 'node:fs';
import path from 'node:path';
import { userCache } from './checkout.ts';
import { npm } from './dependencies.mjs';

const version = '4.139.1';

/** Where the server's program lies once installed. */
function layout(folder: string) {
  const server = path.join(folder, 'node_modules/code-server/lib/vscode');
  return { server, main: path.join(server, 'out/server-main.js'), complete: path.join(folder, 'complete') };
}

/**
 * The program of a VS Code server (the npm package code-server, which is VS Code with its remote extension host),
 * installed at first use into the person's cache. Its install scripts are left out: they compile natively, and only
 * the integrated terminal and native file watching need what they make. PONDER_VSCODE_SERVER names another one.
 */
export async function ensureVscodeServer(): Promise<string> {
  const given = process.env.PONDER_VSCODE_SERVER;
  if (given) {
    if (fs.existsSync(given)) return given;
    throw new Error(
      `PONDER_VSCODE_SERVER names ${given}, which does not exist. Give the path of server-main.js.`,
    );
  }
  const folder = path.join(userCache(), `vscode-server-${version}`);
  const { main, complete } = layout(folder);
  if (!fs.existsSync(complete)) await install(folder);
  return main;
}

async function install(folder: string): Promise<void> {
  console.log(
    `Installing a VS Code server (code-server ${version}; about 185 MB to download, 620 MB on disk)`,
  );
  const started = Date.now();
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'package.json'), '{"private":true}\n');
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const { server, complete } = layout(folder);
  await npm(['install', `code-server@${version}`, ...quiet], folder);
  await npm(['install', '--omit=dev', ...quiet], server);
  await npm(['install', '--omit=dev', ...quiet], path.join(server, 'extensions'));
  fs.writeFileSync(complete, `${new Date().toISOString()}\n`);
  console.log(
    `The VS Code server is installed in ${folder} (${Math.round((Date.now() - started) / 1000)} s).`,
  );
}
