import type { AnswerGroup, RunView } from '../src/protocol.ts';
import { attemptsIn } from './attempts.ts';
import { Bar } from './bar.tsx';
import { FirstFew } from './firstFew.tsx';
import { chosenId, percent, plural } from './format.ts';
import { TextBlock } from './textBlock.tsx';

/** The answers to a prompt by votes, and in full what the chosen sample says. */
export function Answers({ view }: { readonly view: RunView }) {
  const { answers, candidates } = view;
  const votes = answers.reduce((sum, group) => sum + group.members.length, 0);
  const best = candidates.find(candidate => candidate.id === chosenId(view));
  const unfinished = attemptsIn(view).filter(({ steps }) => steps !== undefined).length;
  const silent = attemptsIn(view).length - unfinished - votes;
  if (votes === 0) return <p class="nothing">No answer yet.</p>;
  return (
    <div class="answers">
      {view.choice !== undefined && <p>{view.choice}</p>}
      <ol>
        {answers.map(group => (
          <Group key={group.members[0]} group={group} votes={votes} />
        ))}
      </ol>
      {answers.some(({ chance }) => chance !== undefined) && (
        <p class="muted">
          The chance that each is right is what the run made of samples and judges at its last decision.
        </p>
      )}
      {silent > 0 && <p class="muted">{plural(silent, 'sample')} gave no answer and did not count.</p>}
      {unfinished > 0 && (
        <p class="muted">{plural(unfinished, 'attempt')} went no further than some steps.</p>
      )}
      {best?.text !== undefined && <TextBlock label={`What ${best.id} says`} text={best.text} kind="prose" />}
    </div>
  );
}

function Group({ group, votes }: { readonly group: AnswerGroup; readonly votes: number }) {
  const { answer, members, chance, said } = group;
  return (
    <li>
      <div class="answer-line">
        <span class="answer" dir="auto">
          {answer}
        </span>
        <Bar share={members.length / votes} wide={true} />
        <span class="figure">
          {members.length} of {votes}
        </span>
        {chance !== undefined && (
          <span class="figure muted" title="The chance that it is right, by samples and judges">
            {percent(chance)} right
          </span>
        )}
      </div>
      {said.length > 0 && (
        <FirstFew
          class="answer-said muted"
          label={`What judges said of ${answer}`}
          few={6}
          things="lines"
          items={said}
          render={words => words}
        />
      )}
    </li>
  );
}
