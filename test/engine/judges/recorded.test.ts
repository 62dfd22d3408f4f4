import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { type Asked, digestOf, promptsOf } from '../../../src/dev/recordJudges.ts';
import { judges } from '../../../src/engine/judges/index.ts';
import type { Judge } from '../../../src/engine/judging/judge.ts';
import { root } from '../../support/sourceImports.ts';

type Line = {
  readonly style: 'small' | 'large';
  readonly question: string;
  readonly shown: string;
  readonly prompt: string;
  readonly text: string;
  readonly read: { readonly value?: number; readonly preferred?: string };
};

const folder = path.join(root, 'test/fixtures/judges');
const asked: readonly Asked[] = JSON.parse(fs.readFileSync(path.join(folder, 'questions.json'), 'utf8'));
const again = 'The prompt has changed since; record again: npx node src/dev/recordJudges.ts';

/** Of what a model of 135M parameters said to the prompts for small models, at least so much can be read. */
const readable = { pointwise: 0.7, pairwise: 0.4, rubric: 0.5, principles: 0.8 } as const;

for (const [name, share] of Object.entries(readable)) {
  const judge: Judge = judges[name] ?? assert.fail(name);
  const lines: readonly Line[] = fs
    .readFileSync(path.join(folder, `${name}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));

  describe(`what a small model said as ${name}`, () => {
    it('was said to the prompts as they are', () => {
      for (const one of asked) {
        for (const style of ['small', 'large'] as const) {
          for (const { shown, messages } of promptsOf(judge, { task: one.task, style }, one)) {
            const said = lines.filter(
              line => line.style === style && line.question === one.name && line.shown === shown,
            );
            assert.ok(said.length > 0, `${one.name}, ${shown}: nothing is recorded. ${again} ${name}`);
            for (const line of said) assert.equal(line.prompt, digestOf(messages), `${again} ${name}`);
          }
        }
      }
    });

    it('is read as it was', () => {
      for (const { text, shown, read } of lines) {
        const protocol = shown.includes(',') ? judge.pair : judge.point;
        assert.deepEqual(JSON.parse(JSON.stringify(protocol?.read(text))), read, text);
      }
    });

    it('can be read in a fair share, and where not is no vote', () => {
      const small = lines.filter(({ style }) => style === 'small');
      const votes = small.filter(({ read }) => read.value !== undefined || read.preferred !== undefined);
      assert.ok(votes.length >= share * small.length, `${votes.length} of ${small.length}`);
      for (const { read } of votes)
        assert.ok(read.value === undefined || (read.value >= 0 && read.value <= 1));
    });
  });
}
