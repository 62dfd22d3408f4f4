import { pathToFileURL } from 'node:url';
import type { FromLlama, LlamaSetup, ToLlama } from './llamaMessages.ts';
import { LlamaRuntime, PromptTooLong, startLlama } from './llamaRuntime.ts';
import { removePromptStateDir } from './promptStateDir.ts';

/**
 * The entry of the child process that holds an embedded model. It dies with its parent, however that ended; Ctrl+C
 * goes to both, and what it means is for the parent to say.
 */
function main(): void {
  const aborts = new Map<number, AbortController>();
  let runtime: LlamaRuntime | undefined;
  const stateDir = process.argv[2];
  const end = () => {
    if (stateDir) removePromptStateDir(stateDir);
    process.kill(process.pid, 'SIGKILL');
  };
  process.once('disconnect', end).once('SIGTERM', end).once('SIGHUP', end);
  process.on('SIGINT', () => {});
  process.on('message', async (message: ToLlama) => {
    if (message.type === 'load') {
      runtime = await load(message.setup);
    } else if (message.type === 'abort') {
      aborts.get(message.id)?.abort();
    } else if (runtime) {
      const controller = new AbortController();
      aborts.set(message.id, controller);
      send(await answer(runtime, message, controller.signal));
      aborts.delete(message.id);
    }
  });
}

async function load(setup: LlamaSetup): Promise<LlamaRuntime | undefined> {
  let what: 'runtime' | 'model' = 'runtime';
  try {
    const module = await import(pathToFileURL(setup.runtime).href);
    const llama = await startLlama(module, setup.threads);
    what = 'model';
    const runtime = await LlamaRuntime.open(module, llama, setup);
    send({ type: 'ready' });
    return runtime;
  } catch (error) {
    send({ type: 'unloadable', what, message: messageOf(error) });
    return undefined;
  }
}

async function answer(
  runtime: LlamaRuntime,
  message: Extract<ToLlama, { type: 'generate' | 'count' }>,
  signal: AbortSignal,
): Promise<FromLlama> {
  const { id } = message;
  try {
    if (message.type === 'count')
      return { type: 'counted', id, tokens: runtime.countPrompt(message.messages) };
    const written = await runtime.write(message.request, {
      signal,
      onStart: (promptTokens, evaluated) => send({ type: 'started', id, promptTokens, evaluated }),
      onToken: text => send({ type: 'token', id, text }),
    });
    return { type: 'generated', id, ...written };
  } catch (error) {
    if (signal.aborted) return { type: 'aborted', id };
    if (error instanceof PromptTooLong) return { type: 'too-long', id, message: error.message };
    return { type: 'failed', id, message: messageOf(error) };
  }
}

/** A parent that died while this is sent is told of by `disconnect`, which ends this process with its files. */
function send(message: FromLlama): void {
  if (process.connected) process.send?.(message, () => {});
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

main();
