import type { Candidate } from '../candidate.ts';
import { DrawPolicy, type DrawRule, type NextDraws } from '../drawPolicy.ts';
import type { Leader, PolicyFactory } from '../policy.ts';
import { Votes } from '../votes.ts';

/**
 * Early-stopping self-consistency (Li et al. 2024, arXiv 2401.10480): draws windows of 5 and stops at the first that
 * is of one answer, which is then the answer; else the most frequent answer of all 40.
 */
export const esc: PolicyFactory = {
  name: 'esc',
  summary: 'Draws windows of 5 samples and stops when all of a window agree, 40 samples at most.',
  create: setup => new DrawPolicy(setup, new Windows()),
};

const size = 5;
const most = 40;

class Windows implements DrawRule {
  readonly #votes = new Votes();
  #window: Candidate[] = [];
  #drawn = 0;
  #agreed: Leader | undefined;

  tell(candidate: Candidate): void {
    this.#votes.add(candidate);
    this.#drawn += 1;
    this.#window.push(candidate);
    if (this.#window.length < size) return;
    const [first] = this.#window;
    if (first && this.#window.every(one => one.error === undefined && one.behaviour === first.behaviour)) {
      this.#agreed ??= { id: first.id, quality: size / (size + 1) };
    }
    this.#window = [];
  }

  next(): NextDraws {
    if (this.#agreed) return { type: 'end', kind: 'settled', reason: `a window of ${size} samples agreed` };
    if (this.#drawn < most) return { type: 'draw', many: size - this.#window.length };
    return { type: 'end', kind: 'completed', reason: `${most} samples were drawn and no window agreed` };
  }

  leader() {
    return this.#agreed ?? this.#votes.leader;
  }
}
