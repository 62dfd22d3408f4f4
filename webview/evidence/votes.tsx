import type { JudgeName, Vote } from '../../src/protocol.ts';
import { FirstFew } from '../firstFew.tsx';
import { count, plural } from '../format.ts';
import { countedValues } from './countedValues.ts';
import { EvidenceBox } from './evidenceBox.tsx';
import { Principles } from './principles.tsx';
import { Said } from './said.tsx';
import { Value } from './value.tsx';

/** Every vote of a judge with its reasons. One that could not be read or was dropped is shown and counts for nothing. */
export function Votes({
  votes,
  by,
}: {
  readonly votes: readonly Vote[];
  readonly by: JudgeName | undefined;
}) {
  const title = by === undefined ? 'Votes of the judge' : `Votes of judge ${by}`;
  return (
    <EvidenceBox title={title} summary={summaryOf(votes)}>
      <FirstFew
        class="votes"
        few={8}
        things="votes"
        items={votes}
        render={vote => <VoteItem vote={vote} />}
      />
    </EvidenceBox>
  );
}

function summaryOf(votes: readonly Vote[]): string {
  const counted = countedValues(votes);
  const unread = votes.filter(({ value }) => value === undefined).length;
  const dropped = votes.filter(one => one.dropped !== undefined).length;
  const mean = counted.reduce((sum, value) => sum + value, 0) / counted.length;
  const approving = counted.filter(value => value > 0.5).length;
  const against = counted.filter(value => value < 0.5).length;
  return [
    counted.length === 0
      ? 'no vote counts'
      : `mean ${mean.toFixed(2)} of ${plural(counted.length, 'vote')}, ${count(approving)} for it, ${count(against)} against`,
    ...(unread > 0 ? [`${count(unread)} could not be read`] : []),
    ...(dropped > 0 ? [`${count(dropped)} dropped`] : []),
  ].join(', ');
}

function VoteItem({ vote }: { readonly vote: Vote }) {
  const { value, critique, principles, validity, dropped } = vote;
  return (
    <div class={`vote ${dropped === undefined ? '' : 'vote-dropped'}`}>
      {dropped === undefined ? (
        <p>
          <Value value={value} otherwise="no vote: could not be read" />
          {value !== undefined && <span class="muted"> {sideOf(value)}</span>}
        </p>
      ) : (
        <p>
          <s>
            <span class="hidden">Struck out: </span>
            <Value value={value} otherwise="no vote" />
          </s>{' '}
          <span class="muted">
            does not count: {dropped}
            {validity !== undefined && ` (meta reward ${validity.toFixed(2)} of 1)`}
          </span>
        </p>
      )}
      {critique !== undefined && (
        <Said text={critique} isRead={value !== undefined} isStruck={dropped !== undefined} />
      )}
      {principles && principles.length > 0 && <Principles principles={principles} />}
    </div>
  );
}

/** What a vote of this value counts as. */
function sideOf(value: number): string {
  if (value === 0.5) return 'neither for nor against';
  return value > 0.5 ? 'for it' : 'against it';
}
