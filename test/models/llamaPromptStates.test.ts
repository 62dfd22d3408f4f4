import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { PromptStates } from '../../src/models/llamaPromptStates.ts';

type Sequence = Parameters<PromptStates['prepare']>[0];
type Token = Parameters<PromptStates['prepare']>[1][number];

const { signal } = new AbortController();

/** A prompt of 40 tokens that shares none with others. */
function prompt(name: number): readonly Token[] {
  return Array.from({ length: 40 }, (_, index) => (1000 * name + index) as Token);
}

/**
 * A sequence of a context, without the model: it evaluates when `until` is over and knows what it holds. As the real one's,
 * its list of tokens is emptied by a load that fails, and its cache is not.
 */
function sequenceOf(until: Promise<void> = Promise.resolve()) {
  let held: readonly number[] = [];
  let cache: readonly number[] = [];
  let evaluated = 0;
  const shared = (tokens: readonly number[]) => {
    const differs = tokens.findIndex((token, index) => token !== held[index]);
    return differs === -1 ? Math.min(tokens.length, held.length) : differs;
  };
  const sequence = {
    compareContextTokens: (tokens: readonly number[]) => ({ firstDifferentIndex: shared(tokens) }),
    async adaptStateToTokens(tokens: readonly number[]) {
      const same = shared(tokens);
      if (same === held.length) return;
      held = held.slice(0, same);
      cache = cache.slice(0, same);
    },
    get nextTokenIndex() {
      return held.length;
    },
    async evaluateWithoutGeneratingNewTokens(tokens: readonly number[]) {
      await until;
      evaluated += tokens.length;
      held = [...held, ...tokens];
      cache = [...cache, ...tokens];
    },
    saveStateToFile: (file: string) => fs.promises.writeFile(file, JSON.stringify(held)),
    async loadStateFromFile(file: string) {
      held = [];
      held = JSON.parse(await fs.promises.readFile(file, 'utf8'));
      cache = held;
    },
  };
  return {
    sequence: sequence as unknown as Sequence,
    holds: () => cache,
    evaluated: () => evaluated,
  };
}

function folder(test: TestContext): string {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'ponder-states-test-'));
  test.after(() => fs.rmSync(dir, { recursive: true, force: true }));
  return dir;
}

describe('the states after prompts', () => {
  it('are read into other sequences instead of evaluated again, and only a few are kept', async t => {
    const dir = folder(t);
    const states = new PromptStates(dir, 64);
    for (const name of [1, 2, 3, 4, 5]) await states.prepare(sequenceOf().sequence, prompt(name), signal);
    assert.equal(fs.readdirSync(dir).length, 3);
    const other = sequenceOf();
    assert.equal(await states.prepare(other.sequence, prompt(5), signal), 0);
    assert.deepEqual(other.holds(), prompt(5));
    assert.equal(await states.prepare(other.sequence, prompt(1), signal), 40);
  });

  it('do not wait for one another when a long prompt is overtaken by several short ones', async t => {
    const states = new PromptStates(folder(t), 64);
    const long = Promise.withResolvers<void>();
    const later = Promise.withResolvers<void>();
    const first = states.prepare(sequenceOf(long.promise).sequence, prompt(0), signal);
    for (const name of [1, 2]) await states.prepare(sequenceOf().sequence, prompt(name), signal);
    const last = states.prepare(sequenceOf(later.promise).sequence, prompt(3), signal);
    long.resolve();
    assert.equal(await first, 40);
    later.resolve();
    assert.equal(await last, 40);
  });

  it('that cannot be written, as on a full disk, cost an evaluation and no more', async t => {
    const states = new PromptStates(path.join(folder(t), 'not-there'), 64);
    for (const one of [sequenceOf(), sequenceOf()]) {
      assert.equal(await states.prepare(one.sequence, prompt(1), signal), 40);
      assert.deepEqual(one.holds(), prompt(1));
    }
  });

  it('whose file is gone are evaluated again, also in a sequence that held another prompt', async t => {
    const dir = folder(t);
    const states = new PromptStates(dir, 64);
    await states.prepare(sequenceOf().sequence, prompt(1), signal);
    const other = sequenceOf();
    await states.prepare(other.sequence, prompt(2), signal);
    for (const name of fs.readdirSync(dir)) fs.rmSync(path.join(dir, name));
    assert.equal(await states.prepare(other.sequence, prompt(1), signal), 40);
    assert.deepEqual(other.holds(), prompt(1));
    assert.equal(await states.prepare(sequenceOf().sequence, prompt(1), signal), 0);
  });
});
