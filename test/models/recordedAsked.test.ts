import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { digest } from '../../src/engine/digest.ts';
import type { GenerationRequest } from '../../src/engine/languageModel.ts';
import { createRecorded } from '../../src/models/recorded.ts';
import { recording } from '../../src/models/recording.ts';
import { recordedRequest, recordingKey } from '../../src/models/recordingFile.ts';
import { scriptedModel } from '../support/fakes.ts';
import { recordedCall, requestOf } from '../support/modelCalls.ts';

const dir = await mkdtemp(path.join(tmpdir(), 'ponder-recorded-asked-'));
after(() => rm(dir, { recursive: true }));

let files = 0;
/** Replays what a model recorded that says what it was asked for and tells the laws that it is asked for. */
async function replayOf(certainty: number | undefined, ...requests: readonly Partial<GenerationRequest>[]) {
  const file = path.join(dir, `${files++}.jsonl`);
  const scripted = scriptedModel(({ stop, continues }) => `stop ${stop} continues ${continues}`);
  const law = { logprob: -1, top: [-0.5, -1], ...(certainty !== undefined && { certainty }) };
  const generate: typeof scripted.generate = async (request, call) => {
    const generation = await scripted.generate(request, call);
    return request.laws ? { ...generation, laws: [law, law] } : generation;
  };
  const model = recording({ ...scripted, generate }, file);
  for (const more of requests) await model.generate(requestOf('the prompt', more), recordedCall().call);
  return createRecorded({ file });
}
const ask = (model: Awaited<ReturnType<typeof replayOf>>, more: Partial<GenerationRequest> = {}) =>
  model.generate(requestOf('the prompt', more), recordedCall().call);

describe('a recording', () => {
  it('keeps token laws and gives them where they are asked for', async () => {
    const model = await replayOf(3, { laws: true });
    const law = { logprob: -1, top: [-0.5, -1], certainty: 3 };
    assert.deepEqual((await ask(model, { laws: true })).laws, [law, law]);
    assert.equal((await ask(model)).laws, undefined);
  });

  it('tells draws with stops and continued ones from plain ones of the same prompt', async () => {
    const [stop, continues] = [['\n'], true];
    const model = await replayOf(undefined, {}, { stop }, { continues }, { stop, continues });
    assert.equal((await ask(model)).text, 'stop undefined continues undefined');
    assert.equal((await ask(model, { stop })).text, 'stop \n continues undefined');
    assert.equal((await ask(model, { continues })).text, 'stop undefined continues true');
    assert.equal((await ask(model, { stop, continues })).text, 'stop \n continues true');
    await assert.rejects(ask(model, { stop: ['x'] }), /stop none is recorded, \["x"\] was asked for/);
  });

  it('gives the same draw with a schema and without: an endpoint may have refused it', async () => {
    const schema = { name: 'verdict', schema: { type: 'object' } };
    const model = await replayOf(undefined, { schema });
    assert.equal((await ask(model)).text, (await ask(model, { schema })).text);
  });

  it('can do what was asked of the recorded model', async () => {
    const can = async (...parts: Parameters<typeof replayOf>) => {
      const { laws, schema, continues } = (await replayOf(...parts)).can;
      return [laws, schema, continues];
    };
    assert.deepEqual(await can(undefined, {}), [undefined, undefined, undefined]);
    assert.deepEqual(await can(undefined, { laws: true }), ['top', undefined, undefined]);
    const schema = { name: 'verdict', schema: {} };
    assert.deepEqual(await can(3, {}, { laws: true, schema, continues: true }), ['full', true, true]);
  });

  it('has the keys for plain requests that it always had', () => {
    const plain = recordedRequest(requestOf('hi'));
    assert.deepEqual(Object.keys(plain), ['messages', 'maxTokens', 'temperature', 'stopAtFence']);
    const before = digest(JSON.stringify(['m', [['user', 'hi']], 0.8, false, 3]));
    assert.equal(recordingKey('m', plain, 3), before);
    const asked = recordedRequest(requestOf('hi', { laws: true, schema: { name: 'v', schema: {} } }));
    assert.equal(recordingKey('m', asked, 3), before);
  });
});
