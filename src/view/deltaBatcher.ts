import type { CandidateId } from '../engine/candidate.ts';
import type { Clock } from '../engine/clock.ts';
import type { HostMessage, PanelContent } from '../protocol.ts';
import { patchBetween } from './runPatch.ts';

/** Least milliseconds between two posts: at most ten a second. */
const postInterval = 100;

/**
 * Feeds one webview. Nothing is posted before the webview says `ready`; then a snapshot goes out, and after it what
 * changed, as deltas of the run that is shown. Anything else that changes, or another `ready`, makes a new snapshot.
 */
export class DeltaBatcher {
  readonly #post: (message: HostMessage) => void;
  readonly #clock: Clock;
  #content: PanelContent = { runs: [], readOnly: false };
  /** What the webview was last told; undefined when it needs a snapshot. */
  #told: PanelContent | undefined;
  #isReady = false;
  #isDisposed = false;
  #reveal: CandidateId | undefined;
  #seq = 0;
  #lastPost = Number.NEGATIVE_INFINITY;
  #cancelTimer: (() => void) | undefined;

  constructor(post: (message: HostMessage) => void, clock: Clock) {
    this.#post = post;
    this.#clock = clock;
  }

  /** What the webview is to show from now on. */
  show(content: PanelContent): void {
    this.#content = content;
    this.#schedule();
  }

  /** The webview shows nothing (it was just made, or missed a message) and asks for everything. */
  ready(): void {
    this.#isReady = !this.#isDisposed;
    this.#told = undefined;
    this.#schedule();
  }

  /** The webview cannot be seen, and its page is gone: nothing is posted before the next one is `ready`. */
  hidden(): void {
    this.#isReady = false;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  /** Scrolls the webview to the decision that bought a candidate, as soon as it can. */
  reveal(candidate: CandidateId): void {
    this.#reveal = candidate;
    this.#schedule();
  }

  /** Posts nothing any more. */
  dispose(): void {
    this.#isDisposed = true;
    this.hidden();
  }

  #schedule(): void {
    if (!this.#isReady || this.#cancelTimer) return;
    const wait = this.#lastPost + postInterval - this.#clock.now();
    if (wait <= 0) {
      this.#flush();
      return;
    }
    this.#cancelTimer = this.#clock.after(wait, () => {
      this.#cancelTimer = undefined;
      this.#flush();
    });
  }

  #flush(): void {
    const message = this.#nextMessage();
    if (!message) return;
    this.#lastPost = this.#clock.now();
    this.#post(message);
    this.#schedule();
  }

  /** The one message that is due, if any; its sequence number is used up. */
  #nextMessage(): HostMessage | undefined {
    const { view } = this.#content;
    const before = this.#told;
    this.#told = this.#content;
    if (!before || !isSameFrame(before, this.#content))
      return { type: 'snapshot', seq: this.#seq++, ...this.#content };
    if (view && before.view && view !== before.view) {
      return { type: 'delta', seq: this.#seq++, patch: patchBetween(before.view, view) };
    }
    const candidate = this.#reveal;
    this.#reveal = undefined;
    return candidate === undefined ? undefined : { type: 'reveal', seq: this.#seq++, candidate };
  }
}

function isSameFrame(before: PanelContent, after: PanelContent): boolean {
  const list = ({ runs }: PanelContent) => JSON.stringify(runs.map(({ run, label }) => [run, label]));
  return (
    before.view?.run === after.view?.run &&
    before.readOnly === after.readOnly &&
    before.askable === after.askable &&
    before.judging === after.judging &&
    before.judgeReports === after.judgeReports &&
    list(before) === list(after)
  );
}
