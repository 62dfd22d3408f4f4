import { shuffled } from '../../engine/contest.ts';
import { cost } from '../../engine/cost.ts';
import type { Policy, PolicyFactory } from '../../engine/policy.ts';
import type { Prior } from '../../engine/prior.ts';
import { type Random, seededRandom } from '../../engine/random.ts';

/** A recorded draw of an arm; without an answer it is no vote. */
export type ArmDraw = { readonly right: boolean; readonly answer?: string; readonly tokens: number };

/** The recorded draws of a task, by arm. */
export type ArmTask = { readonly id: string; readonly arms: Readonly<Record<string, readonly ArmDraw[]>> };

/** What a draw of an arm is charged. */
export type PricedArm = { readonly id: string; readonly price: number };

/** Chooses the arm of the next draw, hears what came of it, and answers in the end. */
export type Chooser = {
  /** Without an arm, why it stops. */
  next(): { readonly arm: string } | { readonly stop: string };
  tell(arm: string, draw: ArmDraw): void;
  /** Whether the answer it would give now is right. */
  right(): boolean;
};

export type Played = {
  readonly right: boolean;
  readonly price: number;
  readonly draws: number;
  readonly tokens: number;
  readonly stop: string;
  readonly millis: number;
  /** What was drawn, in its order. */
  readonly verdicts: readonly { readonly arm: string; readonly right: boolean }[];
};

/** The same draws in the order of a seed. */
export function inOrderOf(seed: string, task: ArmTask): ArmTask {
  const arms = Object.entries(task.arms).map(([id, draws]) => {
    const random = seededRandom(`${seed}/${task.id}/${id}`);
    return [id, shuffled(draws, bound => random.below(bound))] as const;
  });
  return { id: task.id, arms: Object.fromEntries(arms) };
}

/** Plays a task, every draw of an arm used once, until the chooser stops or `most` draws were made. */
export function play(task: ArmTask, arms: readonly PricedArm[], chooser: Chooser, most: number): Played {
  const used = new Map<string, number>();
  const verdicts: { arm: string; right: boolean }[] = [];
  let [price, tokens, millis] = [0, 0, 0];
  const ended = (stop: string): Played => ({
    right: chooser.right(),
    price,
    draws: verdicts.length,
    tokens,
    stop,
    millis,
    verdicts,
  });
  while (verdicts.length < most) {
    const began = performance.now();
    const choice = chooser.next();
    millis += performance.now() - began;
    if ('stop' in choice) return ended(choice.stop);
    const place = used.get(choice.arm) ?? 0;
    const draw = task.arms[choice.arm]?.[place];
    if (!draw) return ended('draws used up');
    used.set(choice.arm, place + 1);
    price += arms.find(arm => arm.id === choice.arm)?.price ?? 0;
    tokens += draw.tokens;
    verdicts.push({ arm: choice.arm, right: draw.right });
    chooser.tell(choice.arm, draw);
  }
  const choice = chooser.next();
  return ended('stop' in choice ? choice.stop : 'budget');
}

/** Draws from the arms of a list, one after the other, until one passes. */
export function orderChooser(order: readonly string[]): Chooser {
  let [place, passed] = [0, false];
  return {
    next() {
      const arm = order[place];
      return passed ? { stop: 'verified' } : arm === undefined ? { stop: 'completed' } : { arm };
    },
    tell(_arm, draw) {
      place += 1;
      passed = draw.right;
    },
    right: () => passed,
  };
}

/** What a policy of the engine is run with here. */
export type ArmSetup = {
  readonly arms: readonly PricedArm[];
  readonly verifiable: boolean;
  /** P(correct) for a unit of price. */
  readonly lambda: number;
  /** Most draws. */
  readonly most: number;
  readonly random: Random;
  /** What other tasks taught. */
  readonly prior?: Prior;
};

/** A policy of the engine; a token stands for a unit of price. */
export function policyChooser(factory: PolicyFactory, setup: ArmSetup): Chooser {
  const { verifiable, lambda, most, random } = setup;
  const policy: Policy = factory.create({
    task: verifiable ? 'code' : 'prompt',
    verifiable,
    arms: setup.arms.map(({ id, price }) => ({
      id,
      temperature: 0.8,
      expectedCost: cost({ promptTokens: price, calls: 1 }),
    })),
    actions: ['sample'],
    price: { perToken: lambda, perSandboxSecond: 0 },
    budget: {},
    samples: most,
    random,
    ...(setup.prior && { prior: setup.prior }),
  });
  const right = new Map<string, boolean>();
  let drawn = 0;
  return {
    next() {
      const decision = policy.ask(1);
      if (decision.type === 'stop') return { stop: decision.kind };
      const action = decision.type === 'act' ? decision.actions[0] : undefined;
      if (action?.type !== 'sample') throw new Error(`The policy ${factory.name} does not sample.`);
      return { arm: action.arm };
    },
    tell(arm, draw) {
      drawn += 1;
      const [id, action] = [`a${drawn}`, { type: 'sample', arm } as const];
      const spent = cost({ promptTokens: setup.arms.find(one => one.id === arm)?.price ?? 0, calls: 1 });
      const value = draw.right ? 1 : 0;
      const candidate = {
        id: `c${drawn}`,
        arm,
        text: '',
        behaviour: draw.answer ?? (draw.right ? 'passes' : `fails ${drawn}`),
        ...(verifiable
          ? { reward: { value, quality: value, verified: draw.right, evidence: [] } }
          : draw.answer === undefined && { error: 'no answer' }),
        cost: spent,
      };
      right.set(candidate.id, draw.right);
      policy.started([{ id, action }]);
      policy.tell({ id, action, result: { type: 'candidate', candidate }, cost: spent });
    },
    right: () => right.get(policy.best()?.id ?? '') ?? false,
  };
}
