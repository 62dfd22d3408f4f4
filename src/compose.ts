import path from 'node:path';
import { createPonder, type PonderParts, systemClock } from './createPonder.ts';
import type { TokenPrices } from './engine/generator.ts';
import type { LanguageModel } from './engine/languageModel.ts';
import { seededRandom } from './engine/random.ts';
import { resolveModel } from './models/chosenModel.ts';
import { findRuntime } from './models/embeddedRuntime.ts';
import { limited } from './models/limited.ts';
import { LlamaCpp } from './models/llamaCpp.ts';
import { metered } from './models/metered.ts';
import { ensureModel, type ModelProgress, modelsDir } from './models/modelFiles.ts';
import { createOpenAiCompatible } from './models/openaiCompatible.ts';
import { createRecorded } from './models/recorded.ts';
import { recording } from './models/recording.ts';
import { retrying } from './models/retrying.ts';
import { SetupError } from './models/setupError.ts';
import type { Ponder } from './ponder.ts';
import { BadOption } from './runConfig.ts';
import { longestProbing, openProbeRunner } from './sandbox/probeRunner.ts';
import { openScriptRunner } from './sandbox/scriptRunner.ts';
import { createTestRunner, longestRun } from './sandbox/testRunner.ts';
import { createDiscovery, type TaskDiscovery } from './workspace/createDiscovery.ts';
import type { TypeCheckerPlaces } from './workspace/diagnostics.ts';

/** Where the samples come from. */
export type ModelSettings =
  | {
      readonly provider: 'embedded' /** Id of the manifest or a GGUF file; else the default. */;
      readonly model?: string;
    }
  | {
      readonly provider: 'openai';
      readonly baseUrl: string;
      readonly model: string;
      readonly apiKey?: string | undefined;
      readonly prices?: TokenPrices;
    }
  | { readonly provider: 'recorded'; readonly file: string; readonly model?: string };

export type PonderSettings = {
  readonly model: ModelSettings;
  /** Every generation is appended to this file. */
  readonly record?: string;
  /** `none` only after the person's explicit choice in a trusted workspace. */
  readonly isolation?: 'none';
  /** TypeScript libraries that the editor brings, to check types with; else that of the workspace. */
  readonly compilers?: readonly string[];
  /** The folder of the bundles: llamaWorker.mjs, typesWorker.mjs and wasm/. */
  readonly dist: string;
  readonly dataDir: string;
  /** Where runs learn and leave their traces; the data folder by default. */
  readonly learningDir?: string;
  /** What is being prepared, for the person who waits. */
  readonly progress: (progress: ModelProgress) => void;
  readonly signal: AbortSignal;
};

/** The product, and its sandbox for who measures with it. */
export type Composed = { readonly ponder: Ponder; readonly openTests: PonderParts['openTests'] };

/** Builds everything from plain settings. Rejects with what the person can mend: no model, no runtime, a bad address. */
export async function composePonder(settings: PonderSettings): Promise<Composed> {
  const opened = await composeModel(settings);
  const discovery = await composeDiscovery(settings.dist);
  const openTests = testsIn(settings.isolation);
  const parts: PonderParts = {
    provider: settings.model.provider,
    model: opened.model,
    prices: pricesOf(settings.model),
    discover: discovery.discover,
    openTests,
    openProbes: workspace => openProbeRunner(isolated(workspace, settings.isolation)),
    searchIn: discovery.searchIn,
    checksOf: found => discovery.checksOf(found, typeChecker(settings)),
    openScripts: () => openScriptRunner(settings.isolation ? { isolation: settings.isolation } : {}),
    isolation: settings.isolation ?? 'sandbox',
    testSeconds: longestRun,
    probeSeconds: longestProbing(1),
    dataDir: settings.learningDir ?? settings.dataDir,
    dispose: opened.dispose,
  };
  return { ponder: createPonder(parts), openTests };
}

/** Finding tasks; needs no model. */
export async function composeDiscovery(dist: string): Promise<TaskDiscovery> {
  return await createDiscovery({ wasmDir: path.join(dist, 'wasm') });
}

/** The folders where node-llama-cpp may be: beside the bundles, and where it is installed on demand. */
export function runtimeDirs(dist: string, dataDir: string): readonly string[] {
  return [path.dirname(dist), path.join(dataDir, 'runtime')];
}

function typeChecker({ dist, compilers }: PonderSettings): TypeCheckerPlaces {
  return { worker: path.join(dist, 'typesWorker.mjs'), compilers };
}

function testsIn(isolation: 'none' | undefined): PonderParts['openTests'] {
  return workspace => createTestRunner(isolated(workspace, isolation));
}

function isolated(workspace: string, isolation: 'none' | undefined) {
  return { workspace, ...(isolation && { isolation }) };
}

function pricesOf(settings: ModelSettings): TokenPrices {
  return (settings.provider === 'openai' && settings.prices) || { prompt: 0, completion: 0 };
}

/** A model, and what ends its process. */
export type OpenedModel = { readonly model: LanguageModel; dispose(): Promise<void> };

/** The model alone, recorded where the settings say so. Rejects like composePonder. */
export async function composeModel(settings: PonderSettings): Promise<OpenedModel> {
  const opened = await openModel(settings);
  if (settings.record === undefined) return opened;
  return { ...opened, model: recording(opened.model, settings.record) };
}

async function openModel(settings: PonderSettings): Promise<OpenedModel> {
  const { model } = settings;
  switch (model.provider) {
    case 'recorded': {
      const recorded = await createRecorded({ file: model.file, ...(model.model && { model: model.model }) });
      return { model: metered(recorded), dispose: async () => {} };
    }
    case 'openai': {
      if (model.baseUrl === '')
        throw new BadOption('No server is named. Give its address, such as http://127.0.0.1:11434/v1.');
      if (model.model === '') throw new BadOption(`No model of ${model.baseUrl} is named. Give its id.`);
      const client = metered(createOpenAiCompatible(model), pricesOf(model));
      const random = seededRandom('retries');
      return { model: retrying(limited(client, 8), { clock: systemClock, random }), dispose: async () => {} };
    }
    case 'embedded':
      return await openEmbedded(settings, model.model);
    default:
      return model satisfies never;
  }
}

async function openEmbedded(settings: PonderSettings, wanted: string | undefined): Promise<OpenedModel> {
  const runtime = await findRuntime(runtimeDirs(settings.dist, settings.dataDir));
  if (!runtime) throw noRuntime();
  const { id, file, promptStyle } = await modelFile(settings, wanted);
  const llama = new LlamaCpp({
    id,
    modelFile: file,
    promptStyle,
    worker: path.join(settings.dist, 'llamaWorker.mjs'),
    runtime: runtime.entry,
  });
  return { model: metered(llama), dispose: () => llama.dispose() };
}

async function modelFile({ dataDir, progress, signal }: PonderSettings, wanted: string | undefined) {
  const chosen = await resolveModel(wanted, process.cwd());
  if (chosen.type === 'file') return chosen;
  const { id, promptStyle } = chosen.entry;
  const { file } = await ensureModel(chosen.entry, { dir: modelsDir(dataDir), signal, onProgress: progress });
  return { id, file, promptStyle };
}

function noRuntime(): SetupError {
  const action = 'Run "Ponder: Install Embedded Runtime", or choose an OpenAI-compatible server.';
  return new SetupError('no-tool', 'What embedded models run on (node-llama-cpp) is not installed.', action);
}
