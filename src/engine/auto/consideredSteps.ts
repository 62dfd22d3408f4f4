import type { Course, EscalationCharges } from '../escalation.ts';
import { percent } from '../percent.ts';
import type { Arm, Considered } from '../policy.ts';
import type { Price } from '../price.ts';
import { consider } from './consider.ts';

/** What a cascade may buy beside verdicts. */
type Steps = {
  /** Arms of which one more vote can be drawn. */
  readonly cheap: readonly Arm[];
  /** The arm that can be asked. */
  readonly dear: Arm | undefined;
  /** Of each answer, in falling order. */
  readonly votes: readonly number[];
  readonly charges: EscalationCharges;
  readonly price: Price;
};

/**
 * Another cheap vote and the dear arm's answer as offers: what each, and acting best after it, is worth above the best that
 * can be done without it. So what is worth its charge is what the course goes on with.
 */
export function consideredSteps(
  { lead, asked, drawn }: Course,
  { cheap, dear, votes, charges, price }: Steps,
): readonly Considered[] {
  const known =
    votes.length === 0 ? 'no vote yet' : `votes ${votes.slice(0, 4).join(' to ')}, ${percent(lead)} right`;
  const asVote = {
    value: Math.max(0, drawn + charges.draw - Math.max(lead, asked)),
    forecast: `one more vote; before it: ${known}`,
  };
  const asAnswer = {
    value: Math.max(0, 1 - Math.max(lead, drawn)),
    forecast: `taken for right; before it: ${known}`,
  };
  const offers = [...cheap.map(arm => ({ arm, ...asVote })), ...(dear ? [{ arm: dear, ...asAnswer }] : [])];
  return offers.map(({ arm: { id, expectedCost }, value, forecast }) =>
    consider({ action: { type: 'sample', arm: id }, value, expectedCost, forecast }, lead, price),
  );
}
