import { stripVTControlCharacters } from 'node:util';

/**
 * A failure's message as a person reads it: no colours, no stack frames, paths relative to the workspace, at most
 * 2,000 characters, and where the error came from when it is in the workspace's own code.
 */
export function readable(message: string, stack: string, root: string): string {
  const text = withoutFrames(relativePaths(message, root)).trim();
  const frame = relativePaths(stack, root).split('\n').find(isOwnFrame)?.trim();
  const short = text.length > 2000 ? `${text.slice(0, 1990)} …` : text;
  return frame === undefined || text.includes(frame) ? short : `${short}\n${frame}`;
}

/** The end of a program's output, with paths relative to the workspace. */
export function outputEnd(output: string, root: string, most: number): string {
  return stripVTControlCharacters(relativePaths(output, root)).slice(-most);
}

function relativePaths(text: string, root: string): string {
  return stripVTControlCharacters(text).replaceAll(`file://${root}/`, '').replaceAll(`${root}/`, '');
}

function withoutFrames(text: string): string {
  return text
    .split('\n')
    .filter(line => !/^\s+at .*(:\d+:\d+\)?|<anonymous>\)|native\))$/.test(line))
    .join('\n');
}

function isOwnFrame(line: string): boolean {
  return /^\s+at .*:\d+:\d+\)?$/.test(line) && !/node_modules|node:|[( ]\/|data:/.test(line);
}
