import type { CandidateId } from '../engine/candidate.ts';
import type { GeneratedTest, Reward } from '../engine/reward.ts';
import { twoSided } from '../engine/twoSided.ts';
import type { CandidateView, GeneratedTestsView, GeneratedTestView } from '../protocol.ts';
import { counted } from './counted.ts';

/** A vote that was paid and gave no test that can be run. */
export function isUnread(reward: Reward): boolean {
  return reward.evidence.some(each => each.type === 'generated-tests' && each.tests.length === 0);
}

/**
 * The tests after an outcome with this reward; `votes` are those that it was paid for, 0 for a drawn candidate. The same
 * object where the reward says nothing of tests.
 */
export function withGeneratedTests(
  before: GeneratedTestsView | undefined,
  reward: Reward | undefined,
  votes: number,
  candidates: readonly CandidateView[],
): GeneratedTestsView | undefined {
  const evidence = reward?.evidence.find(each => each.type === 'generated-tests');
  if (!evidence) return before;
  const tests = evidence.tests.filter(({ expected }) => expected !== '');
  if (tests.length === 0 && votes === 0) return before;
  const readVotes = Math.round(tests.reduce((sum, { weight }) => sum + weight, 0));
  const paid = (before?.votes ?? 0) + votes;
  const unread = (before?.unread ?? 0) + Math.max(0, votes - readVotes);
  return {
    votes: paid,
    unread,
    said: repliesText(paid, unread),
    tests: judged(merged(before?.tests ?? [], tests), candidates),
  };
}

function repliesText(votes: number, unread: number): string {
  const replies = counted(votes, 'reply', 'replies');
  return unread === 0 ? replies : `${replies}, ${unread} without a test that can be run`;
}

function merged(
  before: readonly GeneratedTestView[],
  tests: readonly GeneratedTest[],
): readonly GeneratedTestView[] {
  const all = new Map(before.map(test => [keyOf(test), test]));
  for (const { call, expected, outputs, passes } of tests) {
    const known = all.get(keyOf({ call, expected }));
    all.set(keyOf({ call, expected }), {
      call,
      expected,
      ran: united(known?.ran, Object.keys(outputs)),
      passes: united(known?.passes, passes),
      valid: 0,
    });
  }
  return [...all.values()];
}

function keyOf({ call, expected }: Pick<GeneratedTest, 'call' | 'expected'>): string {
  return JSON.stringify([call, expected]);
}

function united(left: readonly CandidateId[] = [], right: readonly CandidateId[]): readonly CandidateId[] {
  return [...new Set([...left, ...right])];
}

/** With the chance that each is right, if an attempt is; a behaviour weighs by its candidates. The likeliest first. */
function judged(
  tests: readonly GeneratedTestView[],
  candidates: readonly CandidateView[],
): readonly GeneratedTestView[] {
  const ran = new Set(tests.flatMap(test => test.ran));
  const groups = Map.groupBy(
    candidates.filter(({ id }) => ran.has(id)),
    ({ id, behaviour }) =>
      `${behaviour} ${tests.map(({ passes }) => (passes.includes(id) ? 1 : 0)).join('')}`,
  );
  const members = [...groups.values()].map(group => group.map(({ id }) => id));
  const rows = tests.map(({ passes }) =>
    members.map(([first]) => first !== undefined && passes.includes(first)),
  );
  const { valid } = twoSided(
    members.map(group => group.length),
    rows,
  );
  return tests
    .map((test, t) => ({ ...test, valid: valid[t] ?? 0 }))
    .sort((left, right) => right.valid - left.valid);
}
