type Sequence = import('node-llama-cpp').LlamaContextSequence;
type Token = import('node-llama-cpp').Token;

export type Lease = { readonly sequence: Sequence; release(): void };
type Waiter = { readonly tokens: readonly Token[]; readonly enter: (lease: Lease) => void };

/** Lends out the sequences of a context, to those who come first first. */
export class SequencePool {
  readonly #free: Set<Sequence>;
  readonly #waiting = new Set<Waiter>();

  constructor(sequences: readonly Sequence[]) {
    this.#free = new Set(sequences);
  }

  /** The free sequence that already holds most of these tokens, or the next to become free. */
  acquire(tokens: readonly Token[], signal: AbortSignal): Promise<Lease> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const leave = () => {
        this.#waiting.delete(waiter);
        reject(signal.reason);
      };
      const waiter: Waiter = {
        tokens,
        enter: lease => {
          signal.removeEventListener('abort', leave);
          resolve(lease);
        },
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting.add(waiter);
      this.#serve();
    });
  }

  #serve(): void {
    for (const waiter of this.#waiting) {
      const sequence = this.#nearest(waiter.tokens);
      if (!sequence) return;
      this.#waiting.delete(waiter);
      this.#free.delete(sequence);
      const release = () => {
        this.#free.add(sequence);
        this.#serve();
      };
      waiter.enter({ sequence, release });
    }
  }

  #nearest(tokens: readonly Token[]): Sequence | undefined {
    const held = (sequence: Sequence) => sequence.compareContextTokens([...tokens]).firstDifferentIndex;
    return [...this.#free].sort((left, right) => held(right) - held(left))[0];
  }
}
