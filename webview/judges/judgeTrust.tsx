import type { JudgeReport } from '../../src/protocol.ts';
import { percent, plural, signed } from '../format.ts';
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
        <span class="muted">
          by {plural(labels, 'label')}
          {weight === 0
            ? ': by these alone it gets no say and no budget.'
            : `: a verdict changes the odds about ${timesOf(weight)} times.`}
        </span>
      </p>
      <div class="judge-charts">
        {reliability.length > 0 && <Reliability bins={reliability} />}
        {weights.length > 1 && (
          <figure>
            <Sparkline values={weights.map(one => one.weight)} from={0} />
            <figcaption class="muted">{courseOf(weights)}</figcaption>
          </figure>
        )}
      </div>
      <dl class="judge-figures">
        {figuresOf(report).map(([name, value]) => (
          <div key={name}>
            <dt class="muted">{name}</dt>
            <dd class="figure">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** Log odds as a factor of the odds. */
function timesOf(weight: number): string {
  return Number(Math.exp(weight).toPrecision(2)).toLocaleString('en-US');
}

/** From where to where the weight went, in words. */
function courseOf(weights: JudgeReport['weights']): string {
  const at = (place: number) => {
    const station = weights.at(place);
    return station && `${station.weight.toFixed(2)} after ${plural(station.labels, 'label')}`;
  };
  const highest = Math.max(...weights.map(one => one.weight));
  return `weight: from ${at(0)} to ${at(-1)}, at most ${highest.toFixed(2)}`;
}

type Figure = readonly [name: string, value: string];

/** What could be measured so far; figureWords.tsx says what each means. */
function figuresOf(report: JudgeReport): readonly Figure[] {
  const { stated, calibrated, orderConsistency, positionBias, lengthBias, scoreByLength, parsed } = report;
  const figure = (name: string, value: number | undefined, show = decimal): readonly Figure[] =>
    value === undefined ? [] : [[name, show(value)]];
  return [
    ...figure('ECE', stated?.ece),
    ...figure('after calibration', calibrated?.ece),
    ...figure('Brier', stated?.brier),
    ...figure('same in both orders', orderConsistency, percent),
    ...figure('for the first shown', positionBias, percent),
    ...figure('for the longer', lengthBias, signed),
    ...figure('score by length', scoreByLength, signed),
    ...figure('could be read', parsed, percent),
  ];
}

function decimal(value: number): string {
  return value.toFixed(3);
}
