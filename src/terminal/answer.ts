import { text as readAll } from 'node:stream/consumers';
import { groupByBehaviour } from '../engine/groups.ts';
import type { Ponder, RunOutcome } from '../ponder.ts';
import { BadInput, exitCodes } from './badInput.ts';
import { outcomeJson } from './json.ts';
import { follow } from './live.ts';
import { type CommonOptions, runOptions } from './options.ts';

/** `ponder answer`: the text is the argument, else standard input. */
export async function answer(
  argument: string | undefined,
  options: CommonOptions,
  open: () => Promise<Ponder>,
): Promise<number> {
  const text = (argument ?? (process.stdin.isTTY ? '' : await readAll(process.stdin))).trim();
  if (text === '')
    throw new BadInput('There is nothing to answer. Give the text as an argument or on standard input.');
  const ponder = await open();
  try {
    const outcome = await follow(ponder.answer(text, runOptions(options)), options.reward);
    process.stdout.write(options.json ? `${JSON.stringify(json(outcome))}\n` : plain(outcome));
    process.stderr.write(`ponder: ${outcome.traceProblem ?? `trace ${outcome.trace}`}\n`);
    if (outcome.learningProblem !== undefined) process.stderr.write(`ponder: ${outcome.learningProblem}\n`);
    if (outcome.status === 'cancelled') return exitCodes.cancelled;
    return outcome.status === 'answered' ? exitCodes.verified : exitCodes.notVerified;
  } finally {
    await ponder.dispose();
  }
}

function agreement({ candidates, chosen }: RunOutcome) {
  const groups = groupByBehaviour(candidates);
  const of = groups.reduce((sum, group) => sum + group.members.length, 0);
  const mine = groups.find(group => group.behaviour === chosen?.behaviour);
  return { votes: mine?.members.length ?? 0, of };
}

function json(outcome: RunOutcome) {
  const { chosen, candidates } = outcome;
  const groups = groupByBehaviour(candidates).map(group => ({
    answer: group.behaviour,
    votes: group.members.length,
  }));
  return {
    ...outcomeJson(outcome),
    answer: chosen?.answer ?? null,
    text: chosen?.text ?? null,
    agreement: agreement(outcome),
    groups,
  };
}

function plain(outcome: RunOutcome): string {
  if (!outcome.chosen) return '';
  const { votes, of } = agreement(outcome);
  return `${outcome.chosen.text.trim()}\n\n(${votes} of ${of} samples agree)\n`;
}
