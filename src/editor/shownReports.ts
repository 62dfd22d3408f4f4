import type { JudgeReport } from '../protocol.ts';
import { onceMoreAfter } from './atOnce.ts';

/** Reads what judges turned out to be worth in a workspace; without one, in all. */
export type ReadReports = (workspace: string | undefined) => Promise<readonly JudgeReport[]>;

/** What judges turned out to be worth, read from disk while somebody looks at the run that it is read for. */
export class ShownReports {
  readonly #refresh: () => void;
  #isOutdated = false;
  #reports: readonly JudgeReport[] | undefined;

  /** `shown` gives the workspace of the run that somebody looks at; undefined where nobody does. */
  constructor(
    read: ReadReports,
    shown: () => { readonly workspace: string | undefined } | undefined,
    changed: () => void,
  ) {
    const update = async () => {
      const run = shown();
      if (!run || !this.#isOutdated) return;
      this.#isOutdated = false;
      const reports = await read(run.workspace).catch((): undefined => undefined);
      if (this.#isOutdated) return;
      this.#isOutdated = reports === undefined;
      this.#reports = reports;
      changed();
    };
    this.#refresh = onceMoreAfter(update, () => {});
  }

  /** Missing until they were read, and where they could not be. */
  get current(): readonly JudgeReport[] | undefined {
    return this.#reports;
  }

  /** Another run is shown: what is known is not of it. */
  forget(): void {
    this.#reports = undefined;
    this.outdate();
  }

  /** More was learnt; it is read now where somebody looks, else when somebody does. */
  outdate(): void {
    this.#isOutdated = true;
    this.#refresh();
  }

  /** Somebody looks. */
  look(): void {
    this.#refresh();
  }
}
