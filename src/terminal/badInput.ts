import { GenerationError } from '../engine/languageModel.ts';
import { SetupError } from '../models/setupError.ts';
import { BadOption } from '../runConfig.ts';

/** What the person gave cannot be worked with: printed as it is, exit code 2. */
export class BadInput extends Error {
  override readonly name = 'BadInput';
}

const leastNode = 22;

/** Throws BadInput where the Node that runs this is too old for it. */
export function requireNode(version: string): void {
  if (Number.parseInt(version, 10) >= leastNode) return;
  throw new BadInput(
    `This Node is ${version}, and ${leastNode} or newer is needed. In a checkout \`npx ponder\` brings its own.`,
  );
}

/** Whether an error is one the person mends by another call: bad options, a model or recording that is not there. */
export function isBadInput(error: unknown): boolean {
  return (
    error instanceof BadInput ||
    error instanceof BadOption ||
    error instanceof SetupError ||
    (error instanceof GenerationError && error.failure === 'no-recording')
  );
}

/** An error for the person, with what to do where it is known. */
export function messageOf(error: unknown): string {
  if (error instanceof SetupError || error instanceof GenerationError)
    return `${error.message} ${error.action}`;
  return error instanceof Error ? error.message : String(error);
}

export const exitCodes = { verified: 0, notVerified: 1, badInput: 2, cancelled: 130 } as const;
