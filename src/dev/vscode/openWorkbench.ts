import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from '../checkout.ts';
import { ensureVscodeServer } from '../vscodeServer.ts';
import { launchChromium } from './chromium.ts';
import { startServer } from './server.ts';
import type { Settings } from './settings.ts';
import { Workbench } from './workbench.ts';

export type WorkbenchOptions = {
  /** The folder to open; changed only by what the test does. */
  readonly folder: string;
  readonly settings?: Settings;
  /** Added to the environment of the extension host. */
  readonly env?: Readonly<Record<string, string>>;
};

/** A fresh VS Code with the extension of this checkout; disposing ends all its processes. */
export async function openWorkbench(
  options: WorkbenchOptions,
): Promise<{ workbench: Workbench } & AsyncDisposable> {
  const stack = new AsyncDisposableStack();
  try {
    const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'ponder-e2e-'));
    stack.defer(() => fs.rmSync(scratch, { recursive: true, force: true, maxRetries: 5 }));
    const { folder, settings, env } = options;
    const main = await ensureVscodeServer();
    const server = await startServer({
      main,
      dataDir: path.join(scratch, 'server'),
      folder,
      extension: { type: 'installed', folder: root },
      ...(settings && { settings }),
      ...(env && { env }),
    });
    stack.defer(() => server.stop());
    const browser = await launchChromium();
    stack.defer(() => browser.close());
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    await page.goto(server.url);
    const workbench = new Workbench(page);
    stack.defer(() => tellErrors(workbench));
    await workbench.ready();
    return { workbench, [Symbol.asyncDispose]: () => stack.disposeAsync() };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

/** Prints the errors that stand on the screen at the end: what a person would have read where a test only timed out. */
async function tellErrors(workbench: Workbench): Promise<void> {
  const errors = await workbench.errors().catch(() => []);
  for (const error of errors) console.error(`On the screen at the end: ${error}`);
}
