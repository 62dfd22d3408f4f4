import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Call } from '../../src/engine/call.ts';
import type { Candidate } from '../../src/engine/candidate.ts';
import { Contexts } from '../../src/engine/contexts.ts';
import { zeroCost } from '../../src/engine/cost.ts';
import { Generator } from '../../src/engine/generator.ts';
import type { LanguageModel } from '../../src/engine/languageModel.ts';
import { seededRandom } from '../../src/engine/random.ts';
import { codePrompt, refinePrompt } from '../../src/engine/sampler.ts';
import { searchTerms } from '../../src/engine/searchTerms.ts';
import type { CodeTask } from '../../src/engine/task.ts';
import type { SearchRequest, Snippet } from '../../src/engine/workspaceSearch.ts';
import { scriptedModel } from '../support/fakes.ts';
import { codeTask } from '../support/worlds.ts';

const task: CodeTask = { ...(codeTask as CodeTask), context: "import { x } from './x.js';" };
const snippet: Snippet = {
  file: 'lib/ranges.js',
  line: 12,
  text: 'export function parseRange() {}',
  because: 'the function uses parseRange',
};
const abroad: Snippet = { ...snippet, import: "import { parseRange } from './lib/ranges.js';" };

function callOf(signal = new AbortController().signal): Call {
  return { signal, charge: () => assert.fail('a search costs nothing'), extend: () => false };
}

function contextsOf(
  found: (request: SearchRequest) => readonly Snippet[] | Promise<readonly Snippet[]>,
  can: Partial<LanguageModel> = {},
) {
  const model = scriptedModel(() => 'text', can);
  const generator = new Generator({
    model,
    messages: codePrompt(task, model.can.promptStyle),
    maxTokens: 100,
    stopAtFence: true,
    prices: { prompt: 0, completion: 0 },
    random: seededRandom(1),
  });
  const requests: SearchRequest[] = [];
  const search = {
    async search(request: SearchRequest) {
      requests.push(request);
      return await found(request);
    },
  };
  return { contexts: new Contexts({ task, generator, search }), model, requests };
}

const large = { can: { seed: true, streaming: false, usage: true, promptStyle: 'large' } } as const;
const everything = () => Number.POSITIVE_INFINITY;

describe('the contexts of a run', () => {
  it('are named in the order of their searches, and samples of one are shown what it found', async () => {
    const { contexts, model } = contextsOf(({ terms }) => [terms.length > 0 ? abroad : snippet]);
    const first = await contexts.search(undefined, callOf());
    const second = await contexts.search(failing('ReferenceError: parseRange is not defined'), callOf());
    assert.deepEqual(first, { type: 'searched', context: 'x1', snippets: [snippet] });
    assert.deepEqual(second, { type: 'searched', context: 'x2', snippets: [abroad] });
    for (const id of ['x1', 'x2']) await contexts.generator(id).draw(0, 50, { ...callOf(), charge() {} });
    const [plain = '', imported = ''] = model.requests.map(({ messages }) => messages[0]?.content ?? '');
    assert.match(plain, /\/\/ lib\/ranges\.js, line 12\nexport function parseRange/);
    assert.doesNotMatch(plain, /import \{ parseRange/);
    assert.match(imported, /line 12; to use it: import \{ parseRange \} from '\.\/lib\/ranges\.js';\n/);
    assert.notEqual(model.requests[0]?.seed, model.requests[1]?.seed);
  });

  it('have none where nothing was found, or nothing but what an earlier search found', async () => {
    const { contexts } = contextsOf(({ terms }) => (terms.length > 0 ? [] : [snippet]));
    const nothing = { type: 'searched', snippets: [] };
    assert.deepEqual(await contexts.search(failing('parseRange is not defined'), callOf()), nothing);
    assert.throws(() => contexts.generator('x1'), /no context x1/);
    const found = await contexts.search(undefined, callOf());
    assert.ok(found.type === 'searched' && found.context === 'x2');
    assert.deepEqual(await contexts.search(undefined, callOf()), nothing);
  });

  it('ask for less where the model is small, whose prompt shows nothing else of the file', async () => {
    const small = contextsOf(() => []);
    const big = contextsOf(() => [], large);
    for (const { contexts } of [small, big]) await contexts.search(undefined, callOf());
    const [few, many] = [small.requests[0], big.requests[0]];
    assert.ok(few && many && few.most < many.most);
    assert.deepEqual([few.task.context, many.task.context], ['', task.context]);
  });

  it('know the exact length of their prompts where the model counts, and a bound where it cannot', async () => {
    const counted = contextsOf(() => [snippet], { countPrompt: async messages => messages.length * 77 });
    const uncounted = contextsOf(() => [snippet]);
    const broken = contextsOf(() => [snippet], {
      countPrompt: () => Promise.reject(new Error('no tokenizer')),
    });
    const lengths: number[] = [];
    for (const { contexts } of [counted, uncounted, broken]) {
      await contexts.search(undefined, callOf());
      const allowance = contexts.generator('x1').allow(everything);
      assert.ok(typeof allowance !== 'string');
      lengths.push(allowance.worst.promptTokens);
    }
    assert.equal(lengths[0], 77);
    assert.ok((lengths[1] ?? 0) > snippet.text.length);
    assert.equal(lengths[2], lengths[1]);
  });

  it('survive a search that breaks, and pass on an abort', async () => {
    const broken = contextsOf(() => Promise.reject(new Error('EACCES')));
    const result = await broken.contexts.search(undefined, callOf());
    assert.ok(result.type === 'failed' && result.failure.code === 'search-failed');
    assert.match(result.failure.message, /EACCES/);
    await assert.rejects(
      broken.contexts.search(undefined, callOf(AbortSignal.abort(new Error('stopped')))),
      /stopped/,
    );
  });
});

describe('a prompt with what a search found', () => {
  it('lets a large model import what is shown with its import, and that alone', () => {
    const system = (snippets: readonly Snippet[]) => codePrompt(task, 'large', snippets)[0]?.content ?? '';
    assert.match(system([abroad]), /or what is shown with its import/);
    assert.equal(system([snippet]), system([]));
    assert.ok(codePrompt(task, 'large', [snippet])[1]?.content.includes(snippet.text));
  });

  it('is that of a refinement too', () => {
    const wrong = failing('wrong');
    const [asked] = refinePrompt(task, wrong, 'small', [snippet]);
    assert.deepEqual([asked], codePrompt(task, 'small', [snippet]));
  });

  it('says which code is in the same file, in the comments of the language', () => {
    const python: CodeTask = { ...task, language: 'python', file: 'a.py' };
    const text = codePrompt(python, 'small', [{ ...snippet, file: 'a.py' }])[0]?.content ?? '';
    assert.match(text, /# this file, line 12\n/);
  });
});

function failing(message: string, output = ''): Candidate {
  const tests = message === '' ? [] : [{ name: 'a', status: 'failed' as const, message }];
  const report = {
    outcome: message === '' ? ('crashed' as const) : ('ran' as const),
    tests,
    output,
    seconds: 1,
  };
  const evidence = [{ type: 'tests' as const, report, passed: 0, failed: 1, total: 1, reused: false }];
  const reward = { value: 0, quality: 0, verified: false, evidence };
  return { id: 'c1', arm: 'default', text: '', behaviour: '', reward, cost: zeroCost };
}

describe('the terms of a failure', () => {
  const said: Readonly<Record<string, readonly string[]>> = {
    'ReferenceError: parse is not defined': ['parse'],
    "NameError: name 'parse' is not defined": ['parse'],
    "AttributeError: 'Order' object has no attribute 'total'": ['Order', 'total'],
    "AttributeError: module 'shop.rates' has no attribute 'of'": ['rates', 'of'],
    "ImportError: cannot import name 'parse' from 'shop'": ['parse'],
    "ModuleNotFoundError: No module named 'shop.rates'": ['rates'],
    'TypeError: order.total is not a function': ['total'],
    "TypeError: Cannot read properties of undefined (reading 'total')": ['total'],
    "SyntaxError: The requested module './a.js' does not provide an export named 'parse'": ['parse'],
    "error TS2304: Cannot find name 'Order'.": ['Order'],
    'Expected a call of round_up or a RangeTooWide': ['round_up', 'RangeTooWide'],
  };
  for (const [message, names] of Object.entries(said)) {
    it(`are names: ${message}`, () => {
      const terms = searchTerms(failing(message));
      assert.deepEqual(
        names.filter(name => !terms.includes(name)),
        [],
      );
      assert.ok(terms.length <= names.length + 3, terms.join());
    });
  }

  it('come from the output where no test said anything, without its other words', () => {
    const output = "Traceback in some_module\n  at runSomeThing\nNameError: name 'parse' is not defined";
    assert.deepEqual(searchTerms(failing('', output)), ['parse']);
  });
});
