import type { ActionView, CandidateView, Cost, RunView } from '../src/protocol.ts';

/** Whole things, with separators: 1,262. */
export function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** "1 token", "3 tokens". */
export function plural(value: number, thing: string): string {
  return `${count(value)} ${thing}${Math.round(value) === 1 ? '' : 's'}`;
}

/** Seconds with one decimal below ten. */
export function seconds(value: number): string {
  return `${value < 10 ? value.toFixed(1) : count(value)} s`;
}

/** A share on [0, 1]: 62%. All and nothing are said of no other share, however near: >99%, <1%. */
export function percent(share: number): string {
  if (share > 0 && share < 0.01) return '<1%';
  if (share < 1 && share > 0.99) return '>99%';
  return `${Math.round(100 * share)}%`;
}

/** A difference with two decimals and its sign: +0.40, −0.75; 0.00 has none. */
export function signed(value: number): string {
  const size = Math.abs(value).toFixed(2);
  if (Number(size) === 0) return size;
  return `${value < 0 ? '−' : '+'}${size}`;
}

/** A chance, gain or price in P(correct). */
export function chance(value: number): string {
  return value.toFixed(3);
}

export function tokensOf(cost: Cost): number {
  return cost.promptTokens + cost.completionTokens;
}

/** What an action is called: the candidate it gave, else what it was about. */
export function actionName({ id, action, ended }: ActionView): string {
  switch (action.type) {
    case 'baseline':
      return 'before';
    case 'search':
      return 'a search';
    case 'judge':
      return `${action.by ?? 'tests'} on ${action.candidate}`;
    case 'compare':
      return `${action.left} against ${action.right}`;
    default:
      return ended?.candidate ?? id;
  }
}

/** The same where there is room: what a judge was asked, and which judge. */
export function actionWords(view: ActionView): string {
  const { action } = view;
  if ((action.type !== 'judge' && action.type !== 'compare') || action.by === undefined)
    return actionName(view);
  if (action.type === 'compare') return `${actionName(view)} by ${action.by}`;
  const votes = action.votes === 1 ? 'a vote' : `${count(action.votes)} votes`;
  return `${votes} of ${action.by} on ${action.candidate}`;
}

/** The candidate that the run chose; while it goes on, and where it chose none, the one that leads. */
export function chosenId({ chosen, leader }: RunView): string | undefined {
  return chosen ?? leader;
}

/** The standing of a candidate in a few words; empty when there is nothing to say. */
export function standing(candidate: CandidateView, view: RunView): string {
  const { fate, verdict, verified, id } = candidate;
  if (verdict) return verdict === 'accepted' ? 'Accepted by you' : 'Rejected by you';
  if (fate.type === 'unusable') return `Unusable: ${fate.error}`;
  const unfinished = stepsWords(candidate, view);
  if (unfinished !== undefined) return unfinished;
  const said = view.expectations.filter(({ ran }) => ran.includes(id));
  const missed = said.filter(({ passes }) => !passes.includes(id));
  if (missed.length > 0) return `Not what you expect of ${missed[0]?.call}`;
  if (id === view.meeting[0]) return 'Does what you expect';
  if (verified) return fate.type === 'duplicate' ? `Verified, same as ${fate.of}` : 'Verified';
  if (id === chosenId(view)) return leaderWord(view);
  if (fate.type === 'duplicate')
    return view.task.type === 'prompt' ? `Agrees with ${fate.of}` : `Same as ${fate.of}`;
  const tests = candidate.evidence.find(one => one.type === 'tests');
  if (!tests) return view.task.type === 'code' ? 'Not tested' : '';
  return tests.outcome === 'ran' ? `Fails ${plural(tests.failed, 'test')}` : outcomeWords[tests.outcome];
}

function stepsWords({ steps }: CandidateView, { state }: RunView): string | undefined {
  if (steps === undefined) return undefined;
  return `${plural(steps, 'step')}${state.type === 'running' ? ' so far' : ', not finished'}`;
}

function leaderWord({ state, task }: RunView): string {
  if (task.type === 'prompt' && state.type === 'ended') return 'Chosen';
  return state.type === 'ended' ? 'Best attempt' : 'Leader';
}

/** Why tests have no verdicts. */
export const outcomeWords = {
  ran: 'Ran',
  'no-tests': 'No tests ran',
  crashed: 'Crashed',
  'timed-out': 'Timed out',
} as const;
