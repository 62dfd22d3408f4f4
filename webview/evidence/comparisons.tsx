import type { CandidateId, ComparisonView, SideView } from '../../src/protocol.ts';
import { DivergingBar } from '../divergingBar.tsx';
import { FirstFew } from '../firstFew.tsx';
import { Icon } from '../icon.tsx';
import { EvidenceBox } from './evidenceBox.tsx';
import { Principles } from './principles.tsx';
import { Said } from './said.tsx';

/** A candidate against others, asked in both orders. */
export function Comparisons(props: {
  readonly id: CandidateId;
  readonly comparisons: readonly ComparisonView[];
}) {
  const { id, comparisons } = props;
  if (comparisons.length === 0) return null;
  return (
    <EvidenceBox
      title="Compared with others"
      {...(comparisons.every(({ sides }) => sides.length === 2) && { summary: 'each asked in both orders' })}
    >
      <FirstFew
        class="comparisons"
        few={6}
        things="comparisons"
        items={comparisons}
        render={one => <Comparison id={id} comparison={one} />}
      />
    </EvidenceBox>
  );
}

function Comparison({ id, comparison }: { readonly id: CandidateId; readonly comparison: ComparisonView }) {
  const { other, by, margin, sides, consistent } = comparison;
  return (
    <>
      <p class="comparison-head">
        <span>
          against {other}
          {by !== undefined && <span class="muted">, by {by}</span>}
        </span>
        <span class="figure">
          <DivergingBar value={margin} /> {verdictOf(comparison, id)}
        </span>
      </p>
      {consistent === false && (
        <p class="notice">
          <Icon name="warning" tone="warning" />{' '}
          <span>The verdict changed with the order they were shown in, so it tells little.</span>
        </p>
      )}
      {sides.length > 0 && (
        <ul class="sides">
          {sides.map((side, place) => (
            <Side key={place} side={side} id={id} other={other} />
          ))}
        </ul>
      )}
    </>
  );
}

function verdictOf({ margin, other, sides }: ComparisonView, id: CandidateId): string {
  if (sides.length > 0 && sides.every(({ preferred }) => preferred === undefined)) return 'no verdict';
  if (margin === 0) return 'no difference';
  return `${margin > 0 ? id : other} is better`;
}

function Side(props: { readonly side: SideView; readonly id: CandidateId; readonly other: CandidateId }) {
  const { side, id, other } = props;
  const { first, preferred, critique, principles } = side;
  const names = { this: id, other, tie: 'neither' } as const;
  return (
    <li>
      <p class="muted">
        {names[first]} shown first:{' '}
        {preferred === undefined ? 'no vote: could not be read' : `prefers ${names[preferred]}`}
      </p>
      {critique !== undefined && <Said text={critique} isRead={preferred !== undefined} />}
      {principles && principles.length > 0 && <Principles principles={principles} />}
    </li>
  );
}
