import type { Reward, Vote } from '../../reward.ts';
import type { JudgeName } from '../judge.ts';

/** What a judge said is wrong. */
export type Critique = { readonly by: JudgeName; readonly text: string };

/**
 * What the last vote against a candidate says of it; where none is against it, what the last says. A vote that does not
 * count, or that gave no reasons, says nothing.
 */
export function critiqueOf(reward: Reward | undefined): Critique | undefined {
  const said = (reward?.evidence ?? []).flatMap(each => {
    const by = each.type === 'votes' ? each.by : undefined;
    if (each.type !== 'votes' || by === undefined) return [];
    return each.votes.flatMap(vote => {
      const text = textOf(vote);
      return vote.value === undefined || vote.dropped !== undefined || text === ''
        ? []
        : [{ by, text, isAgainst: vote.value < 0.5 }];
    });
  });
  const chosen = said.findLast(({ isAgainst }) => isAgainst) ?? said.at(-1);
  return chosen && { by: chosen.by, text: chosen.text };
}

function textOf({ critique = '', principles = [] }: Vote): string {
  const byPrinciple = principles.flatMap(({ name, critique: said }) =>
    said === undefined ? [] : [`${name}: ${said}`],
  );
  return [critique, ...byPrinciple].join('\n').trim();
}
