import type { ContextId, Result } from './action.ts';
import type { Call } from './call.ts';
import type { Candidate } from './candidate.ts';
import type { Generator } from './generator.ts';
import { codePrompt } from './sampler.ts';
import { searchTerms } from './searchTerms.ts';
import type { CodeTask } from './task.ts';
import type { Snippet, WorkspaceSearch } from './workspaceSearch.ts';

export type ContextsSetup = {
  readonly task: CodeTask;
  /** Of samples without a context. */
  readonly generator: Generator;
  readonly search: WorkspaceSearch;
};

type Context = { readonly snippets: readonly Snippet[]; readonly generator: Generator };

/** Most characters of snippets in a prompt; a small model loses the task among more. */
const mostCharacters = { small: 1200, large: 6000 } as const;

/** What the searches of a run found, and the samples whose prompts show it. */
export class Contexts {
  readonly #setup: ContextsSetup;
  readonly #contexts = new Map<ContextId, Context>();
  #searches = 0;

  constructor(setup: ContextsSetup) {
    this.#setup = setup;
  }

  /** The snippets of a context; throws for one that is not there. */
  snippets(id: ContextId): readonly Snippet[] {
    return this.#context(id).snippets;
  }

  /** Draws of the prompt that shows a context; throws for one that is not there. */
  generator(id: ContextId): Generator {
    return this.#context(id).generator;
  }

  /**
   * Searches for what the task and, if given, a failed candidate speak of. A search that breaks is a failed action that
   * ends nothing: the run can do without.
   */
  async search(failed: Candidate | undefined, call: Call): Promise<Result> {
    this.#searches += 1;
    const id = `x${this.#searches}`;
    try {
      const snippets = await this.#found(failed, call);
      if (snippets.length === 0 || this.#isKnown(snippets)) return { type: 'searched', snippets: [] };
      this.#contexts.set(id, { snippets, generator: await this.#generatorFor(id, snippets, call.signal) });
      return { type: 'searched', context: id, snippets };
    } catch (error) {
      call.signal.throwIfAborted();
      return { type: 'failed', failure: brokenSearch(error) };
    }
  }

  async #found(failed: Candidate | undefined, call: Call): Promise<readonly Snippet[]> {
    const { task, generator, search } = this.#setup;
    const style = generator.promptStyle;
    const shown = style === 'small' ? { ...task, context: '' } : task;
    const terms = failed ? searchTerms(failed) : [];
    return await search.search({ task: shown, terms, most: mostCharacters[style] }, call);
  }

  /** Without an exact count of its tokens the prompt is bounded by its length. */
  async #generatorFor(id: ContextId, snippets: readonly Snippet[], signal: AbortSignal): Promise<Generator> {
    const { task, generator } = this.#setup;
    const prompt = codePrompt(task, generator.promptStyle, snippets);
    const shown = generator.forPrompt(prompt, `context ${id}`);
    await shown.prepare(signal).catch(() => signal.throwIfAborted());
    return shown;
  }

  #context(id: ContextId): Context {
    const context = this.#contexts.get(id);
    if (!context) throw new Error(`There is no context ${id}.`);
    return context;
  }

  /** Whether an earlier search of the run found the same. */
  #isKnown(snippets: readonly Snippet[]): boolean {
    const text = JSON.stringify(snippets);
    return [...this.#contexts.values()].some(known => JSON.stringify(known.snippets) === text);
  }
}

function brokenSearch(error: unknown): Extract<Result, { type: 'failed' }>['failure'] {
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: 'search-failed',
    message: `The workspace could not be searched: ${message}`,
    action: 'The run goes on without; check that the files of the workspace can be read.',
  };
}
