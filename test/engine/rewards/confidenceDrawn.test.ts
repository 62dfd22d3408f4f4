import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CodeDraws } from '../../../src/engine/code/codeDraws.ts';
import { zeroCost } from '../../../src/engine/cost.ts';
import { Generator } from '../../../src/engine/generator.ts';
import { PromptDraws } from '../../../src/engine/prompt/promptDraws.ts';
import { seededRandom } from '../../../src/engine/random.ts';
import type { CodeTask, PromptTask } from '../../../src/engine/task.ts';
import { echoAssembler, scriptedModel } from '../../support/fakes.ts';
import { recordedCall } from '../../support/modelCalls.ts';
import { codeTask, configOf, promptTask } from '../../support/worlds.ts';

const { arms } = configOf();
const law = { logprob: -1, top: [-1, -3], certainty: 2 };

/** Draws of a model that tells a law a token where it is asked for them. */
function generatorOf(laws: boolean): Generator {
  const scripted = scriptedModel(() => 'return 1;');
  const generate: typeof scripted.generate = async (request, call) => {
    const generation = await scripted.generate(request, call);
    return request.laws ? { ...generation, laws: [law, law] } : generation;
  };
  return new Generator({
    model: { ...scripted, generate },
    messages: [{ role: 'user', content: 'hi' }],
    maxTokens: 50,
    stopAtFence: false,
    prices: { prompt: 0, completion: 0 },
    random: seededRandom(1),
    laws,
  });
}

const evaluation = {
  worst: zeroCost,
  evaluate: async () => ({
    behaviour: 'b',
    reward: { value: 1, quality: 1, verified: true, evidence: [] },
  }),
};
const codeDraws = (laws: boolean) =>
  new CodeDraws({
    task: codeTask as CodeTask,
    assembler: echoAssembler,
    generator: generatorOf(laws),
    arms,
    evaluation,
    generatedTests: undefined,
  });

describe('the confidence of a drawn candidate', () => {
  it('is among the evidence of an answer where laws are told, and nothing is where they are not', async () => {
    for (const laws of [true, false]) {
      const draws = new PromptDraws({ task: promptTask as PromptTask, generator: generatorOf(laws), arms });
      const allowance = { worst: zeroCost, maxTokens: 50 };
      const { reward } = await draws.draw({ type: 'sample', arm: 'default' }, allowance, recordedCall().call);
      assert.deepEqual(
        reward?.evidence.map(({ type }) => type),
        laws ? ['confidence'] : undefined,
      );
    }
  });

  it('stands beside what tests said of code, which decides as before', async () => {
    for (const laws of [true, false]) {
      const draws = codeDraws(laws);
      const { reward } = await draws.draw({ type: 'sample', arm: 'default' }, 50, recordedCall().call);
      assert.deepEqual([reward?.value, reward?.verified], [1, true]);
      const [confidence] = reward?.evidence ?? [];
      assert.equal(
        confidence?.type === 'confidence' ? confidence.selfCertainty : undefined,
        laws ? 2 : undefined,
      );
    }
  });
});
