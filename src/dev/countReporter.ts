import type { TestEvent } from 'node:test/reporters';

/** What a test runner counted; a cancelled test has failed. */
export type Counts = { readonly passed: number; readonly failed: number; readonly skipped: number };

/** A reporter for `node --test` that writes the Counts of the whole run as JSON. */
export default async function* countReporter(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const event of events) {
    if (event.type !== 'test:summary' || event.data.file !== undefined) continue;
    const { tests, passed, skipped, todo } = event.data.counts;
    yield JSON.stringify({ passed, failed: tests - passed - skipped - todo, skipped: skipped + todo });
  }
}
