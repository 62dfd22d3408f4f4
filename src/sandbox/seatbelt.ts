import { join } from 'node:path';
import type { SharedFolder } from './workspaceCopy.ts';

export type SeatbeltRequest = {
  readonly command: readonly string[];
  /** The whole environment of the command. */
  readonly env: Readonly<Record<string, string>>;
  /** The real workspace; hidden but for its shared folders. */
  readonly workspace: string;
  /** The only folder that can be written to. */
  readonly writable: string;
  readonly readable: readonly string[];
  readonly shared: readonly SharedFolder[];
};

const hidden = [
  '/Users',
  '/Volumes',
  '/private/tmp',
  '/private/var/folders',
  '/private/var/root',
  '/Library/Keychains',
];

/**
 * The command line that runs a command under macOS's seatbelt, through @anthropic-ai/sandbox-runtime: no network, no
 * writes but to one folder, no reading of home folders, volumes and temporary files but what is named.
 */
export async function seatbeltCommand(request: SeatbeltRequest): Promise<[string, ...string[]]> {
  const { SandboxManager } = await import('@anthropic-ai/sandbox-runtime');
  const dependencies = request.shared.flatMap(({ path, target }) => [target, join(request.workspace, path)]);
  const config = {
    network: { allowedDomains: [], deniedDomains: [] },
    filesystem: {
      denyRead: [...hidden, request.workspace],
      allowRead: [request.writable, ...request.readable, ...dependencies],
      allowWrite: [request.writable],
      denyWrite: [],
    },
  };
  if (SandboxManager.getConfig() === undefined) await SandboxManager.initialize(config);
  const clean = [
    '/usr/bin/env',
    '-i',
    ...Object.entries(request.env).map(([name, value]) => `${name}=${value}`),
  ];
  const line = [...clean, ...request.command].map(quoted).join(' ');
  const { argv } = await SandboxManager.wrapWithSandboxArgv(line, '/bin/sh', config);
  const [program, ...rest] = argv;
  if (program === undefined) throw new Error('sandbox-runtime returned no command line.');
  return [program, ...rest];
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
