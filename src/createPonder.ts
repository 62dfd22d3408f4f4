import type { Clock } from './engine/clock.ts';
import { CodeExecutor } from './engine/codeExecutor.ts';
import { Generator, type TokenPrices } from './engine/generator.ts';
import { judges as allJudges } from './engine/judges/index.ts';
import type { JudgingParts } from './engine/judging/asking/judging.ts';
import type { Judge, JudgeName } from './engine/judging/judge.ts';
import { besideOthers } from './engine/judging/trust/besideOthers.ts';
import type { LanguageModel, Message } from './engine/languageModel.ts';
import { policies } from './engine/policies/index.ts';
import { createPolicy } from './engine/policySetup.ts';
import type { ProbeRunner } from './engine/probes/probeRunner.ts';
import { PromptExecutor } from './engine/promptExecutor.ts';
import { seededRandom } from './engine/random.ts';
import { run } from './engine/run.ts';
import { answerPrompt, codePrompt } from './engine/sampler.ts';
import type { ScriptRunner } from './engine/scriptRunner.ts';
import type { Task } from './engine/task.ts';
import type { TestRunner } from './engine/testRunner.ts';
import type { RunConfig, TraceEvent } from './engine/trace.ts';
import type { WorkspaceSearch } from './engine/workspaceSearch.ts';
import { type JudgedExecutor, judgeByHand, RefusedJudging } from './judgeByHand.ts';
import { liveRun } from './liveRun.ts';
import type { Ponder, Run, RunOptions } from './ponder.ts';
import { runConfig } from './runConfig.ts';
import { traceFileOf } from './store/dataDir.ts';
import { openLearning } from './store/learning.ts';
import type { CodeChecks } from './workspace/diagnostics.ts';
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
  /** Without it no sample is cut short and no type checked. */
  checksOf?(found: Extract<Discovery, { type: 'found' }>): CodeChecks;
  readonly isolation: 'sandbox' | 'none';
  /** The longest a test run can take, in seconds. */
  readonly testSeconds: number;
  /** The longest that running a candidate on probes can take, in seconds. */
  readonly probeSeconds: number;
  readonly dataDir: string;
  /** Where judges' programs are run; without it judges write none. */
  openScripts?(): ScriptRunner & Disposable;
  /** All that there are, unless a test says otherwise. */
  readonly judges?: Readonly<Record<JudgeName, Judge>>;
  /** Ends what the parts started. */
  dispose(): Promise<void>;
};

/** The longest that a timer can wait, in milliseconds: 24 days. One that is to wait longer would go off at once. */
const longestTimer = 2 ** 31 - 1;

/** The engine's clock, for real. */
export const systemClock: Clock = {
  now: () => performance.now(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, Math.min(milliseconds, longestTimer));
    return () => clearTimeout(timer);
  },
};

/** Said of judging by hand after `dispose`. */
const replaced =
  'The model of this run has been let go, as happens when its settings change, so nobody can judge for it any more. Solve or answer again, and judge the candidates of the new run.';

export function createPonder(parts: PonderParts): Ponder {
  const active = new Set<Run>();
  const judges = parts.judges ?? allJudges;
  const scripts = parts.openScripts?.();
  const disposed = new AbortController();
  const byHand = new Set<Promise<unknown>>();
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
      laws: config.rewards.includes('confidence') && parts.model.can.laws !== undefined,
      prices: parts.prices,
      random: random.fork('samples'),
    });
    const factory = policies[config.policy];
    if (!factory) throw new Error(`The policy ${config.policy} is not registered.`);
    const judging = { judges, models: modelsOf(config), random: random.fork('judging'), scripts };
    let executed: JudgedExecutor | undefined;
    const perform = async (signal: AbortSignal, emit: (event: TraceEvent) => void) => {
      const { executor, dispose } = open(generator, config, judging);
      executed = executor;
      try {
        const policy = createPolicy(factory, task, config);
        await run({ run: id, date, task, config, policy, executor, clock: systemClock, signal, emit });
      } finally {
        await dispose();
      }
    };
    const traceFile = options.trace ?? traceFileOf(parts.dataDir, id);
    const judge = async (candidate: string, by: string, votes?: number) => {
      if (disposed.signal.aborted) throw new RefusedJudging(replaced);
      if (!executed) throw new RefusedJudging('The run ended before it began; there is nothing to judge.');
      const after = { executor: executed, judges, signal: disposed.signal };
      const asking = judgeByHand(after, candidate, by, votes);
      byHand.add(asking);
      const said = await asking.finally(() => byHand.delete(asking));
      return disposed.signal.aborted ? { ...said, failed: new RefusedJudging(replaced) } : said;
    };
    const live = liveRun({ id, task, traceFile, start: perform, judge, learning });
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
        (generator, { arms, seed }, judging) => {
          const { task, assembler, text: fileText, workspace } = found;
          const testRunner = parts.openTests(workspace);
          const probeRunner = parts.openProbes(workspace);
          const checks = parts.checksOf?.(found);
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
            prefixCheck: checks?.prefixCheck,
            diagnostics: checks?.diagnostics,
            judging,
          });
          const dispose = async () => {
            await Promise.allSettled([testRunner.dispose(), probeRunner.dispose(), checks?.dispose()]);
          };
          return { executor, dispose };
        },
        found.workspace,
      ),
    answer(text, options) {
      const task = { type: 'prompt', text } as const;
      return start(task, options, answerPrompt(task), (generator, { arms }, judging) => ({
        executor: new PromptExecutor({ task, generator, arms, judging }),
        dispose: async () => {},
      }));
    },
    async dispose() {
      disposed.abort();
      for (const live of active) live.stop();
      await Promise.allSettled([...[...active].map(live => live.result), ...byHand]);
      await scripts?.dispose().catch(() => {});
      await parts.dispose();
    },
  };
}

type OpenExecutor = (
  generator: Generator,
  config: RunConfig,
  judging: JudgingParts,
) => {
  readonly executor: JudgedExecutor;
  /** Never rejects: files that cannot be removed take no outcome away. */
  dispose(): Promise<void>;
};

function modelsOf({ judges = [] }: RunConfig): JudgingParts['models'] {
  return Object.fromEntries(judges.map(judge => [judge.name, besideOthers(judge)]));
}

/** A run is named by when it began, so that traces sort by time. */
function nameRun(): { date: string; id: string } {
  const date = new Date().toISOString();
  const stamp = date.replace(/[-:]/g, '').replace(/\..*/, '');
  return { date, id: `${stamp}-${Math.random().toString(36).slice(2, 6)}` };
}
