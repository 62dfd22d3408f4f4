/**
 * The programs that run JavaScript and TypeScript candidates on probes; the input and the events are those of the Python
 * harness. The first takes the job and starts a process for each candidate, which has a pipe in place of
 * descriptor 3. Limits on calls are wall time here, which is all that Node can interrupt a loop by.
 */
export const javascriptHarness = `
import { spawn } from 'node:child_process';
import { writeFileSync, writeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [wall, load] = [25_000, 5_000];
let input = '';
for await (const chunk of process.stdin.setEncoding('utf8')) input += chunk;
const job = JSON.parse(input);
const alone = fileURLToPath(new URL('alone.mjs', import.meta.url));
const own = fileURLToPath(new URL('job.json', import.meta.url));
writeFileSync(own, JSON.stringify({ file: job.file, probes: job.probes }));
const report = event => {
  const line = Buffer.from(JSON.stringify(event) + '\\n');
  for (let at = 0; at < line.length; ) at += writeSync(3, line, at);
};
for (const [number, text] of job.candidates.entries()) {
  writeFileSync(job.file, text + '\\n;globalThis.__probed = ' + job.entry + ';\\n');
  await new Promise(done => {
    const flags = ['--stack-size=900', '--max-old-space-size=512'];
    const child = spawn(process.execPath, [...flags, alone, own], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'], detached: true });
    const stop = () => {
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {}
    };
    const timer = setTimeout(stop, wall);
    const loading = setTimeout(stop, load);
    let rest = '';
    child.stdio[3].setEncoding('utf8').on('data', data => {
      const lines = (rest + data).split('\\n');
      rest = lines.pop();
      for (const line of lines) {
        try {
          const event = JSON.parse(line);
          if (!Array.isArray(event) || event.some(part => typeof part === 'object')) continue;
          if (event[0] === 'load') clearTimeout(loading);
          if (event[0] === 'load' || typeof event[0] === 'number') report([number, ...event]);
        } catch {}
      }
    });
    child.on('error', () => {});
    child.on('exit', stop);
    child.on('close', () => {
      clearTimeout(timer);
      clearTimeout(loading);
      stop();
      report([number, 'end']);
      done();
    });
  });
}
`;

export const javascriptAlone = `
import { createHash } from 'node:crypto';
import { readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Script } from 'node:vm';

const [loading, first, later, inAll] = [3000, 500, 100, 4000];
const job = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const emit = (...event) => {
  const line = Buffer.from(JSON.stringify(event) + '\\n');
  for (let at = 0; at < line.length; ) at += writeSync(3, line, at);
};
const late = Symbol('late');
const soon = (promise, limit) => {
  let timer;
  const end = new Promise(resolve => {
    timer = setTimeout(resolve, limit, late);
  });
  return Promise.race([promise, end]).finally(() => clearTimeout(timer));
};

function canon(value, depth = 0, above = []) {
  if (depth > 12) return '...';
  if (value === null) return 'null';
  if (value === undefined) return 'undefined';
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return Number.isInteger(value) ? String(value || 0) : String(Number(value.toPrecision(7)));
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'string') return 's' + JSON.stringify(value);
  if (typeof value === 'symbol' || typeof value === 'function') return 'obj:' + typeof value;
  if (above.includes(value)) return 'obj:circular';
  const inner = item => canon(item, depth + 1, [...above, value]);
  if (Array.isArray(value)) return '[' + Array.from(value, inner).join(',') + ']';
  if (value instanceof Set) return 'set{' + [...value].map(inner).sort().join(',') + '}';
  if (value instanceof Map) return 'map{' + [...value].map(([key, item]) => inner(key) + ':' + inner(item)).sort().join(',') + '}';
  if (value instanceof Date) return 'date:' + value.getTime();
  if (value instanceof RegExp) return 're:' + value;
  if (value instanceof Error) return 'error:' + value.name;
  if (ArrayBuffer.isView(value)) return 'bytes[' + Array.from(value).join(',') + ']';
  if (typeof value.next === 'function') return 'obj:iter';
  const keys = Object.keys(value).sort();
  return '{' + keys.map(key => JSON.stringify(key) + ':' + inner(value[key])).join(',') + '}';
}
const cut = text => (text.length < 300 ? text : text.slice(0, 200) + '#' + createHash('sha256').update(text).digest('hex').slice(0, 32));

async function call(run, limit) {
  try {
    const result = await soon(run.runInThisContext({ timeout: limit }), limit);
    if (result === late) return ['late', ''];
    if (result === undefined) return ['nothing', ''];
    globalThis.__result = result;
    return ['value', new Script('__canon(__result)').runInThisContext({ timeout: limit })];
  } catch (error) {
    if (error?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return ['late', ''];
    return ['error', String(error?.name ?? typeof error).slice(0, 100)];
  }
}

globalThis.__canon = value => cut(canon(value));
process.on('unhandledRejection', () => {});
let word = 'ok';
try {
  const loaded = await soon(import(pathToFileURL(path.resolve(job.file)).href), loading);
  if (loaded === late) word = 'does not end';
  else if (typeof globalThis.__probed !== 'function') word = 'the function is not defined';
} catch (error) {
  word = String(error?.name ?? 'Error').slice(0, 100);
}
emit('load', word);
if (word === 'ok') {
  const started = process.cpuUsage();
  let lates = 0;
  for (const [index, args] of job.probes.entries()) {
    const used = process.cpuUsage(started);
    if (used.user + used.system > inAll * 1000) break;
    const run = new Script('__probed(' + args + ')');
    const [kind, text] = await call(run, lates < 6 ? first : later);
    if (kind === 'late') lates += 1;
    emit(index, kind, text);
  }
}
process.exit(0);
`;
