import * as vscode from 'vscode';
import { judges } from '../engine/judges/index.ts';
import type { Effort } from '../engine/price.ts';
import { rewardChoices } from '../engine/rewardNames.ts';
import type { Task } from '../engine/task.ts';
import type { RunOptions } from '../ponder.ts';

/** The settings that decide which model is used and where tests may run; a change of one needs a new service. */
export type ServiceSettings = {
  readonly provider: 'embedded' | 'openai';
  /** A name of the manifest or the path of a GGUF file. */
  readonly embeddedModel: string;
  readonly baseUrl: string;
  readonly openaiModel: string;
  /** Dollars for a million tokens; 0 for what is free or unknown. */
  readonly prices: { readonly prompt: number; readonly completion: number };
  readonly allowUnisolated: boolean;
};

/** Reads the settings a service is built from. */
export function readServiceSettings(): ServiceSettings {
  const settings = vscode.workspace.getConfiguration('ponder');
  return {
    provider: settings.get<ServiceSettings['provider']>('provider', 'embedded'),
    embeddedModel: settings.get('embedded.model', ''),
    baseUrl: settings.get('openai.baseUrl', ''),
    openaiModel: settings.get('openai.model', ''),
    prices: {
      prompt: settings.get('openai.promptPrice', 0),
      completion: settings.get('openai.completionPrice', 0),
    },
    allowUnisolated: settings.get('sandbox.allowUnisolated', false) && vscode.workspace.isTrusted,
  };
}

/** Reads how a run on a task is to be made; rewards that such a task cannot have are left out. */
export function readRunOptions(task: Task): RunOptions {
  const settings = vscode.workspace.getConfiguration('ponder');
  const concurrency = settings.get('concurrency', 0);
  const dollars = settings.get('budget.maxDollars', 0);
  const choices = rewardChoices(task, judges);
  const rewards = settings.get<readonly string[]>('rewards', []).filter(name => choices.includes(name));
  return {
    policy: settings.get('policy', 'auto'),
    ...(rewards.length > 0 && { rewards }),
    effort: settings.get<number | null>('worth', null) ?? settings.get<Effort>('effort', 'balanced'),
    budget: {
      tokens: settings.get('budget.maxTokens', 20_000),
      calls: settings.get('budget.maxCalls', 60),
      seconds: settings.get('budget.maxSeconds', 300),
      ...(dollars > 0 && { microDollars: Math.round(dollars * 1_000_000) }),
    },
    ...(concurrency > 0 && { concurrency }),
  };
}

/** The command line that tests a file's functions, where one is set. */
export function readTestCommand(file: vscode.Uri): string | undefined {
  const line = vscode.workspace.getConfiguration('ponder', file).get('testCommand', '').trim();
  return line === '' ? undefined : line;
}

/** A switch that can differ by folder and language. */
export function isEnabled(part: 'codeLens' | 'codeActions', document: vscode.TextDocument): boolean {
  return vscode.workspace.getConfiguration('ponder', document).get(`${part}.enabled`, true);
}
