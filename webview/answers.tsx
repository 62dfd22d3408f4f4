import type { RunView } from '../src/protocol.ts';
import { Bar } from './bar.tsx';
import { plural } from './format.ts';
import { TextBlock } from './textBlock.tsx';

/** The answers to a prompt by votes, and in full what the chosen sample says. */
export function Answers({ view }: { readonly view: RunView }) {
  const { answers, candidates, chosen, leader } = view;
  const votes = answers.reduce((sum, group) => sum + group.members.length, 0);
  const best = candidates.find(candidate => candidate.id === (chosen ?? leader));
  const silent = candidates.length - votes;
  if (votes === 0) return <p class="nothing">No answer yet.</p>;
  return (
    <div class="answers">
      <ol>
        {answers.map(({ answer, members }) => (
          <li key={members[0]}>
            <span class="answer">{answer}</span>
            <Bar share={members.length / votes} wide={true} />
            <span class="figure">
              {members.length} of {votes}
            </span>
          </li>
        ))}
      </ol>
      {silent > 0 && <p class="muted">{plural(silent, 'sample')} gave no answer and did not count.</p>}
      {best?.text !== undefined && <TextBlock label={`What ${best.id} says`} text={best.text} kind="prose" />}
    </div>
  );
}
