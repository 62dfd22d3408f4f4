import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import { judges } from '../src/engine/judges/index.ts';
import { defaultPolicy, policies } from '../src/engine/policies/index.ts';
import { efforts, priceOf } from '../src/engine/price.ts';
import { rewardChoices } from '../src/engine/rewardNames.ts';
import { modelManifest } from '../src/models/modelManifest.ts';
import { defaultBudget } from '../src/runConfig.ts';
import type { Syntax } from '../src/workspace/syntax.ts';
import { loadSourceSyntax, root, sourceFiles, textsIn } from './support/sourceImports.ts';

type Setting = {
  readonly items?: Pick<Setting, 'enum' | 'enumDescriptions'>;
  readonly default: unknown;
  readonly scope?: string;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
};

const manifest = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
const { contributes } = manifest;
const settings: Readonly<Record<string, Setting>> = contributes.configuration.properties;
const commands: readonly string[] = contributes.commands.map((one: { command: string }) => one.command);

const codeTask = {
  type: 'code',
  language: 'python',
  file: 'f.py',
  functionName: 'f',
  original: '',
  signature: '',
  documentation: '',
  context: '',
} as const;

let syntax: Syntax;
let editor: readonly string[];

before(async () => {
  syntax = await loadSourceSyntax();
  editor = sourceFiles().filter(file => file.startsWith('src/editor/') || file === 'src/extension.ts');
});

function setting(name: string): Setting {
  const found = settings[`ponder.${name}`];
  assert.ok(found, `package.json has no setting ponder.${name}`);
  return found;
}

test('the commands of package.json are those the extension registers', () => {
  const registered = [...textsIn(syntax, 'src/editor/commandTable.ts', 'pair')].flatMap(
    pair => /^'(ponder\.\w+)':/.exec(pair)?.[1] ?? [],
  );
  assert.ok(registered.length > 10, `only ${registered.length} commands were read`);
  assert.deepEqual(registered.toSorted(), commands.toSorted());
});

test('every command that a menu, key or walkthrough names is contributed', () => {
  const { commands: _declared, configuration: _settings, ...rest } = contributes;
  const named = [...JSON.stringify(rest).matchAll(/command(?:":"|:)(ponder\.\w+)/g)].map(
    match => match[1] ?? '',
  );
  assert.ok(named.length > 10, `only ${named.length} were read`);
  assert.deepEqual(
    named.filter(name => !commands.includes(name)),
    [],
  );
});

test('every setting that the extension reads is contributed, and the reverse', () => {
  const names = Object.keys(settings).map(name => name.replace('ponder.', ''));
  const strings = new Set(editor.flatMap(file => [...textsIn(syntax, file, 'string_fragment')]));
  const switches = names.filter(name => name.endsWith('.enabled')).map(name => name.replace('.enabled', ''));
  const unread = names.filter(
    name => !strings.has(name) && !switches.some(one => strings.has(one) && name.startsWith(one)),
  );
  assert.deepEqual(unread, [], 'contributed and never read');
  const read = editor
    .flatMap(file => [...textsIn(syntax, file, 'call_expression')])
    .flatMap(call => {
      return /^settings\.(?:get|update)(?:<[^(]*>)?\('([\w.]+)'/.exec(call)?.[1] ?? [];
    });
  assert.ok(read.length > 8, `only ${read.length} readings were found`);
  const known = [...names, ...names.map(name => name.replace(/^sandbox\./, ''))];
  assert.deepEqual(
    read.filter(name => !known.includes(name)),
    [],
    'read and not contributed',
  );
});

test('the policies and efforts of the settings are those of the engine', () => {
  assert.deepEqual(setting('policy').enum?.toSorted(), Object.keys(policies).toSorted());
  assert.equal(setting('policy').default, defaultPolicy);
  assert.equal(setting('policy').enumDescriptions?.length, Object.keys(policies).length);
  assert.deepEqual(setting('effort').enum, efforts);
  assert.equal(setting('effort').default, 'balanced');
});

test('the rewards of the settings are those that some task can be given by name', () => {
  const offered = setting('rewards').items;
  const tasks = [
    { type: 'prompt', text: '' },
    { ...codeTask, tests: { framework: 'pytest', files: [] } },
    codeTask,
  ] as const;
  const known = new Set(tasks.flatMap(task => rewardChoices(task, judges).slice(1)));
  assert.deepEqual(offered?.enum?.toSorted(), [...known].toSorted());
  assert.equal(offered?.enumDescriptions?.length, known.size);
});

test('what the settings say an effort is worth is its price', () => {
  const said = setting('effort').enumDescriptions?.map(text =>
    Number(/([\d,]+) tokens/.exec(text)?.[1]?.replace(',', '')),
  );
  assert.deepEqual(
    said,
    efforts.map(effort => Math.round(1 / priceOf(effort).perToken)),
  );
});

test('the default model and budget of the settings are those of the product', () => {
  assert.equal(setting('embedded.model').default, modelManifest[0].id);
  const { tokens, calls, seconds } = defaultBudget;
  const shown = ['maxTokens', 'maxCalls', 'maxSeconds'].map(name => setting(`budget.${name}`).default);
  assert.deepEqual(shown, [tokens, calls, seconds]);
});

test('no setting holds a secret', () => {
  const secrets = Object.keys(settings).filter(name => /key|secret|password|credential|token$/i.test(name));
  assert.deepEqual(secrets, []);
});

test('a repository cannot redirect a key, choose a program or lift the isolation', () => {
  const machineOnly = ['openai.baseUrl', 'embedded.model', 'sandbox.allowUnisolated'];
  assert.deepEqual(
    machineOnly.filter(name => setting(name).scope !== 'machine'),
    [],
    'not of machine scope',
  );
  const { supported, restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
  assert.equal(supported, 'limited');
  const trusted = [...machineOnly, 'provider', 'openai.model', 'testCommand'].map(name => `ponder.${name}`);
  assert.deepEqual(
    trusted.filter(name => !restrictedConfigurations.includes(name)),
    [],
    'read in an untrusted workspace',
  );
  assert.equal(setting('sandbox.allowUnisolated').default, false);
});

test('the extension wakes up only for files it can work on and views of its own', () => {
  const events: readonly string[] = manifest.activationEvents;
  const own = /^(onLanguage:(javascript|typescript)(react)?|onLanguage:python|onWebviewPanel:ponder\.\w+)$/;
  assert.deepEqual(
    events.filter(event => !own.test(event)),
    [],
  );
});

test('what package.json points at exists', () => {
  const text = JSON.stringify({ icon: manifest.icon, contributes });
  const files = [...text.matchAll(/"(media\/[^"]+)"/g)].map(match => match[1] ?? '');
  assert.ok(files.length > 3, `only ${files.length} were read`);
  assert.deepEqual(
    files.filter(file => !fs.existsSync(path.join(root, file))),
    [],
  );
});

test('the extension asks for no newer VS Code than its types describe', () => {
  const minor = (version: string) =>
    version
      .replace(/^[^\d]*/, '')
      .split('.')
      .slice(0, 2)
      .join('.');
  assert.equal(minor(manifest.engines.vscode), minor(manifest.devDependencies['@types/vscode']));
});
