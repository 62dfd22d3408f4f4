import type { CandidateView, ComparisonView, EvidenceView, RunView } from '../protocol.ts';
import { chosenOf } from './chosenOf.ts';
import { plain, wrap } from './textTable.ts';

type Of<Type extends EvidenceView['type']> = Extract<EvidenceView, { type: Type }>;

/** What judges and the editor's tools say of the best candidate, in full; of the others the panel tells. */
export function evidenceOfBest(view: RunView, width: number): readonly string[] {
  const best = chosenOf(view);
  if (!best) return [];
  const lines = [
    ...best.evidence.flatMap(linesOf),
    ...best.comparisons.flatMap(one => comparisonLines(one, best)),
  ];
  if (lines.length === 0) return [];
  return [
    `What is said of ${best.id}`,
    ...lines.flatMap(line => wrap(plain(line), width, ' '.repeat(indentOf(line)))),
  ];
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function linesOf(evidence: EvidenceView): readonly string[] {
  switch (evidence.type) {
    case 'votes':
      return voteLines(evidence);
    case 'steps':
      return stepLines(evidence);
    case 'confidence': {
      const { mean, bottom, tail, selfCertainty, proxy } = evidence;
      const figures = `mean ${fixed(mean)}, least sure tenth ${fixed(bottom)}, end ${fixed(tail)}`;
      return [
        `  the model's confidence in nats${proxy ? ' (a proxy)' : ''}: ${figures}, self-certainty ${fixed(selfCertainty)}`,
      ];
    }
    case 'diagnostics':
      return evidence.problems.map(
        ({ severity, line, message, source, elsewhere }) =>
          `  ${severity} in line ${line}${elsewhere ? ' of the file' : ''} (${source}): ${message}`,
      );
    default:
      return [];
  }
}

function voteLines({ by, votes }: Of<'votes'>): readonly string[] {
  return votes.flatMap(({ value, critique, principles = [], dropped }) => {
    const said = value === undefined ? 'no vote, could not be read' : fixed(value);
    const out = dropped === undefined ? '' : `, does not count: ${dropped}`;
    return [
      `  ${by ?? 'the judge'}: ${said}${out}${critique === undefined ? '' : `. ${critique}`}`,
      ...principles.map(
        ({ name, weight, value: score, critique: why }) =>
          `    ${name}${weight === undefined ? '' : ` (weight ${Number(weight.toFixed(2))})`}: ${
            score === undefined ? 'no score' : fixed(score)
          }${why === undefined ? '' : `. ${why}`}`,
      ),
    ];
  });
}

function stepLines({ by, steps }: Of<'steps'>): readonly string[] {
  return steps.map(({ text, value, credit, critique }, place) => {
    const worth = value === undefined ? 'no vote' : fixed(value);
    const added = credit === undefined ? '' : `, credit ${credit < 0 ? '-' : '+'}${fixed(Math.abs(credit))}`;
    const why = critique === undefined ? '' : ` [${critique}]`;
    return `  ${by}, step ${place + 1}: ${worth}${added}: ${text.trim()}${why}`;
  });
}

function comparisonLines(
  { other, by, margin, consistent }: ComparisonView,
  { id }: CandidateView,
): readonly string[] {
  const verdict = margin === 0 ? 'no difference' : `${margin > 0 ? id : other} is better`;
  const doubt = consistent === false ? ' (the verdict changed with the order)' : '';
  return [`  against ${other}${by === undefined ? '' : ` by ${by}`}: ${verdict}${doubt}`];
}

function fixed(value: number): string {
  return value.toFixed(2);
}
