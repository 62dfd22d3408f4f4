import type { Headline, PanelContent, RunView } from '../src/protocol.ts';
import { BudgetBars } from './budgetBars.tsx';
import { Button, Dropdown, ProgressRing } from './controls.tsx';
import { Expectations } from './expectations.tsx';
import { Icon } from './icon.tsx';
import { Question } from './question.tsx';
import type { Ui } from './ui.ts';

const icons: Readonly<Record<Exclude<Headline['tone'], 'running'>, readonly [name: string, tone: string]>> = {
  verified: ['pass-filled', 'passed'],
  answered: ['comment-discussion', 'info'],
  unverified: ['question', 'warning'],
  failed: ['error', 'failed'],
  cancelled: ['circle-slash', 'muted'],
  interrupted: ['warning', 'warning'],
};

/** What was asked, how it stands, and what it has cost. */
export function Header({ ui, runs }: { readonly ui: Ui; readonly runs: PanelContent['runs'] }) {
  const { view } = ui;
  return (
    <header class="header">
      {runs.length > 1 && (
        <Dropdown
          label="Run"
          value={view.run}
          options={runs.map(({ run, label }) => ({ value: run, label }))}
          onChoose={run => ui.post({ type: 'chooseRun', run })}
        />
      )}
      <Asked view={view} />
      <div class={`headline tone-${view.headline.tone}`}>
        <HeadlineIcon tone={view.headline.tone} />
        <div class="headline-words">
          <p class="headline-text">{view.headline.text}</p>
          {view.headline.detail !== undefined && <p class="muted">{view.headline.detail}</p>}
          {view.taught !== undefined && <p class="muted">{view.taught}</p>}
        </div>
        {view.state.type === 'running' && !ui.readOnly && (
          <Button onClick={() => ui.post({ type: 'stop', run: view.run })}>Stop</Button>
        )}
      </div>
      <Question ui={ui} />
      <Expectations ui={ui} />
      <BudgetBars view={view} />
      {view.warnings.map(warning => (
        <p key={warning} class="notice">
          <Icon name="warning" tone="warning" /> <span>{warning}</span>
        </p>
      ))}
    </header>
  );
}

function Asked({ view: { task } }: { readonly view: RunView }) {
  if (task.type === 'prompt') return <h1 class="asked asked-prompt">{task.text}</h1>;
  return (
    <div>
      <h1 class="asked">
        <span class="asked-name">{task.functionName}</span> <span class="asked-file">{task.file}</span>
      </h1>
      {task.instruction !== undefined && <p class="muted">{task.instruction}</p>}
    </div>
  );
}

function HeadlineIcon({ tone }: { readonly tone: Headline['tone'] }) {
  if (tone === 'running') return <ProgressRing />;
  const [name, colour] = icons[tone];
  return <Icon name={name} tone={colour} />;
}
