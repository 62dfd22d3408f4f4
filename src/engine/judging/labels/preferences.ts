import type { Action, ActionId } from '../../action.ts';
import type { ArmId, Candidate, CandidateId } from '../../candidate.ts';
import { digest } from '../../digest.ts';
import type { TraceEvent } from '../../trace.ts';

/** How a candidate came about: drawn afresh, after a search, from another one that had failed, or step by step. */
export type Origin = 'sample' | 'searched' | 'refine' | 'extend';

/** What stands for a candidate once its text is forgotten. */
export type Contestant = { readonly arm: ArmId; readonly origin: Origin };

/** The person took one candidate where another was proposed. Plain data: it is stored. */
export type PersonPick = {
  /** The same for the same run: a later pick of it replaces this one. */
  readonly key: string;
  readonly model: string;
  readonly winner: Contestant;
  readonly loser: Contestant;
};

/** The two candidates of a pick in their run. */
export type PickedPair = { readonly winner: CandidateId; readonly loser: CandidateId };

/** The candidate that was accepted last, where another one was proposed; accepting the proposed one is no pick. */
export function pickedPair(events: readonly TraceEvent[]): PickedPair | undefined {
  const loser = events.find(event => event.type === 'run-ended')?.chosen;
  const verdicts = new Map(
    events.flatMap(event => (event.type === 'choice' ? [[event.candidate, event.verdict] as const] : [])),
  );
  const accepted = [...verdicts].filter(([, verdict]) => verdict === 'accepted').map(([id]) => id);
  const winner = events.findLast(event => event.type === 'choice' && accepted.includes(event.candidate));
  if (loser === undefined || winner?.type !== 'choice' || winner.candidate === loser) return undefined;
  return verdicts.get(loser) === 'accepted' ? undefined : { winner: winner.candidate, loser };
}

/** The pick that a run's trace holds. */
export function pickOf(events: readonly TraceEvent[]): PersonPick | undefined {
  const [start] = events;
  const pair = pickedPair(events);
  if (start?.type !== 'run-started' || !pair) return undefined;
  const made = contestantsOf(events);
  const [winner, loser] = [made.get(pair.winner), made.get(pair.loser)];
  return winner && loser && { key: digest(start.run), model: start.config.model, winner, loser };
}

function contestantsOf(events: readonly TraceEvent[]): ReadonlyMap<CandidateId, Contestant> {
  const actions = new Map<ActionId, Action>();
  const made = new Map<CandidateId, Contestant>();
  for (const event of events) {
    if (event.type === 'action-started') actions.set(event.id, event.action);
    if (event.type !== 'action-ended' || event.result.type !== 'candidate') continue;
    const action = actions.get(event.id);
    const { id, arm }: Candidate = event.result.candidate;
    if (action) made.set(id, { arm, origin: originOf(action) });
  }
  return made;
}

function originOf(action: Action): Origin {
  if (action.type === 'refine' || action.type === 'extend') return action.type;
  return action.type === 'sample' && action.context !== undefined ? 'searched' : 'sample';
}

/** How often each beat each other: `wins.get(one)?.get(other)`. */
export type Wins = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Counts picks between arms, or between origins; one between two of the same says nothing. */
export function winsOf(picks: readonly PersonPick[], by: keyof Contestant): Wins {
  const wins = new Map<string, Map<string, number>>();
  for (const { winner, loser } of picks) {
    if (winner[by] === loser[by]) continue;
    const over = wins.get(winner[by]) ?? new Map<string, number>();
    over.set(loser[by], (over.get(loser[by]) ?? 0) + 1);
    wins.set(winner[by], over);
  }
  return wins;
}
