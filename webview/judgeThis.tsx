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
  const isFree = judging === undefined;
  return (
    <div class="judge-this">
      <Dropdown
        label="Judge"
        value={judge.name}
        options={askable.map(({ name }) => ({ value: name, label: name }))}
        onChoose={setChosen}
      />
      <Button
        label={isFree ? `Judge ${id} by ${judge.name}` : 'Wait for the judge'}
        isBusy={!isFree}
        onClick={() => post({ type: 'judge', run: view.run, candidate: id, by: judge.name })}
      >
        Judge this candidate
      </Button>
      <p class="judge-state" role="status">
        {judging === id && <ProgressRing />}
        {!isFree && (judging === id ? `Judging ${id}` : `${judging} is being judged`)}
      </p>
      <p class="muted">{judge.summary} Its tokens come on top of the run's.</p>
    </div>
  );
}
