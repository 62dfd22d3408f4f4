import type { Call } from '../call.ts';
import { type Cost, cost, zeroCost } from '../cost.ts';
import { digest } from '../digest.ts';
import type { Output, Probed, ProbeRunner } from '../probes/probeRunner.ts';
import { type Probe, probesFor } from '../probes/probes.ts';
import { literalOf } from '../probes/value.ts';
import { writtenProbe } from '../probes/writtenProbe.ts';
import type { Random } from '../random.ts';
import { codeTokens, OutputNumbers, rewardOfProbes } from '../rewards/outputAgreement.ts';
import type { CodeTask } from '../task.ts';
import { SandboxError } from '../testRunner.ts';
import { CodeDocExamples } from './codeDocExamples.ts';
import type { AssembledCode, Evaluation, Shown } from './evaluation.ts';

/** What running candidates on probes takes. */
export type Probing = {
  readonly runner: ProbeRunner;
  /** The longest that running one candidate can take, in seconds of wall time. */
  readonly seconds: number;
  readonly random: Random;
};

export type CodeProbesSetup = {
  readonly task: CodeTask;
  /** The file as it stands. */
  readonly fileText: string;
  readonly probing: Probing;
};

/** Nothing is known then of what the candidate does. */
type NotProbed = { readonly type: 'not-probed'; readonly reason: string };

/**
 * Runs each candidate on inputs that need no expected output, and on the examples of its documentation. A sandbox that is missing or a file that does not load
 * whatever stands in it end nothing: candidates are then told apart by their text.
 */
export class CodeProbes implements Evaluation {
  readonly #setup: CodeProbesSetup;
  readonly #examples: CodeDocExamples;
  readonly #probes: readonly Probe[];
  /** Of each example, its place among the probes. */
  readonly #places: readonly number[];
  readonly #numbers = new OutputNumbers();
  readonly #known = new Map<string, Promise<Probed | NotProbed>>();
  #original: Promise<Probed | NotProbed> | undefined;
  #missing: NotProbed | undefined;

  constructor(setup: CodeProbesSetup) {
    this.#setup = setup;
    this.#examples = new CodeDocExamples(setup.task);
    const { probes, places } = withExamples(setup, this.#examples.examples);
    this.#probes = probes;
    this.#places = places;
    if (this.#probes.length === 0) this.#missing = notProbed('no inputs can be made for its parameters');
  }

  get worst(): Cost {
    return this.#missing ? zeroCost : cost({ sandboxSeconds: this.#setup.probing.seconds });
  }

  async evaluate({ fileText, normalized }: AssembledCode, call: Call): Promise<Shown> {
    const probed = await this.#once(normalized, fileText, call);
    if (probed.type === 'loaded') return this.#shown(probed.outputs, codeTokens(normalized));
    const reason = probed.type === 'broken' ? await this.#faultOfFile(call) : probed;
    if (!reason) return { behaviour: 'unusable', error: `it does not load: ${probed.reason}` };
    const reward = { value: 1, quality: 0, verified: false, evidence: [reason] };
    return { behaviour: digest(normalized), reward };
  }

  /** Equal code is run once; what gave no result is not kept. */
  async #once(normalized: string, fileText: string, call: Call): Promise<Probed | NotProbed> {
    const known = this.#known.get(normalized);
    if (known) return await known;
    const pending = this.#run(fileText, call);
    this.#known.set(normalized, pending);
    const forget = () => this.#known.delete(normalized);
    const probed = await pending.catch(error => {
      forget();
      throw error;
    });
    if (probed.type === 'not-probed') forget();
    return probed;
  }

  #shown(outputs: readonly Output[], codeTokens: number): Shown {
    const reward = rewardOfProbes({
      type: 'probes',
      codeTokens,
      outputs: outputs.map(output => this.#numbers.of(output)),
      written: this.#probes.map((probe, at) =>
        writtenProbe(this.#setup.task, probe, outputs[at] ?? { type: 'late' }),
      ),
    });
    const given = this.#places.map(place => outputs[place] ?? ({ type: 'late' } as const));
    return {
      behaviour: digest(JSON.stringify(outputs.map(comparable))),
      reward: this.#examples.judged(reward, given),
    };
  }

  /** Why no candidate can be run here: the file does not load as it stands either. Else it is the candidate's fault. */
  async #faultOfFile(call: Call): Promise<NotProbed | undefined> {
    if (!this.#original) {
      if (!call.extend(this.worst)) return notProbed('the budget has no room to see whether the file loads');
      this.#original = this.#run(this.#setup.fileText, call);
      this.#original.catch(() => {
        this.#original = undefined;
      });
    }
    const original = await this.#original;
    if (original.type === 'loaded') return undefined;
    return original.type === 'broken' ? notProbed(`the file does not load: ${original.reason}`) : original;
  }

  /** Rejects only when aborted. */
  async #run(fileText: string, call: Call): Promise<Probed | NotProbed> {
    if (this.#missing) return this.#missing;
    const { task, probing } = this.#setup;
    const { language, file, functionName } = task;
    const request = { language, file, functionName, candidates: [fileText], probes: this.#probes };
    try {
      const [probed] = await probing.runner.run(request, call);
      return probed ?? notProbed('the sandbox gave no result');
    } catch (error) {
      if (call.signal.aborted) throw error;
      const failure = notProbed(error instanceof Error ? error.message : String(error));
      if (error instanceof SandboxError && error.reason !== 'setup-failed') this.#missing = failure;
      return failure;
    }
  }
}

/** The probes of a task with those of its examples that are not among them, and the examples' places. */
function withExamples({ task, probing }: CodeProbesSetup, examples: readonly Probe[]) {
  const key = ({ args }: Probe) => args.map(literalOf(task.language)).join(', ');
  const probes = new Map(probesFor(task, probing.random).map(probe => [key(probe), probe]));
  for (const { args } of examples) if (!probes.has(key({ args }))) probes.set(key({ args }), { args });
  const order = [...probes.keys()];
  return { probes: [...probes.values()], places: examples.map(one => order.indexOf(key(one))) };
}

/** Failures are alike, whatever was raised. */
function comparable(output: Output): string {
  return output.type === 'value' ? output.text : output.type === 'nothing' ? 'nothing' : 'failed';
}

function notProbed(reason: string): NotProbed {
  return { type: 'not-probed', reason };
}
