import type { JudgeView } from '../../src/protocol.ts';
import { count, plural } from '../format.ts';

/** Most judges with a line of their own; the others share one. */
const most = 8;

/** What each judge cost, the dearest first, with what was asked of it by hand; nothing where none was asked. */
export function JudgeSpend({ judges }: { readonly judges: readonly JudgeView[] }) {
  const asked = judges
    .filter(({ tokens }) => tokens > 0)
    .toSorted((left, right) => right.tokens - left.tokens);
  const [shown, others] = [asked.slice(0, most), asked.slice(most)];
  if (asked.length === 0) return null;
  return (
    <table class="figures-table judge-spend">
      <thead>
        <tr>
          <th scope="col">judge</th>
          <th scope="col">verdicts</th>
          <th scope="col">unread</th>
          <th scope="col">tokens</th>
        </tr>
      </thead>
      <tbody>
        {shown.map(one => (
          <Row key={one.name} name={one.name} judges={[one]} />
        ))}
        {others.length > 0 && <Row name={plural(others.length, 'other')} judges={others} />}
      </tbody>
    </table>
  );
}

function Row({ name, judges }: { readonly name: string; readonly judges: readonly JudgeView[] }) {
  const sum = (of: (judge: JudgeView) => number) => judges.reduce((all, judge) => all + of(judge), 0);
  return (
    <tr>
      <th scope="row" title={name}>
        {name}
      </th>
      <td>{count(sum(({ votes, comparisons }) => votes + comparisons))}</td>
      <td>{count(sum(({ unread }) => unread))}</td>
      <td>{count(sum(({ tokens }) => tokens))}</td>
    </tr>
  );
}
