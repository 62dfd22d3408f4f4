import type { LanguageModel } from '../engine/languageModel.ts';
import { rewrapped } from './rewrapped.ts';

/**
 * At most `most` requests at once; the others wait in the order they came. Who is aborted while waiting leaves the
 * queue without a permit.
 */
export function limited(model: LanguageModel, most: number): LanguageModel {
  const permits = new Permits(most);
  return rewrapped(model, async (request, call, progress) => {
    await permits.acquire(call.signal);
    try {
      return await model.generate(request, call, progress);
    } finally {
      permits.release();
    }
  });
}

class Permits {
  #free: number;
  readonly #waiting = new Set<() => void>();

  constructor(most: number) {
    if (!Number.isInteger(most) || most < 1) throw new RangeError(`The limit is ${most}; give 1 or more.`);
    this.#free = most;
  }

  acquire(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      if (this.#free > 0) {
        this.#free -= 1;
        return resolve();
      }
      const leave = () => {
        this.#waiting.delete(enter);
        reject(signal.reason);
      };
      const enter = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      this.#waiting.add(enter);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  /** A freed permit goes straight to the first in the queue. */
  release(): void {
    const [next] = this.#waiting;
    if (!next) {
      this.#free += 1;
      return;
    }
    this.#waiting.delete(next);
    next();
  }
}
