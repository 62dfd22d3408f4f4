import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import * as esbuild from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../../src/dev/vscode/chromium.ts';
import type { PanelMessage } from '../../src/protocol.ts';
import { panelPage } from '../../src/view/panelPage.ts';
import themes from './themes.json' with { type: 'json' };

export type Theme = keyof typeof themes;

const root = path.resolve(import.meta.dirname, '../..');
const nonce = 'test-nonce';

/** What VS Code puts before the styles of a webview. */
const hostStyles = `@layer vscode-default {
  body { background-color: transparent; color: var(--vscode-editor-foreground); font-family: var(--vscode-font-family);
    font-weight: var(--vscode-font-weight); font-size: var(--vscode-font-size); margin: 0; padding: 0 20px; }
  ::-webkit-scrollbar { width: 10px; height: 10px; }
  ::-webkit-scrollbar-thumb { background-color: var(--vscode-scrollbarSlider-background); }
}`;

/** The panel in a browser, with a stand-in for the host that remembers what it was sent. */
export type OpenPanel = {
  readonly page: Page;
  post(message: unknown): Promise<void>;
  /** What the panel posted so far. */
  posted(): Promise<readonly PanelMessage[]>;
  /** The directives of the content security policy that were violated, and errors of scripts. */
  problems(): Promise<readonly string[]>;
  /** Waits until a JavaScript expression is true in the page. */
  until(expression: string): Promise<void>;
  close(): Promise<void>;
};

export type PanelBrowser = {
  open(options: {
    readonly theme?: Theme;
    readonly width?: number;
    readonly height?: number;
    readonly savedState?: unknown;
    readonly reducedMotion?: boolean;
  }): Promise<OpenPanel>;
  close(): Promise<void>;
};

/** Builds the panel and starts a browser and a loopback server for it. */
export async function startPanelBrowser(): Promise<PanelBrowser> {
  const files = await buildPanel();
  const server = await serve(files);
  const browser = await launchChromium();
  const { port } = server.address() as AddressInfo;
  return {
    open: options => openPanel(browser, port, options),
    close: async () => {
      await browser.close();
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

async function buildPanel(): Promise<ReadonlyMap<string, Uint8Array>> {
  const { outputFiles } = await esbuild.build({
    absWorkingDir: root,
    outdir: '/',
    write: false,
    bundle: true,
    minify: true,
    entryPoints: [
      { in: 'webview/main.tsx', out: 'webview' },
      { in: 'webview/panel.css', out: 'webview' },
    ],
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    tsconfig: 'webview/tsconfig.json',
    loader: { '.ttf': 'file' },
  });
  return new Map(outputFiles.map(file => [`/${path.basename(file.path)}`, file.contents]));
}

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.ttf': 'font/ttf',
};

async function serve(files: ReadonlyMap<string, Uint8Array>): Promise<http.Server> {
  const server = http.createServer((request, response) => {
    const { pathname, origin } = new URL(request.url ?? '/', `http://${request.headers.host}`);
    const file = files.get(pathname);
    if (pathname === '/') {
      response.setHeader('content-type', 'text/html');
      const parts = { scriptUri: '/webview.js', styleUri: '/webview.css', cspSource: origin, nonce };
      response.end(panelPage(parts));
    } else if (file) {
      response.setHeader('content-type', types[path.extname(pathname)] ?? 'application/octet-stream');
      response.end(file);
    } else {
      response.statusCode = pathname === '/favicon.ico' ? 204 : 404;
      response.end();
    }
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return server;
}

async function openPanel(
  browser: Browser,
  port: number,
  {
    theme = 'dark',
    width = 340,
    height = 900,
    savedState,
    reducedMotion = false,
  }: Parameters<PanelBrowser['open']>[0],
): Promise<OpenPanel> {
  const context = await browser.newContext({
    viewport: { width, height },
    reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
  });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', error => errors.push(String(error)));
  page.on('console', message => {
    if (message.type() === 'error') errors.push(message.text());
  });
  const given = JSON.stringify({ theme: themes[theme], savedState, hostStyles });
  await page.addInitScript({ content: `globalThis.given = ${given};` });
  await page.addInitScript({ path: path.join(import.meta.dirname, 'standIn.js') });
  await page.goto(`http://127.0.0.1:${port}/`);
  await until(page, 'posted.length > 0');
  return {
    page,
    post: async message => {
      await page.evaluate(`postMessage(${JSON.stringify(message)}, '*')`);
    },
    posted: () => page.evaluate('posted'),
    problems: async () => [...errors, ...(await page.evaluate<string[]>('problems'))],
    until: expression => until(page, expression),
    close: () => context.close(),
  };
}

/** The page's own waitForFunction evaluates text in the page, which its content security policy refuses. */
async function until(page: Page, expression: string): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await page.evaluate<boolean>(`Boolean(${expression})`))) {
    if (Date.now() > end) throw new Error(`This did not become true within 10 s: ${expression}`);
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}
