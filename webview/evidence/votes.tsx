import type { JudgeName, Vote } from '../../src/protocol.ts';
import { plural } from '../format.ts';
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
      <ol class="votes">
        {votes.map((vote, place) => (
          <VoteItem key={place} vote={vote} />
        ))}
      </ol>
    </EvidenceBox>
  );
}

function summaryOf(votes: readonly Vote[]): string {
  const counted = votes.flatMap(({ value, dropped }) =>
    value === undefined || dropped !== undefined ? [] : [value],
  );
  const unread = votes.filter(({ value }) => value === undefined).length;
  const dropped = votes.filter(one => one.dropped !== undefined).length;
  const mean = counted.reduce((sum, value) => sum + value, 0) / counted.length;
  return [
    counted.length === 0
      ? `${plural(votes.length, 'vote')}, none counts`
      : `mean ${mean.toFixed(2)} of ${plural(counted.length, 'vote')}`,
    ...(unread > 0 ? [`${unread} could not be read`] : []),
    ...(dropped > 0 ? [`${dropped} dropped`] : []),
  ].join(', ');
}

function VoteItem({ vote }: { readonly vote: Vote }) {
  const { value, critique, principles, validity, dropped } = vote;
  return (
    <li class={dropped === undefined ? undefined : 'vote-dropped'}>
      {dropped === undefined ? (
        <Value value={value} otherwise="no vote: could not be read" />
      ) : (
        <p>
          <s>
            <span class="hidden">Struck out: </span>
            <Value value={value} otherwise="no vote" />
          </s>{' '}
          <span class="muted">
            does not count: {dropped}
            {validity !== undefined && ` (validity ${validity.toFixed(2)})`}
          </span>
        </p>
      )}
      {critique !== undefined && (
        <Said text={critique} isRead={value !== undefined} isStruck={dropped !== undefined} />
      )}
      {principles && principles.length > 0 && <Principles principles={principles} />}
    </li>
  );
}
