import type { Capabilities } from '../engine/languageModel.ts';

/** Models with fewer parameters than this follow one short instruction better than a long prompt. */
const smallBelow = 1.5e9;

/**
 * The style of prompt for a model by the size in its name ("SmolLM2-135M-Instruct", "qwen2.5-coder:0.5b"), or
 * undefined when the name tells none.
 */
export function promptStyleOf(modelName: string): Capabilities['promptStyle'] | undefined {
  const size = /(?:^|[^\w.])(\d+(?:\.\d+)?)([mb])(?![a-z0-9])/i.exec(modelName);
  if (!size?.[1] || !size[2]) return undefined;
  const parameters = Number(size[1]) * (size[2].toLowerCase() === 'b' ? 1e9 : 1e6);
  return parameters < smallBelow ? 'small' : 'large';
}
