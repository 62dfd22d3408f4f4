import { GenerationError } from './languageModel.ts';

/**
 * Why the model did not take a prompt, which may be longer than another that it does take and so says nothing about the
 * surroundings; undefined for any other error.
 */
export function notTaken(error: unknown): string | undefined {
  if (!(error instanceof GenerationError) || error.failure !== 'bad-request') return undefined;
  return `the model did not take the prompt (${error.message})`;
}
