import type { Measured } from './measuredPairs.ts';
import type { SharedFigure } from './sharedPairs.ts';

/** What the rows of pairs mean, whatever the set. */
export const pairNotes = [
  'A choice is right if the sum of the signs is positive for the better side; no choice is not right. Comparisons count it half.',
  'single and both-orders are by the prompt that a judge was asked most with; votes by all its prompts in both orders; order and weight are of the first prompt.',
  'The interval is a bootstrap over pairs, of the mean over draws of labels; figures are of pairs without label.',
  'ece is that of P(the preferred one is better): 5 bins of equal mass, equal chances together.',
];

/** What one set shows, and where a protocol loses. */
export function notesOf(one: Measured): readonly string[] {
  const { name, best, malformed, comparisons, eceMeans, product } = one;
  const { accuracy, malformed: spoiled, unchanged } = malformed.choices;
  return [
    `${name}: inverted is ${best}, turned round; constant names the one shown first.`,
    ...one.asked
      .filter(({ shared }) => shared === 0 && one.asked.length > 1)
      .map(
        ({ judge, pairs }) => `${judge} was asked about ${pairs} pairs that no other judge was asked about.`,
      ),
    ...comparisons.map(
      ({ judge, aggregate, calls, accuracy, against, againstCalls, againstAccuracy, pairs, verdict }) =>
        `${judge}, ${aggregate} (${figure(calls)} calls) ${accuracy.toFixed(3)} against ${against} ` +
        `(${figure(againstCalls)}) ${againstAccuracy.toFixed(3)} on ${pairs} pairs: ${verdict}.`,
    ),
    ...product.map(
      ({ labels, pairs, judges, accuracy, logLoss }) =>
        `${name}, the engine's own belief after ${labels} labels, ${judges} judges sharing against each whole, on ` +
        `${pairs} pairs: ${change(accuracy)} right, log loss ${change(logLoss)}.`,
    ),
    ...eceMeans.map(
      ({ labels, rows, ece, under, floor, reach, ofFirst }) =>
        `${name}, ${labels} labels: mean ECE of the recorded judges and of all together ${ece.toFixed(3)}, under .05 in ${under} of ${rows} rows; ` +
        `perfect forecasts would show ${floor.toFixed(3)} on so few pairs, the same calibration with nothing ` +
        `wrong but a factor ${reach.toFixed(3)}; of P(A is better) it is ${ofFirst.toFixed(3)}.`,
    ),
    `${name}, 30% unreadable: ${accuracy.toFixed(3)} becomes ${spoiled.toFixed(3)}, ` +
      `${unchanged === null ? '' : `${(100 * unchanged).toFixed(1)}% of the choices stay; `}judges that changed places beyond the interval: ` +
      `${malformed.movedBeyondInterval.join('; ') || 'none'}.`,
  ];
}

function change({ whole, shared, difference }: SharedFigure): string {
  const [low, high] = difference.map(end => end.toFixed(3));
  return `${shared.toFixed(3)} against ${whole.toFixed(3)} (${low} to ${high})`;
}

function figure(calls: number): string {
  return Number.isInteger(calls) ? String(calls) : calls.toFixed(1);
}
