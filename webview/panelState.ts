import type { CandidateId, Changes, HostMessage, PanelContent, RunPatch, RunView } from '../src/protocol.ts';

/** What the panel was told so far. */
export type PanelState = {
  /** Missing until the first snapshot. */
  readonly content?: PanelContent;
  /** The last message's number. */
  readonly seq: number;
  /** A message was missed; deltas are of no use until the next snapshot. */
  readonly isStale: boolean;
  /** The candidate whose decision is to be shown; a new object for each request. */
  readonly revealed?: { readonly candidate: CandidateId };
};

export const nothingTold: PanelState = { seq: -1, isStale: true };

/** The state after a message of the host. Where it has become stale, the panel must ask for a snapshot. */
export function receive(state: PanelState, message: HostMessage): PanelState {
  const { seq } = message;
  if (message.type === 'snapshot') {
    const { type, seq, ...content } = message;
    return { content, seq, isStale: false };
  }
  if (state.isStale) return state;
  if (seq !== state.seq + 1) return { ...state, isStale: true };
  if (message.type === 'reveal') return { ...state, seq, revealed: { candidate: message.candidate } };
  const view = state.content?.view;
  if (!state.content || !view) return { ...state, isStale: true };
  return { ...state, seq, content: { ...state.content, view: applyPatch(view, message.patch) } };
}

/** The later view of a run. */
export function applyPatch(view: RunView, { set, candidates, decisions, actions }: RunPatch): RunView {
  return {
    ...view,
    ...set,
    candidates: changed(view.candidates, candidates),
    decisions: changed(view.decisions, decisions),
    actions: changed(view.actions, actions),
  };
}

function changed<Item>(items: readonly Item[], changes: Changes<Item>): readonly Item[] {
  if (changes.length === 0) return items;
  const next = [...items];
  for (const [place, item] of changes) next[place] = item;
  return next;
}
