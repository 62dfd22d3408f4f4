import type { Candidate } from '../engine/candidate.ts';
import { totalTokens } from '../engine/cost.ts';
import { type Group, groupByBehaviour } from '../engine/groups.ts';
import type { RunOutcome } from '../ponder.ts';
import { counted } from '../view/counted.ts';

/** The answer to a prompt as a Markdown document. What the model wrote stands in fences, so it stays text. */
export function answerText(prompt: string, outcome: RunOutcome): string {
  const byId = new Map(outcome.candidates.map(candidate => [candidate.id, candidate]));
  const groups = groupByBehaviour(outcome.candidates.toSorted((left, right) => order(left.id, right.id)));
  const votes = groups.reduce((sum, group) => sum + group.members.length, 0);
  const { chosen, spent, seconds, reason } = outcome;
  const chosenGroup = groups.find(group => chosen && group.members.includes(chosen.id));
  return [
    '# Answer',
    chosen ? fenced(chosen.answer ?? chosen.text) : 'No sample holds an answer.',
    agreement(chosenGroup, votes),
    `Spent: ${totalTokens(spent).toLocaleString('en')} tokens${spent.estimated ? ' (partly estimated)' : ''} in ${spent.calls} calls, ${seconds.toFixed(1)} s. Stopped: ${reason}.`,
    '## Asked',
    fenced(prompt),
    ...(chosen && chosen.answer !== undefined ? [`## Why (${chosen.id})`, fenced(chosen.text)] : []),
    ...(groups.length > 0 ? ['## All answers'] : []),
    ...groups.flatMap(group => groupText(group, byId)),
  ]
    .join('\n\n')
    .concat('\n');
}

function agreement(group: Group | undefined, votes: number): string {
  if (!group) return 'Agreement: none.';
  const count = group.members.length;
  if (votes === 1) return 'Agreement: only one sample, so nothing agrees with it.';
  return `Agreement: ${count} of ${votes} samples agree. Agreement is evidence, and no proof.`;
}

function groupText({ members }: Group, byId: ReadonlyMap<string, Candidate>): readonly string[] {
  const first = byId.get(members[0] ?? '');
  return [
    `${counted(members.length, 'sample')} (${members.join(', ')}):`,
    fenced(first?.answer ?? first?.text ?? ''),
  ];
}

function order(left: string, right: string): number {
  return left.localeCompare(right, 'en', { numeric: true });
}

/** A fence longer than any run of backticks in the text. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text.trimEnd()}\n${fence}`;
}
