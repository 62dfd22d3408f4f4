// Judges of one run in the product: what two say of a candidate counts by their shares.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, it } from 'node:test';
import { createPonder } from '../../src/createPonder.ts';
import { cost } from '../../src/engine/cost.ts';
import { shareBeforeLabels } from '../../src/engine/judging/trust/jointShares.ts';
import type { LanguageModel } from '../../src/engine/languageModel.ts';
import { readTrace } from '../../src/store/traceFile.ts';
import { scorer } from '../support/judges.ts';

const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'shared-judges-'));
after(() => fs.rmSync(dataDir, { recursive: true, force: true }));

/** Answers 9 and, as a judge, approves of it. */
const model: LanguageModel = {
  id: 'made-up',
  can: { seed: true, streaming: false, usage: true, promptStyle: 'large' },
  async generate({ messages }, call) {
    call.charge(cost({ promptTokens: 10, completionTokens: 5, calls: 1 }));
    const text = messages[0]?.content.startsWith('Score') ? '9' : 'Answer: 9';
    const usage = { promptTokens: 10, completionTokens: 5, source: 'reported' } as const;
    return { text, usage, finish: 'stop', model: 'made-up' };
  },
};

it('takes two judges that approve for less than one and another one', async () => {
  const none = () => assert.fail('nothing is run');
  const ponder = createPonder({
    ...{ provider: 'recorded', model, dataDir, isolation: 'sandbox', testSeconds: 1, probeSeconds: 1 },
    ...{ discover: none, openTests: none, openProbes: none, prices: { prompt: 0, completion: 0 } },
    judges: { scorer, second: { ...scorer, name: 'second' } },
    dispose: async () => {},
  });
  const live = ponder.answer('How many?', {
    ...{ policy: 'uniform', effort: 'quick', rewards: ['scorer', 'second'] },
  });
  const { trace } = await live.result;
  for (const by of ['scorer', 'second']) await live.judge('c1', by, 1);
  const qualities = readTrace(fs.readFileSync(trace ?? '', 'utf8')).events.flatMap(event =>
    event.type === 'judged-by-hand' ? [event.reward.quality] : [],
  );
  const one = 1.5 ** shareBeforeLabels(2, false);
  assert.deepEqual(
    qualities.map(quality => quality.toFixed(9)),
    [one, one ** 2].map(odds => (odds / (1 + odds)).toFixed(9)),
  );
  await ponder.dispose();
});
