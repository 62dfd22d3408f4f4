import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import * as vscode from 'vscode';
import { playgroundCopy } from '../../src/editor/openPlayground.ts';
import type { ModelChoice } from '../../src/editor/services.ts';
import { MadeUpPonder, madeUpDiscovery } from '../support/fakePonder.ts';
import { newFile, openFile, stage } from './extensionParts.ts';

const service = new MadeUpPonder(
  request => madeUpDiscovery(request, 'f'),
  () => ({ candidates: [] }),
);
const settings = () => vscode.workspace.getConfiguration('ponder');
const models: readonly ModelChoice[] = [
  { id: 'small', displayName: 'Small', bytes: 98_362_432, licence: 'Apache-2.0', purpose: 'demonstration' },
  { id: 'coder', displayName: 'Coder', bytes: 1_117_320_768, licence: 'Apache-2.0', purpose: 'coding' },
];

async function reset(...names: string[]): Promise<void> {
  for (const name of names) await settings().update(name, undefined, vscode.ConfigurationTarget.Global);
}

describe('the key of a server', () => {
  test('is kept for its address and stands in no setting', async () => {
    const { parts, person } = await stage(service);
    await settings().update('openai.baseUrl', 'http://127.0.0.1:9/v1', true);
    person.types = ['  secret-of-9 '];
    await vscode.commands.executeCommand('ponder.setApiKey');
    assert.equal(person.asked[0]?.password, true);
    assert.equal(await parts.keys.get('http://127.0.0.1:9/v1/'), 'secret-of-9');
    assert.equal(await parts.keys.get('http://127.0.0.1:8/v1'), undefined);
    assert.ok(!JSON.stringify(settings()).includes('secret-of-9'));
    assert.ok(person.told.every(({ message }) => !message.includes('secret-of-9')));
  });

  test('is handed to the service that is built for this address, and a new key makes a new service', async () => {
    const { parts, person } = await stage(service);
    const keys: (string | undefined)[] = [];
    const build = async ({ apiKey }: { apiKey?: string | undefined }) => {
      keys.push(apiKey);
      return service;
    };
    Object.assign(parts.services, { build });
    await settings().update('provider', 'openai', true);
    const signal = new AbortController().signal;
    await parts.holder.get(() => {}, signal);
    await parts.holder.get(() => {}, signal);
    person.types = ['another'];
    await vscode.commands.executeCommand('ponder.setApiKey');
    await parts.holder.get(() => {}, signal);
    assert.deepEqual(keys, ['secret-of-9', 'another']);
  });

  test('two that need the service at once get the same one', async () => {
    const { parts } = await stage(service);
    let built = 0;
    const build = async () => {
      built += 1;
      return service;
    };
    Object.assign(parts.services, { build });
    const signal = new AbortController().signal;
    await Promise.all([parts.holder.get(() => {}, signal), parts.holder.get(() => {}, signal)]);
    assert.equal(built, 1);
  });

  test('can be deleted', async () => {
    const { parts, person } = await stage(service);
    await vscode.commands.executeCommand('ponder.clearApiKey');
    assert.equal(await parts.keys.get('http://127.0.0.1:9/v1'), undefined);
    assert.match(person.told.at(-1)?.message ?? '', /is deleted/);
    await vscode.commands.executeCommand('ponder.clearApiKey');
    assert.match(person.told.at(-1)?.message ?? '', /There is no API key/);
    await reset('openai.baseUrl', 'provider');
  });
});

describe('choosing a model', () => {
  test('shows size, licence and purpose, and says that the demonstration is no coding model', async () => {
    const { parts, person } = await stage(service);
    Object.assign(parts.services, { models: async () => models });
    await vscode.commands.executeCommand('ponder.chooseModel');
    const items = person.picks[0]?.filter(({ kind }) => kind !== vscode.QuickPickItemKind.Separator) ?? [];
    assert.deepEqual(
      items.map(({ description }) => description),
      ['98 MB, Apache-2.0', '1.1 GB, Apache-2.0', undefined, undefined],
    );
    assert.match(items[0]?.detail ?? '', /no coding model/);
  });

  test('writes an embedded model, a file of one’s own or a server into the user settings', async () => {
    const { parts, person } = await stage(service);
    Object.assign(parts.services, { models: async () => models });
    person.types = ['Coder'];
    await vscode.commands.executeCommand('ponder.chooseModel');
    assert.equal(settings().get('embedded.model'), 'coder');
    person.types = ['Own GGUF'];
    person.file = vscode.Uri.file('/models/mine.gguf');
    await vscode.commands.executeCommand('ponder.chooseModel');
    assert.equal(settings().get('embedded.model'), person.file.fsPath);
    person.types = ['OpenAI-compatible', 'http://127.0.0.1:9/v1', 'mine'];
    await vscode.commands.executeCommand('ponder.chooseModel');
    assert.deepEqual(
      ['provider', 'openai.baseUrl', 'openai.model'].map(name => settings().get(name)),
      ['openai', 'http://127.0.0.1:9/v1', 'mine'],
    );
    const validate = person.asked[0]?.validateInput;
    assert.equal(await validate?.('http://x/v1'), undefined);
    assert.ok(await validate?.('file:///etc'));
    await reset('provider', 'openai.baseUrl', 'openai.model', 'embedded.model');
  });
});

describe('the sandbox', () => {
  const missing = {
    type: 'missing',
    missing: ['bubblewrap'],
    action: 'Type: apt install bubblewrap',
  } as const;

  test('is done without only after an explicit choice', async () => {
    const { parts, person } = await stage(service);
    Object.assign(parts.services, { probeSandbox: async () => missing });
    await vscode.commands.executeCommand('ponder.setUpSandbox');
    assert.match(person.told[0]?.message ?? '', /Missing: bubblewrap\. Type: apt install bubblewrap/);
    assert.equal(settings().get('sandbox.allowUnisolated'), false);
    person.presses = ['Run Without Isolation'];
    await vscode.commands.executeCommand('ponder.setUpSandbox');
    assert.equal(settings().get('sandbox.allowUnisolated'), true);
  });

  test('is used again once it is there', async () => {
    const { parts, person } = await stage(service);
    Object.assign(parts.services, { probeSandbox: async () => ({ type: 'available', kind: 'bubblewrap' }) });
    await vscode.commands.executeCommand('ponder.setUpSandbox');
    assert.match(person.told[0]?.message ?? '', /works here \(bubblewrap\)/);
    assert.equal(settings().get('sandbox.allowUnisolated'), false);
  });
});

describe('what earlier runs taught', () => {
  test('is deleted only when the person says so', async () => {
    const { parts, person } = await stage(service);
    let forgotten = 0;
    const forgetLearnt = async () => {
      forgotten += 1;
    };
    Object.assign(parts.services, { forgetLearnt });
    await vscode.commands.executeCommand('ponder.forgetLearnt');
    assert.equal(forgotten, 0, 'turned away');
    person.presses = ['Forget'];
    await vscode.commands.executeCommand('ponder.forgetLearnt');
    assert.equal(forgotten, 1);
    assert.match(person.told.at(-1)?.message ?? '', /is forgotten/);
  });
});

describe('the places to start from', () => {
  const text = 'function a() {}\nfunction b() {}\n';
  const titles = async (uri: vscode.Uri) => {
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      uri,
      99,
    );
    return lenses
      .filter(({ command }) => command?.command === 'ponder.solve')
      .map(({ range }) => range.start.line);
  };

  async function staged(count: number) {
    const { parts } = await stage(service);
    const functionsOf = async () =>
      Array.from({ length: count }, (_, index) => ({ name: 'f', line: index + 1 }));
    Object.assign(parts.services, { functionsOf });
  }

  test('stand above each function', async () => {
    await staged(2);
    const uri = newFile(text);
    await openFile(uri);
    assert.deepEqual(await titles(uri), [0, 1]);
  });

  test('are left out in tests, in files with very many functions, and when switched off', async () => {
    await staged(2);
    const tests = newFile(text, 'test.js');
    await openFile(tests);
    assert.deepEqual(await titles(tests), []);
    await settings().update('codeLens.enabled', false, true);
    const uri = newFile(text);
    await openFile(uri);
    assert.deepEqual(await titles(uri), []);
    await reset('codeLens.enabled');
    await staged(100);
    const many = newFile('\n'.repeat(100));
    await openFile(many);
    assert.deepEqual(await titles(many), []);
  });

  test('are in the light bulb, which has a switch', async () => {
    await staged(1);
    const uri = newFile(text);
    await openFile(uri);
    const offered = async () => {
      const range = new vscode.Range(1, 0, 1, 0);
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        uri,
        range,
      );
      return actions.filter(({ command }) => command?.command === 'ponder.solve');
    };
    const [action] = await offered();
    assert.deepEqual(action?.command?.arguments?.[0].line, 2);
    await settings().update('codeActions.enabled', false, true);
    assert.deepEqual(await offered(), []);
    await reset('codeActions.enabled');
  });
});

test('the playground is copied once, and what a person did in the copy stays', async () => {
  const { parts } = await stage(service);
  const scratch = vscode.Uri.file(fs.mkdtempSync(path.join(os.tmpdir(), 'ponder-playground-')));
  const copy = await playgroundCopy(parts.services.playground, scratch);
  const readme = path.join(copy.fsPath, 'README.md');
  assert.ok(fs.existsSync(readme));
  fs.writeFileSync(readme, 'mine');
  await playgroundCopy(parts.services.playground, scratch);
  assert.equal(fs.readFileSync(readme, 'utf8'), 'mine');
  assert.deepEqual(fs.readdirSync(scratch.fsPath), ['playground']);
  fs.rmSync(scratch.fsPath, { recursive: true });
});
