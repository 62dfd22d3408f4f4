import type { Call } from '../engine/call.ts';
import type { Clock } from '../engine/clock.ts';
import { addCosts, cost } from '../engine/cost.ts';
import { GenerationError, type LanguageModel } from '../engine/languageModel.ts';
import { meter } from '../engine/meter.ts';
import type { Random } from '../engine/random.ts';
import { rewrapped } from './rewrapped.ts';

export type RetryOptions = {
  readonly clock: Clock;
  readonly random: Random;
  /** Requests at most, the first one included. */
  readonly attempts?: number;
  /** The longest first wait in milliseconds; it doubles with every further one. */
  readonly firstWait?: number;
  /** No wait is longer, in milliseconds; a server that asks for more gets no retry. */
  readonly longestWait?: number;
};

/**
 * Tries again after failures that pass: exponential back-off with full jitter (Brooker, "Exponential Backoff And
 * Jitter"), never earlier than the server asked for. Each further request is a paid one: what the failed one used is
 * asked for again with `call.extend`, and when that is refused the failure stands. Belongs outside `limited`, so
 * that a wait holds no permit, and outside `metered`. What is streamed after a stream that broke off is not passed on:
 * whoever listens would take it for more of the same text.
 */
export function retrying(model: LanguageModel, options: RetryOptions): LanguageModel {
  const { clock, attempts = 4 } = options;
  return rewrapped(model, async (request, call, progress) => {
    let heard = 0;
    for (let attempt = 1; ; attempt++) {
      const measured = meter(call);
      const pass = (text: string) => {
        if (heard === 0) heard = attempt;
        if (heard === attempt) progress?.(text);
      };
      try {
        return await model.generate(request, measured.call, pass);
      } catch (error) {
        if (attempt >= attempts || call.signal.aborted || !passes(error, attempt)) throw error;
        const wait = waitBefore(attempt, error, options);
        if (wait === undefined) throw error;
        const again = measured.spent();
        if (!call.extend(again.calls > 0 ? again : addCosts(again, cost({ calls: 1 })))) throw error;
        await pause(wait, clock, call);
      }
    }
  });
}

function passes(error: unknown, attempt: number): error is GenerationError {
  if (!(error instanceof GenerationError)) return false;
  switch (error.failure) {
    case 'unreachable':
    case 'rate-limited':
    case 'server-error':
      return true;
    case 'malformed':
      return attempt === 1;
    case 'unauthorized':
    case 'not-found':
    case 'bad-request':
    case 'crashed':
    case 'no-recording':
      return false;
    default:
      return error.failure satisfies never;
  }
}

/** Milliseconds before the next request, or undefined when the server asks for more patience than we have. */
function waitBefore(attempt: number, error: GenerationError, options: RetryOptions): number | undefined {
  const { random, firstWait = 500, longestWait = 30_000 } = options;
  const jitter = random.next() * Math.min(longestWait, firstWait * 2 ** (attempt - 1));
  const asked = error.retryAfter ?? 0;
  return asked > longestWait ? undefined : Math.max(asked, jitter);
}

function pause(milliseconds: number, clock: Clock, { signal }: Call): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const cancel = clock.after(milliseconds, () => {
      signal.removeEventListener('abort', leave);
      resolve();
    });
    const leave = () => {
      cancel();
      reject(signal.reason);
    };
    signal.addEventListener('abort', leave, { once: true });
  });
}
