import type { Changes, RunPatch, RunView } from '../protocol.ts';

const lists: ReadonlySet<string> = new Set(['candidates', 'decisions', 'actions']);

/** What changed between two views of one run, found by comparing objects: what is the same object is the same. */
export function patchBetween(before: RunView, after: RunView): RunPatch {
  const changed = Object.entries(after).filter(
    ([name, value]) => !lists.has(name) && value !== before[name as keyof RunView],
  );
  return {
    set: Object.fromEntries(changed),
    candidates: changes(before.candidates, after.candidates),
    decisions: changes(before.decisions, after.decisions),
    actions: changes(before.actions, after.actions),
  };
}

function changes<Item>(before: readonly Item[], after: readonly Item[]): Changes<Item> {
  return after.flatMap((item, place) => (item === before[place] ? [] : [[place, item] as const]));
}
