// Runs every test/host/*.test.ts inside the extension host. To add one: write test/host/NAME.test.ts on node:test and
// `import * as vscode from 'vscode'`; the build bundles each file to out/host/NAME.test.cjs. Hooks belong inside a
// `describe`: those of a file run after the summary. Modal dialogs throw here and notifications with buttons never
// resolve: put a person's decisions behind an interface, and press the real buttons in test/e2e.
import fs from 'node:fs';
import path from 'node:path';
import { run as runTests } from 'node:test';
import { spec } from 'node:test/reporters';

/** Called by VS Code. Rejects when a test failed or none ran; the counts go to the file PONDER_COUNTS. */
export async function run(): Promise<void> {
  const files = fs.globSync('*.test.cjs', { cwd: __dirname }).map(file => path.join(__dirname, file));
  const events = runTests({ files: files.toSorted(), isolation: 'none', concurrency: false });
  endWhenDone(events);
  let counts = { passed: 0, failed: 0, skipped: 0 };
  events.on('test:summary', ({ counts: all }) => {
    const skipped = all.skipped + all.todo;
    counts = { passed: all.passed, failed: all.tests - all.passed - skipped, skipped };
  });
  for await (const text of events.compose(spec())) process.stdout.write(text);
  if (process.env.PONDER_COUNTS) fs.writeFileSync(process.env.PONDER_COUNTS, JSON.stringify(counts));
  if (counts.failed > 0 || counts.passed === 0)
    throw new Error(`${counts.passed} passed, ${counts.failed} failed`);
}

/**
 * Within one process node:test closes its report when the event loop is empty, which never happens in an extension
 * host: so that moment is announced as soon as every test has ended.
 */
function endWhenDone(events: ReturnType<typeof runTests>): void {
  let open = 0;
  events.on('test:enqueue', ({ nesting }) => {
    if (nesting === 0) open++;
  });
  events.on('test:complete', ({ nesting }) => {
    if (nesting === 0 && --open === 0) setImmediate(() => process.emit('beforeExit', 0));
  });
}
