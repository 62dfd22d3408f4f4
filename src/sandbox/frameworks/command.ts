import type { Interpreter } from '../interpreters.ts';
import type { PlanRequest, TestPlan } from './plan.ts';

/**
 * A command line of the person's own; its exit code is the only verdict, so code under test that ends the command
 * with exit code 0 passes. Node and Python are on PATH where they are found.
 */
export async function planCommand(request: PlanRequest): Promise<TestPlan> {
  const line = request.command.commandLine?.trim();
  if (!line) throw new RangeError('A test command of the framework `command` needs its commandLine.');
  const node = await request.node();
  const python = await request.python().catch((): undefined => undefined);
  const interpreter: Interpreter = {
    path: node.path,
    needs: [...node.needs, ...(python?.needs ?? [])],
    env: { ...python?.env, ...node.env },
  };
  const folders = [node, python].flatMap(found => (found ? [found.path.replace(/\/[^/]*$/, '')] : []));
  return {
    argv: ['/bin/sh', '-c', line],
    env: { PATH: [...folders, '/usr/local/bin', '/usr/bin', '/bin'].join(':'), PYTHONDONTWRITEBYTECODE: '1' },
    interpreter,
    files: {},
    reports: false,
  };
}
