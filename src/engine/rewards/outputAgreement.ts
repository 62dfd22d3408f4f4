import { agreementOf } from '../agreement.ts';
import { failedOutput, gaveNothing } from '../behaviours.ts';
import type { Output, Probed } from '../probes/probeRunner.ts';
import type { Evidence, Reward } from '../reward.ts';

/** Numbers for outputs as agreement compares them: equal values have equal numbers, whichever candidate gave them. */
export class OutputNumbers {
  readonly #numbers = new Map<string, number>();

  of(output: Output): number {
    if (output.type === 'nothing') return gaveNothing;
    if (output.type !== 'value') return failedOutput;
    const known = this.#numbers.get(output.text) ?? this.#numbers.size;
    this.#numbers.set(output.text, known);
    return known;
  }
}

/** Outputs as numbers, over candidates of the same probes; undefined for one that does not load. */
export function outputNumbers(probed: readonly Probed[]): readonly (readonly number[] | undefined)[] {
  const numbers = new OutputNumbers();
  return probed.map(each =>
    each.type === 'loaded' ? each.outputs.map(output => numbers.of(output)) : undefined,
  );
}

/** Words and signs of normalized code. */
export function codeTokens(code: string): number {
  return code.match(/[\p{L}\p{N}_]+|[^\p{L}\p{N}_\s]/gu)?.length ?? 0;
}

/**
 * The reward of one candidate's probes alone: its quality is the calibrated chance of a candidate that none agrees with
 * yet. Agreement orders candidates; the value only says whether it ever gave anything but an error.
 */
export function rewardOfProbes(evidence: Extract<Evidence, { type: 'probes' }>): Reward {
  const alone = agreementOf([{ ...evidence, behaviour: 'alone' }]);
  const value = alone.chosen === undefined ? 0 : 1;
  return { value, quality: alone.quality, verified: false, evidence: [evidence] };
}
