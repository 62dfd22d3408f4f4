import type { Action, ContextId } from '../action.ts';
import type { Call } from '../call.ts';
import type { Candidate, CandidateId } from '../candidate.ts';
import type { Contexts } from '../contexts.ts';
import type { Diagnostics } from '../diagnostics.ts';
import { digest } from '../digest.ts';
import { DrawnCandidates } from '../drawnCandidates.ts';
import type { Generator } from '../generator.ts';
import { critiqueOf } from '../judging/asking/judgingCritique.ts';
import { meter } from '../meter.ts';
import { notTaken } from '../notTaken.ts';
import { type Arm, temperatureOf } from '../policy.ts';
import type { PrefixCheck } from '../prefixCheck.ts';
import { drawWatched } from '../prefixWatch.ts';
import { withConfidence } from '../rewards/confidence.ts';
import { refinePrompt } from '../sampler.ts';
import type { CodeAssembler, CodeTask } from '../task.ts';
import { withDiagnostics } from './codeDiagnostics.ts';
import type { CodeGeneratedTests } from './codeGeneratedTests.ts';
import type { AssembledCode, Evaluation, Shown } from './evaluation.ts';

export type CodeDrawsSetup = {
  readonly task: CodeTask;
  readonly assembler: CodeAssembler;
  readonly generator: Generator;
  readonly arms: readonly Arm[];
  readonly evaluation: Evaluation;
  /** Present where tests can be generated. */
  readonly generatedTests: CodeGeneratedTests | undefined;
  /** Without it no sample is cut short. */
  readonly prefixCheck?: PrefixCheck | undefined;
  /** Where the editor's compiler can be asked about candidates. */
  readonly diagnostics?: Diagnostics | undefined;
  /** Where the workspace can be searched. */
  readonly contexts?: Contexts | undefined;
};

/** The actions that write a candidate. */
export type Draw = Extract<Action, { type: 'sample' | 'refine' }>;
type Begun = Pick<Candidate, 'id' | 'arm' | 'parent'>;

/** Draws texts from the model, fits them into the file and evaluates them; knows the candidates of the run. */
export class CodeDraws {
  readonly #setup: CodeDrawsSetup;
  readonly candidates = new DrawnCandidates();
  /** By candidate and what it is shown with. */
  readonly #refiners = new Map<string, Generator>();
  /** What candidates were shown; a refinement is shown the same as what it refines. */
  readonly #shown = new Map<CandidateId, ContextId>();
  #drawn = 0;

  constructor(setup: CodeDrawsSetup) {
    this.#setup = setup;
  }

  /** Draws of the prompt that an action wants. */
  generatorOf(action: Draw): Generator {
    if (action.type === 'refine') return this.#refinerOf(action.candidate);
    return action.context === undefined
      ? this.#setup.generator
      : this.#contexts(action.context).generator(action.context);
  }

  #contexts(id: ContextId): Contexts {
    const { contexts } = this.#setup;
    if (!contexts) throw new Error(`There is no context ${id}: nothing was searched.`);
    return contexts;
  }

  #contextOf(action: Draw): ContextId | undefined {
    return action.type === 'sample' ? action.context : this.#shown.get(action.candidate);
  }

  /** The prompt shows a candidate and what is wrong with it; one that was criticised since has another prompt. */
  #refinerOf(id: CandidateId): Generator {
    const critique = critiqueOf(this.candidates.candidate(id).reward)?.text;
    const name = `refine ${id}${critique === undefined ? '' : ` as ${digest(critique)}`}`;
    const known = this.#refiners.get(name);
    if (known) return known;
    const { task, generator } = this.#setup;
    const context = this.#shown.get(id);
    const snippets = context === undefined ? [] : this.#contexts(context).snippets(context);
    const prompt = refinePrompt(task, this.candidates.candidate(id), generator.promptStyle, snippets);
    const refiner = generator.forPrompt(prompt, name);
    this.#refiners.set(name, refiner);
    return refiner;
  }

  /**
   * The candidate that is written. The prompt of a refinement, or with what a search found, is longer than that of a plain
   * sample: where the model does not take it, the candidate is unusable, and nothing has failed.
   */
  async draw(action: Draw, maxTokens: number, call: Call): Promise<Candidate> {
    this.#drawn += 1;
    const parent = action.type === 'refine' ? { parent: action.candidate } : {};
    const begun = { id: `c${this.#drawn}`, arm: action.arm, ...parent };
    const context = this.#contextOf(action);
    const isLonger = action.type === 'refine' || context !== undefined;
    const metered = meter(call);
    const candidate = await this.#written(begun, action, maxTokens, metered).catch((thrown: unknown) => {
      const error = isLonger ? notTaken(thrown) : undefined;
      if (error === undefined) throw thrown;
      return { ...begun, text: '', behaviour: 'unusable', error, cost: metered.spent() };
    });
    this.candidates.add(candidate);
    if (context !== undefined) this.#shown.set(candidate.id, context);
    return candidate;
  }

  async #written(
    begun: Begun,
    action: Draw,
    maxTokens: number,
    metered: ReturnType<typeof meter>,
  ): Promise<Candidate> {
    const { arms, assembler, evaluation, prefixCheck } = this.#setup;
    const temperature = temperatureOf(arms, begun.arm);
    const generator = this.generatorOf(action);
    const written = await drawWatched({ generator, temperature, maxTokens, prefixCheck }, metered.call);
    const drawn = { ...begun, text: written.text };
    if (written.cut !== undefined) {
      const cost = metered.spent();
      const error = `cut after ${cost.completionTokens} tokens: ${written.cut}`;
      return { ...drawn, behaviour: 'unusable', error, cost };
    }
    const assembled = assembler.assemble(written.text);
    if (assembled.type === 'unusable') {
      const cut = written.finish === 'length' ? ' (the text was cut off at its token limit)' : '';
      return { ...drawn, behaviour: 'unusable', error: assembled.error + cut, cost: metered.spent() };
    }
    const { code, fileText } = assembled;
    const shown = await evaluation.evaluate(assembled, metered.call);
    const tested = await this.#tested(begun.id, assembled, shown, metered.call);
    const { diagnostics } = this.#setup;
    const checked = await withDiagnostics(tested, assembled, diagnostics, metered.call.signal);
    const reward = withConfidence(checked.reward, written.laws);
    return { ...drawn, code, fileText, ...checked, ...(reward && { reward }), cost: metered.spent() };
  }

  /** With what it does on the tests that were generated before it. */
  async #tested(id: CandidateId, code: AssembledCode, shown: Shown, call: Call): Promise<Shown> {
    const { error, reward } = shown;
    const runs = error === undefined && reward?.evidence.some(({ type }) => type === 'probes');
    const more = runs ? await this.#setup.generatedTests?.evidenceOf(id, code, call) : undefined;
    return reward && more ? { ...shown, reward: { ...reward, evidence: [...reward.evidence, more] } } : shown;
  }
}
