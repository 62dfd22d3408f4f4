// A function without tests, end to end: real discovery, the real sandbox and probe runner, a scripted model.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { composePonder, type PonderSettings } from '../../src/compose.ts';
import { policies } from '../../src/engine/policies/index.ts';
import { replay } from '../../src/engine/replay.ts';
import type { RunOptions } from '../../src/ponder.ts';
import { readTrace } from '../../src/store/traceFile.ts';
import { report } from '../../src/view/report.ts';
import { viewOf } from '../../src/view/runView.ts';
import { startFakeOpenAi } from '../support/fakeOpenAi.ts';

const root = path.resolve(import.meta.dirname, '../..');
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'untested-test-'));
after(() => fs.rmSync(scratch, { recursive: true, force: true }));

/** Solves `f` of a file in a workspace without tests; the model gives the answers in turn, again and again. */
async function solve(
  files: Readonly<Record<string, string>>,
  answers: readonly string[] | ((prompt: string, index: number) => string),
  options: RunOptions = {},
  parts: Partial<PonderSettings> = {},
) {
  const workspace = fs.mkdtempSync(path.join(scratch, 'workspace-'));
  for (const [name, content] of Object.entries(files)) fs.writeFileSync(path.join(workspace, name), content);
  const [name = '', text = ''] = Object.entries(files)[0] ?? [];
  const language = name.endsWith('.py') ? 'python' : 'ts';
  const server = await startFakeOpenAi({
    answers: (request, index) => ({
      text: `\`\`\`${language}\n${typeof answers === 'function' ? answers(JSON.stringify(request), index) : answers[index % answers.length]}\n\`\`\``,
      usage: { prompt: 100, completion: 40 },
    }),
  });
  const { ponder } = await composePonder({
    model: { provider: 'openai', baseUrl: server.baseUrl, model: 'made-up', apiKey: 'key' },
    dist: path.join(root, 'dist'),
    dataDir: scratch,
    progress() {},
    signal: new AbortController().signal,
    ...parts,
  });
  try {
    const found = await ponder.discover({
      workspace,
      file: path.join(workspace, name),
      text,
      at: { type: 'name', name: 'f' },
    });
    assert.ok(found.type === 'found');
    assert.equal(found.task.tests, undefined);
    const outcome = await ponder.solve(found, { concurrency: 1, ...options }).result;
    const { events, problems } = readTrace(fs.readFileSync(outcome.trace ?? '', 'utf8'));
    assert.deepEqual(problems, []);
    const view = viewOf(events);
    assert.ok(view);
    return { outcome, events, view };
  } finally {
    await ponder.dispose();
    await server.close();
  }
}

const python = `def f(numbers: list[int]) -> int:
    """The largest even number, or 0 without any. f([3, 4]) is 4."""
    raise NotImplementedError
`;
const loop = `def f(numbers):
    best = 0
    seen = False
    for number in numbers:
        if number % 2 == 0 and (not seen or number > best):
            best, seen = number, True
    return best`;
const filtered = `def f(numbers):
    even = [number for number in numbers if number % 2 == 0]
    return max(even) if even else 0`;
const wrong = 'def f(numbers):\n    return max(numbers, default=0)';
const broken = 'def f(numbers: NoSuchType):\n    return 0';

describe('a function without tests', () => {
  it('is chosen by what candidates do, not by their text, and stays unverified', async () => {
    const { outcome, events, view } = await solve({ 'numbers.py': python }, [
      wrong,
      broken,
      loop,
      wrong,
      filtered,
      filtered,
      loop,
    ]);
    assert.equal(outcome.status, 'unverified', outcome.reason);
    assert.match(outcome.chosen?.code ?? '', /% 2 == 0/);
    assert.match(
      view.candidates[1]?.fate.type === 'unusable' ? view.candidates[1].fate.error : '',
      /does not load: NameError/,
    );
    const evidence = outcome.chosen?.reward?.evidence[0];
    assert.ok(
      evidence?.type === 'probes' && evidence.outputs.length >= 60,
      JSON.stringify(evidence).slice(0, 200),
    );
    assert.ok(evidence.written.some(({ call, output }) => call === 'f([3, 4])' && output === '4'));
    const [first] = view.probes?.groups ?? [];
    assert.ok(first && first.members.length >= 2 && first.members.includes(outcome.chosen?.id ?? ''));
    assert.match(
      view.headline.detail ?? '',
      /^c\d+ agrees with the \d+ others on \d+% of \d+ inputs, with \d+ of them on all\. Stopped: /,
    );
    assert.match(report(view), /What c\d does\n +alike +call\n/);
    assert.ok(outcome.spent.sandboxSeconds > 0 && outcome.spent.testRuns === 0);
    const { auto } = policies;
    assert.ok(auto);
    const replayed = await replay(events, auto);
    assert.deepEqual(
      replayed,
      events.map(event => ({ ...event, at: 0, ...(event.type === 'run-ended' && { seconds: 0 }) })),
    );
  });

  it('groups by behaviour under the published policies as well', async () => {
    const answers = [wrong, loop, filtered, filtered.replace('even', 'rest').replaceAll('even', 'rest')];
    const { outcome, view } = await solve({ 'numbers.py': python }, answers, {
      policy: 'uniform',
      effort: 'quick',
    });
    assert.equal(view.candidates.length, 4);
    assert.equal(outcome.chosen?.id, 'c2');
    assert.deepEqual(
      view.probes?.groups.map(({ members }) => members),
      [['c2', 'c3', 'c4'], ['c1']],
    );
  });

  it('is run in TypeScript with inputs of its types', async () => {
    const file = 'export function f(words: string[], most: number): string[] {\n  return [];\n}\n';
    const right =
      'export function f(words: string[], most: number): string[] {\n  return words.slice(0, most);\n}';
    const { outcome } = await solve({ 'words.ts': file }, [right]);
    const evidence = outcome.chosen?.reward?.evidence[0];
    assert.ok(evidence?.type === 'probes', JSON.stringify(outcome.chosen));
    assert.ok(
      evidence.written.some(({ output }) => output.startsWith('["')),
      JSON.stringify(evidence.written),
    );
  });

  it('is chosen by the examples of its documentation, however many agree on something else', async () => {
    const documented = python.replace(
      '"""\n    raise',
      ' f([3]) returns 0.\n\n    >>> f([5, 2])\n    2\n    """\n    raise',
    );
    const { outcome, events, view } = await solve({ 'numbers.py': documented }, [
      wrong,
      wrong,
      loop,
      wrong,
      wrong,
    ]);
    assert.equal(outcome.status, 'unverified', outcome.reason);
    assert.match(outcome.chosen?.code ?? '', /seen = False/);
    assert.equal(view.headline.text, 'Not verified: passes the 3 examples of its documentation');
    const [first] = outcome.candidates.filter(({ code }) => code?.includes('max(numbers'));
    assert.equal(first?.reward?.value, 1 / 3);
    const { auto } = policies;
    assert.ok(auto);
    const replayed = await replay(events, auto);
    const end = replayed.find(event => event.type === 'run-ended');
    assert.equal(end?.chosen, outcome.chosen?.id);
  });

  it('goes on by text where the file cannot be loaded whatever the function is', async () => {
    const file = `import no_such_package\n\n${python}`;
    const { outcome, view } = await solve({ 'numbers.py': file }, [wrong, loop, loop, loop]);
    assert.equal(outcome.status, 'unverified', outcome.reason);
    assert.match(outcome.chosen?.code ?? '', /seen = False/);
    assert.match(
      view.headline.detail ?? '',
      /chosen by its text.*the file does not load: ModuleNotFoundError/,
    );
  });

  it('asks for inputs that tell candidates apart where few probes tell anything, and accounts for them', async () => {
    const file = `def f(code: str) -> int:
    """The number of an order code, at most 999. f('ORD-7') is 7. Raises ValueError for anything else."""
    raise NotImplementedError
`;
    const strict = "    if not code.startswith('ORD-'):\n        raise ValueError(code)\n";
    const capped = `def f(code):\n${strict}    return min(999, int(code[4:]))`;
    const uncapped = `def f(code):\n${strict}    return int(code[4:])`;
    let asked = 0;
    const { outcome, events } = await solve(
      { 'orders.py': file },
      (prompt, index) => {
        if (!prompt.includes('Version 2')) return index % 3 === 0 ? uncapped : capped;
        asked += 1;
        return "f('ORD-8')\nf('ORD-5000')";
      },
      { effort: 200_000, rewards: ['generated-tests'] },
    );
    const started = events.flatMap(event => (event.type === 'action-started' ? [event] : []));
    const ended = events.flatMap(event => (event.type === 'action-ended' ? [event] : []));
    const comparisons = started.filter(({ action }) => action.type === 'compare');
    const compared = ended.filter(({ result }) => result.type === 'compared');
    assert.ok(asked > 0 && comparisons.length === asked && compared.length === asked, `${asked}`);
    assert.ok(
      compared.every(({ cost }) => cost.calls === 1 && cost.promptTokens + cost.completionTokens === 140),
    );
    const calls = compared.flatMap(({ result }) => (result.type === 'compared' ? (result.calls ?? []) : []));
    assert.ok(
      calls.some(({ call }) => call === 'f("ORD-5000")'),
      JSON.stringify(calls),
    );
    assert.match(outcome.chosen?.code ?? '', /min/);
    const tokens = ended.reduce((sum, { cost }) => sum + cost.promptTokens + cost.completionTokens, 0);
    assert.equal(tokens, outcome.spent.promptTokens + outcome.spent.completionTokens);
    const { auto } = policies;
    assert.ok(auto);
    assert.deepEqual(
      await replay(events, auto),
      events.map(event => ({ ...event, at: 0, ...(event.type === 'run-ended' && { seconds: 0 }) })),
    );
  });
});
