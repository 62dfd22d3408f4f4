import type { Call } from '../../call.ts';
import { addCosts, type Cost, cost, zeroCost } from '../../cost.ts';

/** What an action that pays for one thing after the other has reserved, so that it never holds more than the next needs. */
export class JudgingReserve {
  readonly call: Call;
  readonly #extend: Call['extend'];
  #held: Cost;
  #spent = zeroCost;

  /** `held` is what was reserved before the call was made. */
  constructor(call: Call, held: Cost) {
    this.#held = held;
    this.#extend = call.extend;
    this.call = {
      signal: call.signal,
      charge: used => {
        this.#spent = addCosts(this.#spent, used);
        call.charge(used);
      },
      extend: more => this.#more(more),
    };
  }

  /** Makes room for one more thing that may cost so much; false when there is none. */
  makeRoom(worst: Cost): boolean {
    const lacking = (
      part: 'promptTokens' | 'completionTokens' | 'calls' | 'sandboxSeconds' | 'microDollars',
    ) => Math.max(0, worst[part] + this.#spent[part] - this.#held[part]);
    return this.#more(
      cost({
        promptTokens: lacking('promptTokens'),
        completionTokens: lacking('completionTokens'),
        calls: lacking('calls'),
        sandboxSeconds: lacking('sandboxSeconds'),
        microDollars: lacking('microDollars'),
      }),
    );
  }

  #more(more: Cost): boolean {
    if (!this.#extend(more)) return false;
    this.#held = addCosts(this.#held, more);
    return true;
  }
}
