import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { CodeExecutor } from '../../src/engine/codeExecutor.ts';
import { cost, zeroCost } from '../../src/engine/cost.ts';
import { Generator } from '../../src/engine/generator.ts';
import type { LanguageModel } from '../../src/engine/languageModel.ts';
import type { PrefixCheck } from '../../src/engine/prefixCheck.ts';
import { seededRandom } from '../../src/engine/random.ts';
import { codePrompt } from '../../src/engine/sampler.ts';
import { metered } from '../../src/models/metered.ts';
import { createRecorded } from '../../src/models/recorded.ts';
import { recording } from '../../src/models/recording.ts';
import { echoAssembler, scriptedProbing, scriptedTests } from '../support/fakes.ts';
import { recordedCall } from '../support/modelCalls.ts';
import { untestedTask as task } from '../support/worlds.ts';

/** Writes lines one by one, a token a line, and charges when it ends, whatever ends it. */
function streamingModel(lines: readonly string[]): LanguageModel & { written: number } {
  return {
    id: 'streaming',
    can: { seed: true, streaming: true, usage: true, promptStyle: 'small' },
    written: 0,
    async generate(_request, call, progress) {
      let tokens = 0;
      try {
        for (const line of lines) {
          await Promise.resolve();
          call.signal.throwIfAborted();
          tokens += 1;
          this.written += 1;
          progress?.(line);
        }
      } finally {
        call.charge(cost({ promptTokens: 50, completionTokens: tokens, calls: 1 }));
      }
      const usage = { promptTokens: 50, completionTokens: tokens, source: 'reported' } as const;
      return { text: lines.join(''), usage, finish: 'stop', model: 'streaming' };
    },
  };
}

/** Cuts where a line says so. */
const atBad: PrefixCheck & { readonly seen: string[] } = {
  seen: [],
  check(text) {
    this.seen.push(text);
    return text.includes('bad') ? 'it says bad' : undefined;
  },
};

function executorOf(model: LanguageModel, prefixCheck: PrefixCheck | undefined) {
  const generator = new Generator({
    model,
    messages: codePrompt(task, 'small'),
    maxTokens: 100,
    stopAtFence: true,
    prices: { prompt: 0, completion: 0 },
    random: seededRandom(1),
  });
  return new CodeExecutor({
    task,
    assembler: echoAssembler,
    generator,
    arms: [{ id: 'default', temperature: 0.7, expectedCost: zeroCost }],
    testRunner: scriptedTests(() => ({})),
    testSeconds: 5,
    fileText: 'def f',
    probing: scriptedProbing(() => ({ type: 'loaded', outputs: [] })),
    ...(prefixCheck && { prefixCheck }),
  });
}

async function sampled(model: LanguageModel, prefixCheck: PrefixCheck | undefined, call = recordedCall()) {
  const executor = executorOf(model, prefixCheck);
  const offer = executor.offer({ type: 'sample', arm: 'default' }, () => Number.POSITIVE_INFINITY);
  assert.ok(offer.type === 'offer');
  const result = await offer.perform('a1', call.call);
  assert.ok(result.type === 'candidate');
  return { candidate: result.candidate, spent: call.spent() };
}

describe('a sample that is cut short', () => {
  const lines = ['def f(n):', '\n', '  bad', '\n', '  more', '\n', '  and more\n'];

  it('ends at the first complete line that cannot be mended, is paid so far and is unusable', async () => {
    const model = streamingModel(lines);
    const { candidate, spent } = await sampled(model, atBad);
    assert.equal(candidate.error, 'cut after 4 tokens: it says bad');
    assert.deepEqual([candidate.text, candidate.behaviour], ['def f(n):\n  bad\n', 'unusable']);
    assert.equal(candidate.code, undefined);
    assert.deepEqual([spent.completionTokens, spent.promptTokens, spent.calls], [4, 50, 1]);
    assert.deepEqual(candidate.cost, spent);
    assert.equal(model.written, 4);
  });

  it('is looked at where lines end alone, and never where nobody looks', async () => {
    atBad.seen.length = 0;
    await sampled(streamingModel(['def ', 'f(n):\n  x', ' = 1', '\n']), atBad);
    assert.deepEqual(atBad.seen, ['def f(n):\n', 'def f(n):\n  x = 1\n']);
    const { candidate } = await sampled(streamingModel(lines), undefined);
    assert.equal(candidate.error, undefined);
  });

  it('is no failure and no end of the run; a stop of the run is still one', async () => {
    const stop = new AbortController();
    const call = recordedCall({ signal: stop.signal });
    await sampled(streamingModel(lines), atBad, call);
    assert.equal(stop.signal.aborted, false);
    const reason = new DOMException('stopped by you', 'AbortError');
    const stopping: PrefixCheck = { check: () => void stop.abort(reason) };
    await assert.rejects(sampled(streamingModel(lines), stopping, call), error => error === reason);
  });

  it('passes on what fails for another reason', async () => {
    const failing: LanguageModel = {
      ...streamingModel(lines),
      async generate(_request, _call, progress) {
        progress?.('bad\n');
        throw new TypeError('broken');
      },
    };
    await assert.rejects(sampled(failing, atBad), /broken/);
  });

  it('is taken as it is where it was complete before it could be cut', async () => {
    const whole: LanguageModel = {
      ...streamingModel(lines),
      async generate(_request, _call, progress) {
        progress?.('bad\nrest');
        const usage = { promptTokens: 1, completionTokens: 2, source: 'reported' } as const;
        return { text: 'bad\nrest', usage, finish: 'stop', model: 'whole' };
      },
    };
    const { candidate } = await sampled(whole, atBad);
    assert.deepEqual([candidate.code, candidate.error], ['bad\nrest', undefined]);
  });

  it('is recorded as it was cut, and is the same candidate when it is replayed', async t => {
    const folder = await mkdtemp(join(tmpdir(), 'ponder-cut-'));
    t.after(() => rm(folder, { recursive: true }));
    const file = join(folder, 'recording.jsonl');
    const live = await sampled(recording(streamingModel(lines), file), atBad);
    const recorded = await createRecorded({ file });
    const again = await sampled(metered(recorded), atBad);
    assert.deepEqual(again.candidate, live.candidate);
    assert.deepEqual(again.spent, live.spent);
  });
});
