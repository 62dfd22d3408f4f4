import path from 'node:path';
import * as vscode from 'vscode';
import type { ModelSettings } from './compose.ts';
import { personAtWindow } from './editor/person.ts';
import type { FunctionPlace, Services } from './editor/services.ts';
import type { ServiceSettings } from './editor/settings.ts';
import { type StartedEditor, startEditor } from './editor/startEditor.ts';
import type { ModelProgress } from './models/modelFiles.ts';
import { dataDir } from './store/dataDir.ts';
import type { FunctionInfo } from './workspace/createDiscovery.ts';

let started: StartedEditor | undefined;

/** Called by VS Code. Registers, and leaves all that is heavy until it is first used. Tests get hold of the parts. */
export function activate(context: vscode.ExtensionContext): { readonly forTest?: StartedEditor } {
  const log = vscode.window.createOutputChannel('Ponder', { log: true });
  context.subscriptions.push(log);
  started = startEditor(context, log, servicesIn(context), { ...personAtWindow });
  return context.extensionMode === vscode.ExtensionMode.Test ? { forTest: started } : {};
}

/** Called by VS Code. Ends the processes behind the service. */
export async function deactivate(): Promise<void> {
  await started?.parts.holder.dispose();
}

function servicesIn(context: vscode.ExtensionContext): Services {
  const dist = path.join(context.extensionPath, 'dist');
  const data = dataDir();
  return {
    async build({ settings, apiKey, progress, signal }) {
      const { composePonder } = await import('./compose.ts');
      const composed = await composePonder({
        model: modelSettings(settings, apiKey),
        dist,
        compilers: [path.join(vscode.env.appRoot, 'extensions/node_modules/typescript/lib/typescript.js')],
        dataDir: data,
        progress: step => progress(progressText(step)),
        signal,
        ...(settings.allowUnisolated && { isolation: 'none' }),
      });
      return composed.ponder;
    },
    async functionsOf(file, text) {
      const { languageOf } = await import('./workspace/language.ts');
      const language = languageOf(file);
      if (!language) return [];
      const { composeDiscovery } = await import('./compose.ts');
      const { listFunctions } = await composeDiscovery(dist);
      return outerFunctions(listFunctions(text, language));
    },
    async models() {
      const { modelManifest } = await import('./models/modelManifest.ts');
      return modelManifest;
    },
    async installRuntime(line, signal) {
      const { installRuntime } = await import('./models/embeddedRuntime.ts');
      await installRuntime(path.join(data, 'runtime'), line, signal);
    },
    async probeSandbox() {
      const { probeIsolation } = await import('./sandbox/isolation.ts');
      const probe = await probeIsolation();
      return probe.available ? { type: 'available', kind: probe.kind } : { type: 'missing', ...probe };
    },
    async testFramework(file, workspace, language) {
      const { projectTests } = await import('./workspace/testFramework.ts');
      const { javascript, usesPytest } = await projectTests(file, workspace);
      if (language === 'python') return usesPytest ? 'pytest' : 'unittest';
      return javascript;
    },
    async judgeReports(workspace) {
      const { judgedIn } = await import('./store/learning.ts');
      return judgedIn(data, workspace).judges;
    },
    async forgetLearnt() {
      const { forgetLearnt } = await import('./store/learning.ts');
      forgetLearnt(data);
    },
    playground: vscode.Uri.joinPath(context.extensionUri, 'media', 'playground'),
    traces: vscode.Uri.file(path.join(data, 'traces')),
  };
}

function modelSettings(settings: ServiceSettings, apiKey: string | undefined): ModelSettings {
  const { provider, baseUrl, openaiModel: model, prices } = settings;
  switch (provider) {
    case 'embedded':
      return { provider, model: settings.embeddedModel };
    case 'openai':
      return { provider, baseUrl, model, apiKey, prices };
    default:
      provider satisfies never;
      throw new Error(`The setting ponder.provider is "${provider}". Choose embedded or openai.`);
  }
}

function progressText(step: ModelProgress): string {
  const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
  switch (step.type) {
    case 'waiting':
      return 'waiting for another window that fetches the model';
    case 'connecting':
      return `asking ${step.source} for the model`;
    case 'receiving':
      return `model from ${step.source}: ${megabytes(step.received)}${step.total ? ` of ${megabytes(step.total)}` : ''}`;
    case 'verifying':
      return `checking the model from ${step.source}`;
    case 'source-failed':
      return `${step.source} failed: ${step.reason}`;
    default:
      return step satisfies never;
  }
}

/** The named functions that stand in no other function. */
function outerFunctions(functions: readonly FunctionInfo[]): readonly FunctionPlace[] {
  let end = 0;
  return functions.flatMap(({ name, isNamed, startLine, range }) => {
    if (!isNamed || range.start < end) return [];
    end = range.end;
    return [{ name, line: startLine }];
  });
}
