import type { Call } from '../../call.ts';
import type { Generator } from '../../generator.ts';
import type { Capabilities, Message } from '../../languageModel.ts';
import { notTaken } from '../../notTaken.ts';
import type { Judge, ReplySchema } from '../judge.ts';

/** What a judge is asked. */
export type JudgingPrompt = {
  readonly messages: readonly Message[];
  /** What for, so that its draws have their own seeds. */
  readonly name: string;
  readonly schema: ReplySchema | undefined;
};

/**
 * The schema that a model is held to: none for a small one, which follows the examples of its prompt; held to JSON, fewer
 * of its verdicts can be read (measured: 6 of 16 scores against 13).
 */
export function schemaFor(
  { schema, promptStyle }: Pick<Capabilities, 'schema' | 'promptStyle'>,
  wanted: ReplySchema | undefined,
): ReplySchema | undefined {
  return schema && promptStyle === 'large' ? wanted : undefined;
}

/** What a judge wrote, or why the model did not take the prompt. */
export type Said = { readonly text: string } | { readonly refused: string };

/**
 * Asks once. A prompt that the model will not take, for it is longer than a sample's, says nothing about the surroundings:
 * it is a verdict that cannot be read, and no failure.
 */
export async function saidBy(
  generator: Generator,
  { temperature }: Judge,
  maxTokens: number,
  call: Call,
): Promise<Said> {
  try {
    const { generation } = await generator.draw(temperature, maxTokens, call);
    return { text: generation.text };
  } catch (error) {
    const refused = notTaken(error);
    if (refused === undefined) throw error;
    return { refused };
  }
}
