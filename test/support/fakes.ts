import type { Call } from '../../src/engine/call.ts';
import type { Probing } from '../../src/engine/code/codeProbes.ts';
import { cost } from '../../src/engine/cost.ts';
import type { Generation, GenerationRequest, LanguageModel } from '../../src/engine/languageModel.ts';
import type { Probed, ProbeRequest } from '../../src/engine/probes/probeRunner.ts';
import { seededRandom } from '../../src/engine/random.ts';
import type { Assembled, CodeAssembler } from '../../src/engine/task.ts';
import type { TestReport, TestRequest, TestRunner } from '../../src/engine/testRunner.ts';

/** A model that says what a function of the request says, and charges as the metered wrapper does. */
export function scriptedModel(
  answer: (request: GenerationRequest) => string | Promise<string>,
  parts: Partial<LanguageModel> = {},
): LanguageModel & { readonly requests: GenerationRequest[] } {
  const requests: GenerationRequest[] = [];
  return {
    id: 'scripted',
    can: { seed: true, streaming: false, usage: true, promptStyle: 'small' },
    requests,
    async generate(request: GenerationRequest, call: Call): Promise<Generation> {
      requests.push(request);
      const text = await answer(request);
      call.signal.throwIfAborted();
      const usage = {
        promptTokens: 50,
        completionTokens: Math.min(request.maxTokens, text.length),
        source: 'reported',
      } as const;
      call.charge(cost({ promptTokens: 50, completionTokens: usage.completionTokens, calls: 1 }));
      return { text, usage, finish: 'stop', model: 'scripted' };
    },
    ...parts,
  };
}

/** Takes every text for the code, but for texts that begin with `?`, which are unusable. */
export const echoAssembler: CodeAssembler = {
  assemble: (text): Assembled =>
    text.startsWith('?')
      ? { type: 'unusable', error: 'no code' }
      : { type: 'assembled', code: text, fileText: `file: ${text}`, normalized: text.replace(/\s+/g, '') },
};

/** A test runner whose report is a function of the request; counts its runs. */
export function scriptedTests(
  report: (request: TestRequest) => Partial<TestReport>,
): TestRunner & { readonly requests: TestRequest[] } {
  const requests: TestRequest[] = [];
  return {
    requests,
    async run(request, call) {
      requests.push(request);
      call.charge(cost({ testRuns: 1, sandboxSeconds: 0.5 }));
      return { outcome: 'ran', tests: [], output: '', seconds: 0.5, ...report(request) };
    },
  };
}

/** Probing whose results are a function of the file's text; counts its executions. */
export function scriptedProbing(
  probed: (fileText: string, request: ProbeRequest) => Probed,
): Probing & { readonly requests: ProbeRequest[] } {
  const requests: ProbeRequest[] = [];
  return {
    requests,
    seconds: 3,
    random: seededRandom('probes'),
    runner: {
      async run(request, call) {
        requests.push(request);
        call.charge(cost({ sandboxSeconds: 0.25 }));
        return request.candidates.map(text => probed(text, request));
      },
    },
  };
}
