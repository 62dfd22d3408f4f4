import type { Framework } from '../../engine/testRunner.ts';
import { planCommand } from './command.ts';
import { planJest } from './jest.ts';
import { planMocha } from './mocha.ts';
import { planNodeTest } from './nodeTest.ts';
import type { PlanRequest, TestPlan } from './plan.ts';
import { planPytest } from './pytest.ts';
import { planUnittest } from './unittest.ts';
import { planVitest } from './vitest.ts';

/** How each framework runs its tests. A plan rejects with SandboxError when the framework is not there. */
export const plans: Readonly<Record<Framework, (request: PlanRequest) => Promise<TestPlan>>> = {
  'node:test': planNodeTest,
  vitest: planVitest,
  jest: planJest,
  mocha: planMocha,
  pytest: planPytest,
  unittest: planUnittest,
  command: planCommand,
};
