import type { JudgeReport } from '../../src/protocol.ts';
import { plural } from '../format.ts';
import { Sparkline } from '../sparkline.tsx';
import { Reliability } from './reliability.tsx';

/** What a judge turned out to be worth in this workspace, by the votes whose truth came out. */
export function JudgeTrust({ report }: { readonly report: JudgeReport }) {
  const { labels, weight, weights, reliability } = report;
  if (labels === 0) return <p class="muted">Nothing it said here could be compared with the truth yet.</p>;
  return (
    <div class="judge-trust">
      <p>
        {weight === 0 ? 'It has no weight here' : `Its weight here is ${weight.toFixed(2)}`},{' '}
        <span class="muted">by {plural(labels, 'label')}.</span>
      </p>
      <div class="judge-charts">
        {reliability.length > 0 && <Reliability bins={reliability} />}
        {weights.length > 1 && (
          <figure>
            <Sparkline values={weights.map(one => one.weight)} from={0} />
            <figcaption class="muted">
              weight after {weights.map(one => one.labels).join(', ')} labels
            </figcaption>
          </figure>
        )}
      </div>
      <dl class="judge-figures">
        {figuresOf(report).map(([name, value, title]) => (
          <div key={name} title={title}>
            <dt class="muted">{name}</dt>
            <dd class="figure">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

type Figure = readonly [name: string, value: string, title: string];

/** What could be measured so far. */
function figuresOf(report: JudgeReport): readonly Figure[] {
  const { stated, calibrated, orderConsistency, positionBias, lengthBias, scoreByLength, parsed } = report;
  const figure = (
    name: string,
    value: number | undefined,
    title: string,
    show = decimal,
  ): readonly Figure[] => (value === undefined ? [] : [[name, show(value), title]]);
  return [
    ...figure('ECE', stated?.ece, 'How far its scores are from the share that was right; 0 is best'),
    ...figure('after calibration', calibrated?.ece, 'The same of the chances that labels make of its scores'),
    ...figure('Brier', stated?.brier, 'Mean square of score less truth; 0 is best, 0.25 says nothing'),
    ...figure('same in both orders', orderConsistency, 'Of pairs that it was shown in both orders', percent),
    ...figure('for the first shown', positionBias, 'Where the order decided; 50% is no bias', percent),
    ...figure('for the longer', lengthBias, 'How much more often than the longer one was right', signed),
    ...figure('score by length', scoreByLength, 'Correlation among wrong attempts; 0 is no bias', signed),
    ...figure('could be read', parsed, 'Of the verdicts that were asked for', percent),
  ];
}

function decimal(value: number): string {
  return value.toFixed(3);
}

function percent(share: number): string {
  return `${Math.round(100 * share)}%`;
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
}
