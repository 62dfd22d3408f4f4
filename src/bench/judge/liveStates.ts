import type { PromptTask } from '../../engine/task.ts';
import type { State } from '../recorded/game24.ts';
import type { Judged } from '../recorded/judgedSteps.ts';
import type { LiveFigures } from './liveMeter.ts';
import { type LiveSteps, type SaidOfStep, type Votes, votesOf } from './liveSteps.ts';

/** A state with P(winnable) as a judge says; missing where it said nothing that could be read. */
export type ValuedState = Omit<Judged, 'value'> & { readonly value: number | undefined };

export type LiveStatesSetup = {
  /** The numbers of each task. */
  readonly starts: readonly State[];
  /** On each state. */
  readonly votes: number;
  readonly live: LiveSteps;
  /** A line for whoever waits. */
  readonly progress: (line: string) => void;
};

/** What a judge of steps said of states. */
export type LiveStates = {
  readonly valued: readonly ValuedState[];
  readonly votes: Votes;
  /** States by what decided them. */
  readonly decided: readonly { readonly by: SaidOfStep['by'] | 'nothing read'; readonly states: number }[];
  readonly figures: LiveFigures & { readonly items: number };
};

/** Asks whether the last move of each state keeps it winnable, after the moves before it. */
export async function liveStates(
  states: readonly Judged[],
  { starts, votes, live, progress }: LiveStatesSetup,
): Promise<LiveStates> {
  const said: SaidOfStep[] = [];
  for (const [place, state] of states.entries()) {
    const task = puzzle(starts[state.task] ?? []);
    const moves = state.text.split('\n');
    const one = await live.verdict({
      ...{ task, before: moves.slice(0, -1), step: moves.at(-1) ?? '', votes },
      name: `${task.text} ${state.text}`,
    });
    said.push(one);
    progress(
      `state ${place + 1} of ${states.length}, step ${state.step}: ${one.value?.toFixed(2) ?? 'nothing read'} by ${one.by}; it is ${state.winnable ? 'winnable' : 'lost'}`,
    );
  }
  const kinds = ['equations', 'model', 'nothing read'] as const;
  return {
    valued: states.map((state, place) => ({ ...state, value: said[place]?.value })),
    votes: votesOf(said),
    decided: kinds.map(by => ({
      by,
      states: said.filter(({ by: kind, value }) => (value === undefined ? 'nothing read' : kind) === by)
        .length,
    })),
    figures: { ...live.figures(), items: states.length },
  };
}

function puzzle(start: State): PromptTask {
  const numbers = start.map(({ over }) => over).join(' ');
  const text = [
    `Use the numbers ${numbers}, each once, with + - * / to get 24.`,
    'A step combines two of the numbers that are left into one and names the numbers that are left then.',
    'A step is right only if 24 can still be got from the numbers that are left after it.',
  ];
  return { type: 'prompt', text: text.join(' ') };
}
