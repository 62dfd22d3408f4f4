import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import type { TraceEvent } from '../../src/engine/trace.ts';
import { dataDir } from '../../src/store/dataDir.ts';
import { openTraceFile, readTrace } from '../../src/store/traceFile.ts';
import { codeTask, configOf, runIn } from '../support/worlds.ts';

const scratch = () => fs.mkdtempSync(path.join(os.tmpdir(), 'trace-test-'));
const someEvents = async () =>
  (await runIn({ task: codeTask, seed: 1, right: 0.3, behaviours: 9, failing: 0 }, configOf())).events;

describe('trace file', () => {
  it('reads back what was appended, event by event', async () => {
    const file = path.join(scratch(), 'deep', 'run.trace.jsonl');
    const trace = openTraceFile(file);
    const events = await someEvents();
    for (const [index, event] of events.entries()) {
      trace.append(event);
      assert.equal(readTrace(fs.readFileSync(file, 'utf8')).events.length, index + 1, 'on the disk at once');
    }
    assert.deepEqual(readTrace(fs.readFileSync(file, 'utf8')), { events, problems: [] });
    assert.equal(fs.statSync(file).mode & 0o077, 0, 'prompts and code are for their owner alone');
  });

  it('says that the disk is full, writes nothing more and lets the run go on', {
    skip: process.platform === 'linux' ? false : 'needs /dev/full',
  }, async () => {
    const trace = openTraceFile('/dev/full');
    for (const event of await someEvents()) trace.append(event);
    assert.match(
      trace.problem ?? '',
      /^The disk is full: the trace \/dev\/full is incomplete\. Free some space/,
    );
  });

  it('says where it cannot write', async () => {
    const trace = openTraceFile(path.join(import.meta.filename, 'run.trace.jsonl'));
    const [first] = await someEvents();
    assert.ok(first);
    trace.append(first);
    assert.match(trace.problem ?? '', /run\.trace\.jsonl cannot be written/);
  });
});

describe('reading a trace', () => {
  const line = (event: Partial<TraceEvent>) => JSON.stringify(event);

  it('reports each line that is no event with its number and keeps the rest', async () => {
    const events = await someEvents();
    const lines = events.map(line);
    lines.splice(2, 0, '{"seq": 1, "type": "tele', '[]', '{"type":"holiday"}', '{"type":"choice"}');
    const { events: read, problems } = readTrace(lines.join('\n'));
    assert.deepEqual(read, events);
    assert.equal(problems.length, 4);
    assert.match(problems[0] ?? '', /^Line 3 is not JSON/);
    assert.match(problems[2] ?? '', /^Line 5 has an unknown event type: "holiday"/);
  });

  it('says which events are missing', async () => {
    const events = (await someEvents()).filter(event => event.seq !== 3 && event.seq !== 4);
    assert.deepEqual(readTrace(events.map(line).join('\n')).problems, ['Events 3 to 4 are missing.']);
  });

  it('refuses what a newer version wrote', () => {
    const text = '{"seq":0,"at":0,"type":"run-started","version":2}';
    assert.match(readTrace(text).problems[0] ?? '', /newer version/);
  });
});

describe('data folder', () => {
  it('is the one that the environment names, else the platform place', () => {
    assert.equal(dataDir({ PONDER_DATA_DIR: '/x/y' }), '/x/y');
    if (process.platform === 'linux') assert.equal(dataDir({ XDG_DATA_HOME: '/x' }), '/x/ponder');
  });
});
