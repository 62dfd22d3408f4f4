import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** The oldest VS Code that can load the extension, as in package.json. */
const oldest = [1, 106] as const;

const usualPlaces: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: [
    '/usr/share/code/code',
    '/usr/lib/code/code',
    '/opt/visual-studio-code/code',
    '/snap/code/current/usr/share/code/code',
    '/usr/share/code-insiders/code-insiders',
    '/usr/share/codium/codium',
  ],
  darwin: ['/Applications', path.join(os.homedir(), 'Applications')].flatMap(folder => [
    `${folder}/Visual Studio Code.app/Contents/MacOS/Code`,
    `${folder}/Visual Studio Code.app/Contents/MacOS/Electron`,
    `${folder}/VSCodium.app/Contents/MacOS/Electron`,
  ]),
  win32: [process.env.LOCALAPPDATA, process.env.ProgramFiles].flatMap(folder =>
    folder
      ? [`${folder}\\Programs\\Microsoft VS Code\\Code.exe`, `${folder}\\Microsoft VS Code\\Code.exe`]
      : [],
  ),
};

/**
 * The program of a desktop VS Code that is new enough and has a screen to show on, or undefined. It is the program
 * itself and not the command `code`, whose window would live on in another process.
 */
export function findDesktopVscode(): string | undefined {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return undefined;
  return [...fromPath(), ...(usualPlaces[process.platform] ?? [])].find(isNewEnough);
}

/** `code` on the PATH is a script in `bin/` beside the program. */
function fromPath(): readonly string[] {
  if (process.platform !== 'linux') return [];
  return (process.env.PATH ?? '').split(path.delimiter).flatMap(folder => {
    const command = path.join(folder, 'code');
    return fs.existsSync(command) ? [path.join(path.dirname(fs.realpathSync(command)), '../code')] : [];
  });
}

function isNewEnough(program: string): boolean {
  const resources = process.platform === 'darwin' ? '../Resources/app' : 'resources/app';
  const manifest = path.join(path.dirname(program), resources, 'package.json');
  if (!fs.existsSync(program) || !fs.existsSync(manifest)) return false;
  const [major = 0, minor = 0] = String(JSON.parse(fs.readFileSync(manifest, 'utf8')).version)
    .split('.')
    .map(Number);
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}
