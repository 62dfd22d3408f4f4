import type { Clock } from './engine/clock.ts';
import { CodeExecutor } from './engine/codeExecutor.ts';
import type { Executor } from './engine/executor.ts';
import { Generator, type TokenPrices } from './engine/generator.ts';
import type { LanguageModel, Message } from './engine/languageModel.ts';
import { policies } from './engine/policies/index.ts';
import { createPolicy } from './engine/policySetup.ts';
import type { ProbeRunner } from './engine/probes/probeRunner.ts';
import { PromptExecutor } from './engine/promptExecutor.ts';
import { seededRandom } from './engine/random.ts';
import { run } from './engine/run.ts';
import { answerPrompt, codePrompt } from './engine/sampler.ts';
import type { Task } from './engine/task.ts';
import type { TestRunner } from './engine/testRunner.ts';
import type { RunConfig, TraceEvent } from './engine/trace.ts';
import type { WorkspaceSearch } from './engine/workspaceSearch.ts';
import { liveRun } from './liveRun.ts';
import type { Ponder, Run, RunOptions } from './ponder.ts';
import { runConfig } from './runConfig.ts';
import { traceFileOf } from './store/dataDir.ts';
import { openLearning } from './store/learning.ts';
import type { DiscoverRequest, Discovery } from './workspace/discover.ts';

type Disposable = { dispose(): Promise<void> };

/** What the product is made of; each part real or, in a test, made up. */
export type PonderParts = {
  readonly provider: 'embedded' | 'openai' | 'recorded';
  readonly model: LanguageModel;
  readonly prices: TokenPrices;
  discover(request: DiscoverRequest): Promise<Discovery>;
  /** One copy of the workspace for one run. */
  openTests(workspace: string): TestRunner & Disposable;
  /** The same for runs without tests. */
  openProbes(workspace: string): ProbeRunner & Disposable;
  /** Without it no run searches the workspace. */
  searchIn?(workspace: string, text: string): WorkspaceSearch;
  readonly isolation: 'sandbox' | 'none';
  /** The longest a test run can take, in seconds. */
  readonly testSeconds: number;
  /** The longest that running a candidate on probes can take, in seconds. */
  readonly probeSeconds: number;
  readonly dataDir: string;
  /** Ends what the parts started. */
  dispose(): Promise<void>;
};

/** The engine's clock, for real. */
export const systemClock: Clock = {
  now: () => performance.now(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};

export function createPonder(parts: PonderParts): Ponder {
  const active = new Set<Run>();
  const start = (
    task: Task,
    options: RunOptions,
    prompt: readonly Message[],
    open: OpenExecutor,
    workspace?: string,
  ): Run => {
    const learns = parts.provider !== 'recorded' && (options.learn ?? true);
    const learning = learns ? openLearning(parts.dataDir, workspace) : undefined;
    const uninformed = runConfig(task, parts, prompt, options);
    const config = learning?.informed(task, uninformed) ?? uninformed;
    const random = seededRandom(config.seed);
    const { date, id } = nameRun();
    const generator = new Generator({
      model: parts.model,
      messages: prompt,
      maxTokens: config.maxSampleTokens,
      stopAtFence: task.type === 'code',
      prices: parts.prices,
      random: random.fork('samples'),
    });
    const factory = policies[config.policy];
    if (!factory) throw new Error(`The policy ${config.policy} is not registered.`);
    const perform = async (signal: AbortSignal, emit: (event: TraceEvent) => void) => {
      const { executor, dispose } = open(generator, config);
      const policy = createPolicy(factory, task, config);
      try {
        await run({ run: id, date, task, config, policy, executor, clock: systemClock, signal, emit });
      } finally {
        await dispose();
      }
    };
    const traceFile = options.trace ?? traceFileOf(parts.dataDir, id);
    const live = liveRun({ id, task, traceFile, start: perform, learning });
    active.add(live);
    live.result.finally(() => active.delete(live)).catch(() => {});
    return live;
  };
  return {
    model: parts.model.id,
    discover: request => parts.discover(request),
    solve: (found, options) =>
      start(
        found.task,
        options,
        codePrompt(found.task, parts.model.can.promptStyle),
        (generator, { arms, seed }) => {
          const { task, assembler, text: fileText, workspace } = found;
          const testRunner = parts.openTests(workspace);
          const probeRunner = parts.openProbes(workspace);
          const { testSeconds, probeSeconds } = parts;
          const executor = new CodeExecutor({
            task,
            assembler,
            generator,
            arms,
            testRunner,
            testSeconds,
            fileText,
            probing: {
              runner: probeRunner,
              seconds: probeSeconds,
              random: seededRandom(seed).fork('probes'),
            },
            search: parts.searchIn?.(workspace, fileText),
          });
          const dispose = async () => {
            await Promise.all([testRunner.dispose(), probeRunner.dispose()]);
          };
          return { executor, dispose };
        },
        found.workspace,
      ),
    answer(text, options) {
      const task = { type: 'prompt', text } as const;
      return start(task, options, answerPrompt(task), (generator, { arms }) => ({
        executor: new PromptExecutor({ generator, arms }),
        dispose: async () => {},
      }));
    },
    async dispose() {
      for (const live of active) live.stop();
      await Promise.allSettled([...active].map(live => live.result));
      await parts.dispose();
    },
  };
}

type OpenExecutor = (
  generator: Generator,
  config: RunConfig,
) => { readonly executor: Executor; dispose(): Promise<void> };

/** A run is named by when it began, so that traces sort by time. */
function nameRun(): { date: string; id: string } {
  const date = new Date().toISOString();
  const stamp = date.replace(/[-:]/g, '').replace(/\..*/, '');
  return { date, id: `${stamp}-${Math.random().toString(36).slice(2, 6)}` };
}
