import type { Call } from './call.ts';
import type { Generator } from './generator.ts';
import type { Generation } from './languageModel.ts';
import { CutShort, type PrefixCheck } from './prefixCheck.ts';

export type WatchedDraw = {
  readonly generator: Generator;
  readonly temperature: number;
  readonly maxTokens: number;
  /** Without it nothing is cut. */
  readonly prefixCheck: PrefixCheck | undefined;
};

/** What was written; `cut` says why no more of it. */
export type Watched = Pick<Generation, 'text' | 'finish' | 'laws'> & { readonly cut?: string };

/**
 * Draws a sample and cuts it short as soon as no continuation can mend it, by a signal of its own: the run goes on. What it
 * used until then is charged as ever. A text that was complete before the model heard of the cut is taken as it is.
 */
export async function drawWatched(draw: WatchedDraw, call: Call): Promise<Watched> {
  const { generator, temperature, maxTokens, prefixCheck } = draw;
  const own = new AbortController();
  const signal = AbortSignal.any([call.signal, own.signal]);
  let text = '';
  const watch = (piece: string) => {
    text += piece;
    if (!prefixCheck || own.signal.aborted || !piece.includes('\n')) return;
    const reason = prefixCheck.check(text.slice(0, text.lastIndexOf('\n') + 1));
    if (reason !== undefined) own.abort(new CutShort(reason));
  };
  const watched: Call = { signal, charge: used => call.charge(used), extend: more => call.extend(more) };
  try {
    const { generation } = await generator.draw(temperature, maxTokens, watched, watch);
    return generation.finish === 'cut' ? { ...generation, cut: reasonOf(own) } : generation;
  } catch (error) {
    if (!own.signal.aborted || error !== own.signal.reason) throw error;
    return { text, finish: 'cut', cut: reasonOf(own) };
  }
}

function reasonOf({ signal }: AbortController): string {
  return signal.reason instanceof CutShort ? signal.reason.message : 'no continuation could mend it';
}
