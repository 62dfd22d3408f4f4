import type { Action, Result } from '../engine/action.ts';
import type { Candidate, CandidateId } from '../engine/candidate.ts';
import { cost, zeroCost } from '../engine/cost.ts';
import type { Policy, PolicyFactory, PolicySetup } from '../engine/policy.ts';
import { seededRandom } from '../engine/random.ts';

/** How long a policy takes for one decision when it knows so many candidates. */
export type OverheadRow = {
  readonly policy: string;
  readonly task: PolicySetup['task'];
  readonly candidates: number;
  /**
   * Median microseconds to decide on one action, hear of its outcome and name the best candidate; missing where the
   * policy ends before so many candidates, or takes more than 10 s to get to them.
   */
  readonly micros?: number;
};

export const overheadSizes = [10, 100, 1_000, 10_000] as const;

/** A model call that a decision is compared with. Microseconds. */
export const modelCall = 1_000_000;

/**
 * A policy that takes longer to get to a size, or would by what the size before took, has no figure there. Milliseconds.
 */
const longestApproach = 10_000;
/** Most decisions that are timed at a size, and the longest that it may take. Milliseconds. */
const timed = { decisions: 41, longest: 400 };

/**
 * Drives a policy through candidates that all differ and never pass, with every kind of action and compute that costs
 * almost nothing, so that it goes on for as long as it can, and times single decisions on the way.
 */
export function measureOverhead(factory: PolicyFactory): readonly OverheadRow[] {
  let slowest = Number.POSITIVE_INFINITY;
  return (['code', 'prompt'] as const).flatMap(task =>
    overheadSizes.map(candidates => {
      const row = { policy: factory.name, task, candidates };
      if (candidates > slowest) return row;
      const began = performance.now();
      const drive = new Drive(factory, task, candidates + timed.decisions);
      const micros = drive.reach(candidates) ? drive.time() : undefined;
      if (performance.now() - began > longestApproach / 10) slowest = candidates;
      return { ...row, ...(micros !== undefined && { micros }) };
    }),
  );
}

class Drive {
  readonly #policy: Policy;
  readonly #values = seededRandom('values');
  readonly #steps = new Map<CandidateId, number>();
  #actions = 0;
  #drawn = 0;

  constructor(factory: PolicyFactory, task: PolicySetup['task'], samples: number) {
    this.#policy = factory.create({
      task,
      verifiable: task === 'code',
      arms: ['one', 'two'].map((id, i) => ({
        id,
        temperature: 0.8,
        expectedCost: cost({ promptTokens: 100, completionTokens: 50 * (i + 1), calls: 1 }),
      })),
      actions: ['sample', 'extend', 'refine', 'judge', 'compare'],
      price: { perToken: 1e-9, perSandboxSecond: 0 },
      budget: {},
      samples,
      random: seededRandom('overhead'),
    });
  }

  /** False when the policy ends before it knows so many candidates, or takes too long to get there. */
  reach(candidates: number): boolean {
    const end = performance.now() + longestApproach;
    while (this.#drawn < candidates) {
      if (performance.now() > end) return false;
      if (!this.#decide(Math.min(64, candidates - this.#drawn))) return false;
    }
    return true;
  }

  /** Undefined when the policy ends at once. */
  time(): number | undefined {
    const taken: number[] = [];
    const end = performance.now() + timed.longest;
    while (taken.length < timed.decisions && (taken.length < 3 || performance.now() < end)) {
      const began = performance.now();
      const goesOn = this.#decide(1);
      this.#policy.best();
      if (!goesOn) break;
      taken.push((performance.now() - began) * 1000);
    }
    return taken.sort((left, right) => left - right)[Math.floor(taken.length / 2)];
  }

  #decide(slots: number): boolean {
    const decision = this.#policy.ask(slots);
    if (decision.type !== 'act') return false;
    const started = decision.actions.map(action => {
      this.#actions += 1;
      return { id: `a${this.#actions}`, action };
    });
    this.#policy.started(started);
    for (const { id, action } of started)
      this.#policy.tell({ id, action, result: this.#resultOf(action), cost: zeroCost });
    return true;
  }

  #resultOf(action: Action): Result {
    switch (action.type) {
      case 'sample':
        return this.#candidate({ arm: action.arm }, action.until === 'step' ? 1 : undefined);
      case 'extend': {
        const steps = (this.#steps.get(action.candidate) ?? 0) + 1;
        const goesOn = action.until === 'step' && steps < 8;
        return this.#candidate({ arm: action.arm, parent: action.candidate }, goesOn ? steps : undefined);
      }
      case 'refine':
        return this.#candidate({ arm: action.arm, parent: action.candidate }, undefined);
      case 'judge': {
        const quality = this.#values.next();
        const reward = { value: quality, quality, verified: false, evidence: [] };
        return { type: 'judged', candidate: action.candidate, reward };
      }
      case 'compare':
        return { type: 'compared', margin: this.#values.next() < 0.5 ? 1 : -1 };
      default:
        throw new Error(`No policy chooses a ${action.type}.`);
    }
  }

  #candidate(made: Pick<Candidate, 'arm' | 'parent'>, steps: number | undefined): Result {
    this.#drawn += 1;
    const id = `c${this.#drawn}`;
    const value = this.#values.next() * 0.9;
    if (steps !== undefined) this.#steps.set(id, steps);
    const candidate = {
      id,
      ...made,
      ...(steps !== undefined && { prefix: { steps, value } }),
      text: id,
      behaviour: id,
      reward: { value, quality: 0, verified: false, evidence: [] },
      cost: cost({ promptTokens: 100, completionTokens: 50, calls: 1 }),
    };
    return { type: 'candidate', candidate };
  }
}

/** A line for each policy and kind of task: microseconds at every size, the last as a share of a model call, and the growth. */
export function overheadTable(rows: readonly OverheadRow[]): string {
  const head = ['policy', 'task', ...overheadSizes.map(String), 'of a 1 s call', 'growth'];
  const names = [...new Set(rows.map(row => `${row.policy} ${row.task}`))];
  const lines = names.map(name => {
    const own = rows.filter(row => `${row.policy} ${row.task}` === name);
    const largest = own.findLast(row => row.micros !== undefined);
    const share = largest?.micros === undefined ? '' : `${((100 * largest.micros) / modelCall).toFixed(3)}%`;
    const cells = own.map(row => (row.micros === undefined ? '-' : row.micros.toFixed(0)));
    return [...name.split(' '), ...cells, share, growthOf(own)];
  });
  const widths = head.map((title, i) => Math.max(title.length, ...lines.map(line => line[i]?.length ?? 0)));
  const text = (line: readonly string[]) =>
    line.map((cell, i) => (i < 2 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ');
  return [
    'Microseconds for one decision with so many candidates; growth: the power of their number, from the two largest; -: it ends before, or takes too long to get there.',
    text(head),
    ...lines.map(text),
  ].join('\n');
}

/** The exponent b of microseconds ~ candidates^b between the two largest sizes that were reached. */
function growthOf(rows: readonly OverheadRow[]): string {
  const [before, last] = rows.filter(row => row.micros !== undefined).slice(-2);
  if (before?.micros === undefined || last?.micros === undefined) return '';
  const power = Math.log(last.micros / before.micros) / Math.log(last.candidates / before.candidates);
  return power.toFixed(2);
}
