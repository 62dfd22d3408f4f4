import type { Call } from '../call.ts';
import type { CandidateId } from '../candidate.ts';
import { type Cost, cost } from '../cost.ts';
import type { Output } from '../probes/probeRunner.ts';
import type { WrittenCall } from '../rewards/writtenCall.ts';
import type { CodeTask } from '../task.ts';
import type { Probing } from './codeProbes.ts';
import type { AssembledCode } from './evaluation.ts';

/** Code as it was run; candidates of equal code share it. `outputs` by call; what could not be run is missing. */
type Program = {
  readonly fileText: string;
  readonly members: CandidateId[];
  readonly outputs: Map<string, Output>;
};

/** What a call gave in a candidate. */
export type GivenOutput = { readonly id: CandidateId; readonly output: Output };

/** The programs of a run and the written calls that all of them are run on, whichever of both came first. */
export class CodeCalls {
  readonly #task: CodeTask;
  readonly #probing: Probing;
  /** By call: equal calls are run once. */
  readonly #calls = new Map<string, WrittenCall>();
  readonly #programs = new Map<string, Program>();
  /** By call: what runs it on the programs there were; another action may have begun that. */
  readonly #runs = new Map<string, Promise<void>>();

  constructor(task: CodeTask, probing: Probing) {
    this.#task = task;
    this.#probing = probing;
  }

  /** The most that running what there is on the calls of one reply costs. */
  worst(): Cost {
    return this.#worstOf(this.#programs.size);
  }

  ids(): readonly CandidateId[] {
    return [...this.#programs.values()].flatMap(({ members }) => members);
  }

  /** What these candidates gave; one that could not be run on it is missing. */
  given({ call }: WrittenCall, ids: readonly CandidateId[]): readonly GivenOutput[] {
    return [...this.#programs.values()].flatMap(({ members, outputs }) => {
      const output = outputs.get(call);
      return output ? members.filter(id => ids.includes(id)).map(id => ({ id, output })) : [];
    });
  }

  /** Takes a candidate in when it was run on all the calls that there are; more may be written until then. */
  async take(id: CandidateId, { fileText, normalized }: AssembledCode, call: Call): Promise<void> {
    const program = this.#programs.get(normalized) ?? (await this.#caughtUp(normalized, fileText, call));
    program.members.push(id);
  }

  async #caughtUp(normalized: string, fileText: string, call: Call): Promise<Program> {
    const program: Program = { fileText, members: [], outputs: new Map() };
    const tried = new Set<string>();
    const missing = () => [...this.#calls.values()].filter(one => !tried.has(one.call));
    for (let calls = missing(); calls.length > 0; calls = missing()) {
      for (const one of calls) tried.add(one.call);
      if (call.extend(this.#worstOf(1))) await this.#run([program], calls, call);
    }
    const known = this.#programs.get(normalized) ?? program;
    this.#programs.set(normalized, known);
    return known;
  }

  /** From now on every program is run on these calls, or has yet to catch up. */
  async add(calls: readonly WrittenCall[], call: Call): Promise<void> {
    const fresh = this.#unknown(calls);
    for (const one of fresh) this.#calls.set(one.call, one);
    const running = this.#run([...this.#programs.values()], fresh, call);
    for (const one of fresh) this.#runs.set(one.call, running);
    await running;
    await Promise.allSettled(calls.map(one => this.#runs.get(one.call)));
  }

  /** Runs the programs that there are on calls, and those that come later not. */
  async tryOut(calls: readonly WrittenCall[], call: Call): Promise<void> {
    await this.#run([...this.#programs.values()], this.#unknown(calls), call);
  }

  /** From now on every program is run on these calls, which were tried out: now those that have come meanwhile. */
  async keep(calls: readonly WrittenCall[], call: Call): Promise<void> {
    const fresh = this.#unknown(calls);
    for (const one of fresh) this.#calls.set(one.call, one);
    const late = [...this.#programs.values()].filter(({ outputs }) =>
      fresh.some(one => !outputs.has(one.call)),
    );
    if (late.length > 0 && call.extend(this.#worstOf(late.length))) await this.#run(late, fresh, call);
  }

  /** Those that programs are not run on yet, each once. */
  #unknown(calls: readonly WrittenCall[]): readonly WrittenCall[] {
    const unknown = calls.filter(one => !this.#calls.has(one.call));
    return [...new Map(unknown.map(one => [one.call, one])).values()];
  }

  /** Rejects only when aborted; where nothing can be run, outputs stay missing. */
  async #run(programs: readonly Program[], calls: readonly WrittenCall[], call: Call): Promise<void> {
    if (programs.length === 0 || calls.length === 0) return;
    const { language, file, functionName } = this.#task;
    const candidates = programs.map(({ fileText }) => fileText);
    const request = { language, file, functionName, candidates, probes: calls };
    const probed = await this.#probing.runner.run(request, call).catch(error => {
      if (call.signal.aborted) throw error;
      return [];
    });
    for (const [at, program] of programs.entries()) {
      const result = probed[at];
      if (result?.type !== 'loaded') continue;
      for (const [c, one] of calls.entries()) {
        const output = result.outputs[c];
        if (output) program.outputs.set(one.call, output);
      }
    }
  }

  #worstOf(programs: number): Cost {
    return cost({ sandboxSeconds: programs * this.#probing.seconds });
  }
}
