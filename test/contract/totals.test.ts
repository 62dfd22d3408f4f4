// The whole product over a made-up server with a real provider, real discovery, real tests in the real sandbox: what the
// server says it used, what the ledger, the trace, the panel and the report say must be equal to the token.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { composePonder, type PonderSettings } from '../../src/compose.ts';
import { totalTokens } from '../../src/engine/cost.ts';
import type { RunOptions } from '../../src/ponder.ts';
import { readTrace } from '../../src/store/traceFile.ts';
import { report } from '../../src/view/report.ts';
import { viewOf } from '../../src/view/runView.ts';
import { type FakeAnswer, startFakeOpenAi } from '../support/fakeOpenAi.ts';

const root = path.resolve(import.meta.dirname, '../..');
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'totals-test-'));
after(() => fs.rmSync(scratch, { recursive: true, force: true }));

const wrong = (sample: number) =>
  `\`\`\`js\nexport function clamp(value, low, high) { return value + ${sample}; }\n\`\`\``;
const right =
  '```js\nexport function clamp(value, low, high) { return Math.min(Math.max(value, low), high); }\n```';

async function solveClamp(
  answers: (index: number) => FakeAnswer,
  options: RunOptions = {},
  parts: Partial<PonderSettings> = {},
  testCommand?: string,
) {
  const server = await startFakeOpenAi({ answers: (_request, index) => answers(index) });
  const { ponder } = await composePonder({
    model: {
      provider: 'openai',
      baseUrl: server.baseUrl,
      model: 'made-up-70b',
      apiKey: 'sk-secret-key',
      prices: { prompt: 2, completion: 8 },
    },
    dist: path.join(root, 'dist'),
    dataDir: scratch,
    progress() {},
    signal: new AbortController().signal,
    ...parts,
  });
  const workspace = path.join(root, 'media/playground');
  const file = path.join(workspace, 'javascript/src/numbers.js');
  const text = fs.readFileSync(file, 'utf8');
  const found = await ponder.discover({
    workspace,
    file,
    text,
    at: { type: 'name', name: 'clamp' },
    ...(testCommand !== undefined && { testCommand }),
  });
  assert.ok(found.type === 'found');
  const run = ponder.solve(found, { concurrency: 3, ...options });
  return {
    server,
    ponder,
    run,
    async close() {
      await ponder.dispose();
      await server.close();
    },
  };
}

/** What the server reported for the requests it answered to the end. */
const served = (answers: readonly FakeAnswer[]) =>
  answers.reduce(
    (sum, { usage }) =>
      usage && usage !== 'missing'
        ? { prompt: sum.prompt + usage.prompt, completion: sum.completion + usage.completion }
        : sum,
    { prompt: 0, completion: 0 },
  );

/** Looks again and again for at most 30 s; a slow machine may buy fewer samples at once than a fast one. */
async function until(seen: () => boolean): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!seen()) {
    assert.ok(Date.now() < deadline, 'nothing was seen in 30 s');
    await new Promise(resolve => setTimeout(resolve, 5));
  }
}

describe('totals', () => {
  it('are equal in server, ledger, trace, panel and report, with odd usage, failures and retries', async () => {
    const given: FakeAnswer[] = [];
    const solving = await solveClamp(
      index => {
        const usage = { prompt: 211, completion: 37 + 13 * index };
        const answer: FakeAnswer =
          index === 2
            ? { status: 503, message: 'busy' }
            : { text: index === 7 ? right : wrong(index), usage };
        if (answer.status === undefined) given.push(answer);
        return answer;
      },
      { concurrency: 1 },
    );
    const outcome = await solving.run.result;
    assert.equal(outcome.status, 'verified', outcome.reason);
    const complete = solving.server.requests.filter(request => request.ended === 'complete').length;
    assert.equal(complete, solving.server.requests.length, 'nothing was cut off, so all usage was reported');
    assert.equal(outcome.spent.calls, solving.server.requests.length);
    const { prompt, completion } = served(given);
    assert.deepEqual([outcome.spent.promptTokens, outcome.spent.completionTokens], [prompt, completion]);
    assert.equal(outcome.spent.microDollars, prompt * 2 + completion * 8);
    assert.equal(outcome.spent.estimated, false);
    const { events, problems } = readTrace(fs.readFileSync(outcome.trace ?? '', 'utf8'));
    assert.deepEqual(problems, []);
    const end = events.find(event => event.type === 'run-ended');
    assert.deepEqual(end?.spent, outcome.spent);
    const view = viewOf(events);
    assert.ok(view);
    assert.deepEqual(view.ledger.spent, outcome.spent);
    assert.deepEqual(view.warnings, []);
    const tokens = view.spend.reduce((sum, part) => sum + totalTokens(part.cost), 0);
    assert.equal(tokens, prompt + completion);
    assert.match(report(view), new RegExp(`tokens\\s+${prompt + completion}\\b`));
    await solving.close();
  });

  it('are equal with judges, comparisons and what the person had judged', async () => {
    const given: FakeAnswer[] = [];
    const server = await startFakeOpenAi({
      answers: ({ body }, index) => {
        const asked = JSON.stringify(body.messages);
        const text = asked.includes('[[A]]')
          ? index % 3 === 0
            ? 'Who can say?'
            : 'Answer A says nine.\n[[A]]'
          : asked.includes('Score: N')
            ? `It says so.\nScore: ${index % 2 === 0 ? 9 : 2}`
            : `Answer: ${index % 2 === 0 ? 9 : 8}`;
        const answer = { text, usage: { prompt: 101 + index, completion: 17 + 3 * index } };
        given.push(answer);
        return answer;
      },
    });
    const { ponder } = await composePonder({
      model: { provider: 'openai', baseUrl: server.baseUrl, model: 'made-up-70b', apiKey: 'key' },
      dist: path.join(root, 'dist'),
      dataDir: scratch,
      progress() {},
      signal: new AbortController().signal,
    });
    await using closing = new AsyncDisposableStack();
    closing.defer(() => server.close());
    closing.defer(() => ponder.dispose());
    const run = ponder.answer('How many are left?', {
      rewards: ['pairwise'],
      concurrency: 1,
      effort: 1e6,
      budget: { calls: 20 },
      learn: false,
    });
    const { spent, chosen, trace } = await run.result;
    const inRun = served(given);
    assert.deepEqual([spent.promptTokens, spent.completionTokens], [inRun.prompt, inRun.completion]);
    await run.judge(chosen?.id ?? '', 'pointwise', 2);
    const all = served(given);
    const view = viewOf(readTrace(fs.readFileSync(trace ?? '', 'utf8')).events);
    assert.ok(view?.ledger.byHand);
    assert.deepEqual(view.warnings, []);
    assert.deepEqual(view.ledger.spent, spent);
    assert.equal(
      totalTokens(spent) + totalTokens(view.ledger.byHand),
      all.prompt + all.completion,
      'the run and the person together used what was served',
    );
    const parts = view.spend.reduce((sum, part) => sum + totalTokens(part.cost), 0);
    assert.equal(parts, inRun.prompt + inRun.completion);
    const comparisons = view.actions.reduce(
      (sum, { action, ended }) => sum + (ended && action.type === 'compare' ? totalTokens(ended.cost) : 0),
      0,
    );
    assert.ok(comparisons > 0, 'the judge was asked to compare');
    const judged = view.judges.reduce((sum, { tokens }) => sum + tokens, 0);
    assert.equal(judged, comparisons + totalTokens(view.ledger.byHand));
    const text = report(view);
    assert.match(text, new RegExp(`tokens\\s+${inRun.prompt + inRun.completion}\\b`));
    assert.match(text, new RegExp(`Judged by you.*: ${totalTokens(view.ledger.byHand)} tokens in 2 calls`));
  });

  it('mark what no server reported as estimated, everywhere', async () => {
    const solving = await solveClamp(() => ({ text: right, usage: 'missing' }), { concurrency: 1 });
    const outcome = await solving.run.result;
    assert.equal(outcome.status, 'verified', outcome.reason);
    assert.equal(outcome.spent.estimated, true);
    assert.ok(outcome.spent.promptTokens > 0 && outcome.spent.completionTokens > 0);
    const view = viewOf(readTrace(fs.readFileSync(outcome.trace ?? '', 'utf8')).events);
    assert.ok(view && view.ledger.estimatedTokens > 0);
    assert.match(report(view), /estimate/i);
    await solving.close();
  });

  it('never show the key, also when the server repeats it', async () => {
    const solving = await solveClamp(() => ({
      status: 401,
      message: 'bad key sk-secret-key',
      echoKey: true,
    }));
    const outcome = await solving.run.result;
    assert.equal(outcome.status, 'failed');
    assert.doesNotMatch(fs.readFileSync(outcome.trace ?? '', 'utf8'), /sk-secret-key/);
    assert.doesNotMatch(outcome.reason, /sk-secret-key/);
    assert.equal(solving.server.requests.length <= 3, true, 'a wrong key is not tried again');
    await solving.close();
  });
});

describe('stop', () => {
  it('closes every connection within 500 ms, starts no call, and keeps what was found', async () => {
    const solving = await solveClamp(index =>
      index === 0 ? { text: wrong(0) } : { text: wrong(index), delayMs: 60_000 },
    );
    await new Promise<void>(resolve =>
      solving.run.subscribe(
        event => event.type === 'action-ended' && event.result.type === 'candidate' && resolve(),
      ),
    );
    await until(() => solving.server.openConnections() >= 2);
    solving.run.stop();
    await solving.server.connectionsClosed(500);
    const seen = solving.server.requests.length;
    const outcome = await solving.run.result;
    assert.deepEqual([outcome.status, outcome.candidates.length], ['cancelled', 1]);
    await new Promise(resolve => setTimeout(resolve, 200));
    assert.equal(solving.server.requests.length, seen);
    await solving.close();
  });
});

describe('stop in the middle of a test run', () => {
  it('leaves no process 500 ms later', async () => {
    const solving = await solveClamp(
      () => ({ text: right }),
      {},
      {},
      "sleep 4711 & trap '' TERM; sleep 4711",
    );
    const sleepers = () =>
      fs.readdirSync('/proc').filter(pid => {
        try {
          return (
            /^\d+$/.test(pid) && fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8') === 'sleep\0' + '4711\0'
          );
        } catch {
          return false;
        }
      });
    await until(() => sleepers().length === 2);
    const stopped = performance.now();
    solving.run.stop();
    while (sleepers().length > 0 && performance.now() - stopped < 2_000)
      await new Promise(resolve => setTimeout(resolve, 5));
    const took = performance.now() - stopped;
    assert.ok(took < 500, `processes lived for ${took} ms`);
    assert.equal((await solving.run.result).status, 'cancelled');
    await solving.close();
  });
});

describe('money', () => {
  it('has a cap that holds with requests in flight', async () => {
    const usage = { prompt: 200, completion: 100 };
    const solving = await solveClamp(index => ({ text: wrong(index), usage }), {
      budget: { microDollars: 60_000 },
      effort: 'thorough',
    });
    const outcome = await solving.run.result;
    assert.equal(outcome.stop, 'budget', outcome.reason);
    assert.ok(
      outcome.spent.microDollars <= 60_000 && outcome.spent.microDollars > 20_000,
      String(outcome.spent.microDollars),
    );
    await solving.close();
  });
});
