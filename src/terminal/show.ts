import fs from 'node:fs/promises';
import { readTrace } from '../store/traceFile.ts';
import { report } from '../view/report.ts';
import { interrupted, viewOf } from '../view/runView.ts';
import { BadInput } from './badInput.ts';

/** `ponder show`: the report of a trace on standard output, what is wrong with the trace on standard error. */
export async function show(file: string): Promise<void> {
  const text = await fs.readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new BadInput(`The trace ${file} cannot be read (${error.code}). Check the path.`);
  });
  const { events, problems } = readTrace(text);
  const view = viewOf(events);
  if (!view)
    throw new BadInput(`${file} is no trace: ${problems[0] ?? 'it has no event that starts a run.'}`);
  const whole = view.state.type === 'running' ? interrupted(view) : view;
  process.stdout.write(`${report(whole, Math.min(process.stdout.columns ?? 100, 100))}\n`);
  for (const problem of problems) process.stderr.write(`ponder: ${problem}\n`);
}
