import * as vscode from 'vscode';
import type { Person } from './person.ts';
import type { ModelChoice, Services } from './services.ts';
import { readServiceSettings } from './settings.ts';

type Choice =
  | { readonly type: 'embedded'; readonly model: string }
  | { readonly type: 'file' }
  | { readonly type: 'server' };
type Item = vscode.QuickPickItem & { readonly choice?: Choice };
type Parts = { readonly person: Person; readonly services: Services };

/** Ponder: Choose Model. Writes the user's settings; nothing is downloaded before the model is first used. */
export async function chooseModel(parts: Parts): Promise<void> {
  const items = itemsFor(await parts.services.models());
  const picked = await parts.person.pick(items, {
    title: 'Ponder: Choose Model',
    placeHolder: 'The default embedded model is a demonstration and no coding model.',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  switch (picked?.choice?.type) {
    case 'embedded':
      return await useEmbedded(picked.choice.model);
    case 'file':
      return await useFile(parts.person);
    case 'server':
      return await useServer(parts.person);
    case undefined:
      return;
  }
}

/** The rows of the picker: each model with its size, licence and purpose, a file of one's own, a server. */
function itemsFor(models: readonly ModelChoice[]): readonly Item[] {
  return [
    { label: 'On this machine', kind: vscode.QuickPickItemKind.Separator },
    ...models.map(modelItem),
    {
      label: '$(folder-opened) Own GGUF file...',
      detail: 'A model file that you have. It stays where it is.',
      choice: { type: 'file' },
    },
    { label: 'On a server', kind: vscode.QuickPickItemKind.Separator },
    {
      label: '$(server) OpenAI-compatible server...',
      detail: 'llama.cpp, Ollama, vLLM, OpenAI: an address, a model name, perhaps a key.',
      choice: { type: 'server' },
    },
  ];
}

function modelItem({ id, displayName, bytes, licence, purpose }: ModelChoice): Item {
  const isDemo = purpose === 'demonstration';
  return {
    label: `${isDemo ? '$(beaker)' : '$(code)'} ${displayName}`,
    description: `${sizeText(bytes)}, ${licence}`,
    detail: isDemo
      ? 'Demonstration, no coding model: shows how Ponder works.'
      : 'Coding model for real work. Downloaded once, when it is first used.',
    choice: { type: 'embedded', model: id },
  };
}

function sizeText(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.round(bytes / 1e6)} MB`;
}

async function useEmbedded(model: string): Promise<void> {
  await save({ 'embedded.model': model, provider: 'embedded' });
}

async function useFile(person: Person): Promise<void> {
  const file = await person.chooseFile({
    title: 'Choose a GGUF file',
    canSelectMany: false,
    filters: { 'GGUF models': ['gguf'] },
  });
  if (file) await useEmbedded(file.fsPath);
}

async function useServer(person: Person): Promise<void> {
  const now = readServiceSettings();
  const baseUrl = await person.ask({
    title: 'Address of the server (1 of 2)',
    prompt: 'Up to and including /v1, as in http://127.0.0.1:11434/v1',
    value: now.baseUrl,
    validateInput: text =>
      isWebAddress(text) ? undefined : 'Give an address that starts with http:// or https://.',
  });
  if (!baseUrl) return;
  const model = await person.ask({
    title: 'Name of the model (2 of 2)',
    prompt: 'As the server names it',
    value: now.openaiModel,
    validateInput: text => (text.trim() === '' ? 'Give the name of a model.' : undefined),
  });
  if (!model) return;
  await save({ 'openai.baseUrl': baseUrl.trim(), 'openai.model': model.trim(), provider: 'openai' });
  const setKey = 'Set API Key';
  const message = `Ponder uses ${model.trim()} at ${baseUrl.trim()}. A server on this machine mostly needs no key.`;
  const pressed = await person.tell('information', message, [setKey]);
  if (pressed === setKey) await vscode.commands.executeCommand('ponder.setApiKey');
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text.trim()) && /^https?:$/.test(new URL(text.trim()).protocol);
}

async function save(values: Readonly<Record<string, string>>): Promise<void> {
  const settings = vscode.workspace.getConfiguration('ponder');
  for (const [name, value] of Object.entries(values)) {
    await settings.update(name, value, vscode.ConfigurationTarget.Global);
  }
}
