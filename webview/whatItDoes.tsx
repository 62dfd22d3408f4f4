import type { CandidateId, ProbeRow, ProbesView } from '../src/protocol.ts';
import { plural } from './format.ts';

/** What a candidate does on the inputs that tell most, how many candidates do the same, and what the others do. */
export function WhatItDoes({ probes, id }: { readonly probes: ProbesView; readonly id: CandidateId }) {
  const { groups, failing, rows } = probes;
  const text = groups.find(({ members }) => members.includes(id))?.text;
  if (failing.includes(id)) return <p>It gives nothing but errors on the inputs it was run on.</p>;
  return (
    <div class="deeds">
      <p>
        {id} {text}. <span class="muted">Nobody knows the right outputs.</span>
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <section class="deeds-scroll" tabIndex={0} aria-label={`What ${id} does`}>
        <table>
          <thead>
            <tr class="muted">
              <th scope="col">Call</th>
              <th scope="col">Gives</th>
              <th scope="col">Alike</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(row => (
              <Deed key={row.call} row={row} id={id} />
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}

/** Most outputs of others that are written out. */
const most = 3;

function Deed({ row: { call, outputs }, id }: { readonly row: ProbeRow; readonly id: CandidateId }) {
  const mine = outputs.find(({ members }) => members.includes(id));
  const of = outputs.reduce((sum, { members }) => sum + members.length, 0);
  const others = outputs.filter(one => one !== mine);
  return (
    <>
      <tr>
        <th scope="row">{call}</th>
        <td>{mine?.output ?? ''}</td>
        <td class="figure">
          {mine?.members.length ?? 0} of {of}
        </td>
      </tr>
      {others.length > 0 && (
        <tr class="deeds-others muted">
          <td colSpan={3}>{otherWords(others)}</td>
        </tr>
      )}
    </>
  );
}

/** What other candidates give, and which they are. */
function otherWords(outputs: ProbeRow['outputs']): string {
  const left = outputs.length - most;
  const words = outputs.slice(0, most).map(({ output, members }) => {
    const who = members.length <= most ? members.join(', ') : `${members.length} others`;
    return `${who}: ${output}`;
  });
  return [...words, ...(left > 0 ? [`and ${plural(left, 'other output')}`] : [])].join('; ');
}
