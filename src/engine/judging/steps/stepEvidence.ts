import { type Evidence, type JudgedStep, noReward, type Reward, type Vote } from '../../reward.ts';
import { type JudgeModels, votesBy, withVotes } from '../asking/judgingReward.ts';
import type { JudgeName } from '../judge.ts';
import { credits } from './redistribution.ts';
import { type Aggregate, prefixValues } from './stepAggregate.ts';
import type { StepVerdict } from './stepChecks.ts';

export type StepsEvidence = Extract<Evidence, { type: 'steps' }>;

/** A prefix is worth as much as its worst step; `ponder judge eval --suite steps` compares it with the others. */
const aggregate: Aggregate = 'min';

/** Steps with their verdicts, the values of their prefixes and what each added; together the evidence of their candidate. */
export function stepsEvidence(
  by: JudgeName,
  texts: readonly string[],
  verdicts: readonly StepVerdict[],
): StepsEvidence {
  const known = prefixValues(
    verdicts.map(verdict => verdict.value),
    aggregate,
  );
  const values = verdicts.map((verdict, at) => (verdict.value === undefined ? undefined : known[at]));
  const given = credits(values);
  const steps = texts.map((text, at): JudgedStep => {
    const { value: _, ...said } = verdicts[at] ?? {};
    const [value, credit] = [values[at], given[at]];
    return { text, ...(value !== undefined && { value }), ...(credit !== undefined && { credit }), ...said };
  });
  return { type: 'steps', by, aggregate, steps };
}

/**
 * The reward with what a judge said of each step in place of what it said earlier, and with one more vote of it: that on
 * the whole, which is no vote where no step could be read.
 */
export function withSteps(before: Reward | undefined, steps: StepsEvidence, models: JudgeModels): Reward {
  const { evidence: known, ...rest } = before ?? noReward;
  const others = known.filter(each => each.type !== 'steps' || each.by !== steps.by);
  const votes = [...votesBy(before, steps.by), voteOf(steps)];
  return withVotes({ ...rest, evidence: [...others, steps] }, steps.by, votes, models);
}

/** The value of the last prefix that could be judged, with what was said of the step that is worst. */
function voteOf({ steps }: StepsEvidence): Vote {
  const value = steps.findLast(step => step.value !== undefined)?.value;
  const critique = steps.find(step => step.value === value)?.critique;
  return { ...(value !== undefined && { value }), ...(critique !== undefined && { critique }) };
}
