import type { Judge } from '../../src/engine/judging/judge.ts';

/** Votes with the number that the reply begins with, over 10; anything else cannot be read. */
export const scorer: Judge = {
  name: 'scorer',
  summary: 'Reads a number.',
  temperature: 0.5,
  maxTokens: { small: 40, large: 40 },
  point: {
    prompt: (_question, { text, findings = '' }) => [
      { role: 'user', content: `Score\n${text}\n${findings}` },
    ],
    read(text) {
      const found = /^\d+/.exec(text);
      const critique = text.replace(/^\d+\s*/, '');
      return { ...(found && { value: Number(found[0]) / 10 }), ...(critique !== '' && { critique }) };
    },
  },
};

/** Prefers A or B, the first and the second shown. */
export const chooser: Judge = {
  name: 'chooser',
  summary: 'Reads a letter.',
  temperature: 0.5,
  maxTokens: { small: 40, large: 40 },
  pair: {
    prompt: (_question, first, second) => [
      { role: 'user', content: `Choose\nA: ${first.text}\nB: ${second.text}` },
    ],
    read(text) {
      const preferred = { A: 'first', B: 'second', T: 'tie' }[text] as 'first' | 'second' | 'tie' | undefined;
      return preferred ? { preferred } : {};
    },
  },
};
