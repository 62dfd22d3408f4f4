import { useState } from 'preact/hooks';
import type { CandidateView } from '../src/protocol.ts';
import { Button, Dropdown, ProgressRing } from './controls.tsx';
import type { Ui } from './ui.ts';

/** Asks a judge of one's choice about a candidate, once the run has ended. */
export function JudgeThis({ ui, candidate }: { readonly ui: Ui; readonly candidate: CandidateView }) {
  const { view, askable, judging, post } = ui;
  const [chosen, setChosen] = useState<string>();
  const { id, fate } = candidate;
  const first = askable.find(({ name }) => view.judges.some(one => one.name === name)) ?? askable[0];
  const judge = askable.find(({ name }) => name === chosen) ?? first;
  if (!judge || view.state.type !== 'ended' || fate.type === 'unusable') return null;
  if (judging !== undefined) {
    return (
      <p class="judge-this muted">
        {judging === id && <ProgressRing />}
        {judging === id ? `Judging ${id}` : `${judging} is being judged`}
      </p>
    );
  }
  return (
    <div class="judge-this">
      <Dropdown
        label="Judge"
        value={judge.name}
        options={askable.map(({ name }) => ({ value: name, label: name }))}
        onChoose={setChosen}
      />
      <Button
        label={`Judge ${id} by ${judge.name}`}
        onClick={() => post({ type: 'judge', run: view.run, candidate: id, by: judge.name })}
      >
        Judge this candidate
      </Button>
      <p class="muted">{judge.summary}</p>
    </div>
  );
}
