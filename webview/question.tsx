import { useState } from 'preact/hooks';
import { Button } from './controls.tsx';
import type { Ui } from './ui.ts';

/** Asks which output of a call is right, where the leaders differ and no test can tell. */
export function Question({ ui }: { readonly ui: Ui }) {
  const { view, readOnly, post } = ui;
  const [question] = view.questions;
  const [isTyping, setTyping] = useState(false);
  if (!question || readOnly || !ui.isOpen('question', true)) return null;
  const { call, outputs } = question;
  const answer = (expected: string) => {
    setTyping(false);
    post({ type: 'expect', run: view.run, call, expected });
  };
  return (
    <section class="question" aria-label="Which output is right?">
      <p>
        The attempts differ, and no test tells which is right. What should <code>{call}</code> give?{' '}
        <span class="muted">What you say picks among the attempts and can become a test.</span>
      </p>
      <div class="question-answers">
        {outputs.map(output => (
          <Button key={output} label={`${call} gives ${output}`} onClick={() => answer(output)}>
            {output}
          </Button>
        ))}
        <Button label="None of these outputs is right" onClick={() => setTyping(!isTyping)}>
          {outputs.length > 2 ? 'None of these...' : 'Neither...'}
        </Button>
        <button type="button" class="link" onClick={() => ui.setOpen('question', false)}>
          Don't ask
        </button>
      </div>
      {isTyping && <OwnAnswer key={call} call={call} onAnswer={answer} />}
    </section>
  );
}

function OwnAnswer(props: { readonly call: string; readonly onAnswer: (expected: string) => void }) {
  const [text, setText] = useState('');
  const submit = (event: Event) => {
    event.preventDefault();
    if (text.trim() !== '') props.onAnswer(text.trim());
  };
  return (
    <form class="own-answer" onSubmit={submit}>
      <label>
        <span>{props.call} gives</span>
        <input
          type="text"
          maxLength={200}
          value={text}
          placeholder="a value, as code"
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
      </label>
      <Button onClick={() => text.trim() !== '' && props.onAnswer(text.trim())}>Answer</Button>
    </form>
  );
}
