// Plain JavaScript on Node's own modules: it runs before anything is installed, on any Node from 18 on.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { projectNode, root } from './projectNode.mjs';

/**
 * Why node_modules does not hold what package-lock.json asks for, or undefined when it does. npm writes
 * node_modules/.package-lock.json last, so an interrupted install has none.
 */
export function missingDependency(folder = root) {
  if (!fs.existsSync(path.join(folder, 'node_modules/.package-lock.json'))) return 'nothing is installed yet';
  const wanted = readPackages(path.join(folder, 'package-lock.json'));
  const installed = readPackages(path.join(folder, 'node_modules/.package-lock.json'));
  for (const [name, entry] of Object.entries(wanted)) {
    if (name === '' || (entry.optional && !installed[name])) continue;
    if (installed[name]?.version !== entry.version)
      return `${name.replace(/^node_modules\//, '')} ${entry.version} is missing`;
  }
  return undefined;
}

function readPackages(file) {
  return JSON.parse(fs.readFileSync(file, 'utf8')).packages;
}

/** Runs `npm ci` when something is missing, and shows its progress. Rejects with what to do when it fails. */
export async function installDependencies() {
  const reason = missingDependency();
  if (!reason && fs.existsSync(projectNode)) return;
  console.log(`Installing dependencies (npm ci): ${reason ?? 'Node 24 is missing'}`);
  const started = Date.now();
  await npm(['ci', '--loglevel=error', '--no-audit', '--no-fund'], root);
  if (!fs.existsSync(projectNode)) {
    throw new Error(
      'npm skipped the install scripts, so Node 24 is missing. Type: npm ci --ignore-scripts=false',
    );
  }
  console.log(`Dependencies are installed (${Math.round((Date.now() - started) / 1000)} s).`);
}

/** Runs npm in a folder with its output shown; rejects with what it said and what to do. */
export async function npm(args, folder) {
  const script = process.env.npm_execpath?.endsWith('.js') ? process.env.npm_execpath : undefined;
  const [command, first] = script ? [process.execPath, [script]] : ['npm', []];
  const code = await new Promise((resolve, reject) => {
    const child = spawn(command, [...first, ...args], {
      cwd: folder,
      stdio: 'inherit',
      env: outsideNpm(),
      shell: !script && process.platform === 'win32',
    });
    child.once('error', error =>
      reject(new Error(`npm could not be started: ${error.message}. Install Node.js with npm.`)),
    );
    child.once('exit', (exitCode, signal) => resolve(exitCode ?? signal));
  });
  if (code === 0) return;
  throw new Error(
    `npm ${args[0]} failed (${code}) in ${folder}. What npm said stands above. ` +
      'When it names ENOTFOUND, ETIMEDOUT or ECONNREFUSED, the registry is out of reach: check the network or proxy and run this again.',
  );
}

function outsideNpm() {
  const inherited = /^npm_(package|lifecycle)_|^npm_config_(local_prefix|loglevel)$|^npm_command$/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !inherited.test(name)));
}
