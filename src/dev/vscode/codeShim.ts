#!/usr/bin/env node
// Stands in for the VS Code executable where there is no desktop build: takes the arguments that @vscode/test-electron
// passes, and runs the tests in a real extension host of a VS Code server behind headless Chromium. Only the result
// that hostRunner.cjs sends counts: the workbench itself reports success when the extension host dies.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ensureVscodeServer } from '../vscodeServer.ts';
import { launchChromium } from './chromium.ts';
import { listenForResult } from './hostResult.ts';
import { type Server, startServer } from './server.ts';

/** Milliseconds after which the extension host is given up. */
const limit = 600_000;
/** Milliseconds that a result may lag behind the end of the extension host, and the end behind a result. */
const grace = 5_000;

type Request = { readonly folder: string; readonly extension: string; readonly tests: string };

function readArguments(): Request {
  const { values, positionals } = parseArgs({ strict: false, allowPositionals: true });
  const folder = positionals.find(one => fs.existsSync(one));
  const { extensionDevelopmentPath: extension, extensionTestsPath: tests } = values;
  if (typeof extension !== 'string' || typeof tests !== 'string' || !folder) {
    throw new Error('Give a folder, --extensionDevelopmentPath=FOLDER and --extensionTestsPath=FILE.');
  }
  return { folder, extension, tests: path.resolve(tests) };
}

/** Resolves when the tests passed, rejects when not. */
async function runTests({ folder, extension, tests }: Request): Promise<void> {
  await using cleaning = new AsyncDisposableStack();
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'ponder-host-'));
  cleaning.defer(() => fs.rmSync(scratch, { recursive: true, force: true, maxRetries: 5 }));
  const socket = path.join(scratch, 'socket');
  const result = await listenForResult(socket);
  cleaning.defer(() => result.close());
  const server = await startServer({
    main: await ensureVscodeServer(),
    dataDir: path.join(scratch, 'server'),
    folder,
    extension: { type: 'driven' },
    env: { PONDER_HOST_SOCKET: socket, PONDER_HOST_TESTS: tests },
  });
  cleaning.defer(() => server.stop());
  const browser = await launchChromium();
  cleaning.defer(() => browser.close());
  const page = await browser.newPage();

  const failed = Promise.withResolvers<never>();
  const fail = (message: string) => failed.reject(new Error(`${message}\n${server.output().slice(-2000)}`));
  const ended = Promise.withResolvers<void>();
  await page.exposeFunction('codeAutomationLog', () => {});
  await page.exposeFunction('codeAutomationExit', () => ended.resolve());
  void ended.promise.then(() => sleep(grace)).then(() => fail('The extension host ended without a result.'));
  const timer = setTimeout(fail, limit, `The extension host gave no result within ${limit / 1000} s.`);
  cleaning.defer(() => clearTimeout(timer));
  server.child.once('exit', code => fail(`The VS Code server ended (${code}).`));
  page.on('crash', () => fail('The page of the workbench crashed.'));
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => fail(`Stopped by ${signal}.`));

  await page.goto(testWindow(server, extension));
  await Promise.race([result.passed, failed.promise]);
  await Promise.race([ended.promise, sleep(grace)]);
}

/** The address of a window that loads the extension and runs hostRunner.cjs in its host. */
function testWindow(server: Server, extension: string): string {
  const remote = (file: string) => {
    const escaped = path.resolve(file).split(path.sep).map(encodeURIComponent).join('/');
    return `vscode-remote://127.0.0.1:${server.port}${escaped}`;
  };
  const payload = [
    ['extensionDevelopmentPath', remote(extension)],
    ['extensionTestsPath', remote(path.join(import.meta.dirname, 'hostRunner.cjs'))],
  ];
  return `${server.url}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
}

try {
  await runTests(readArguments());
  process.exit(0);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
