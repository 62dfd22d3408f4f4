import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as vscode from 'vscode';
import type { BuildRequest } from '../../src/editor/services.ts';
import { MadeUpPonder, madeUpDiscovery } from '../support/fakePonder.ts';
import { stage, until } from './extensionParts.ts';

const madeUp = () =>
  new MadeUpPonder(
    request => madeUpDiscovery(request, 'f'),
    () => ({ candidates: [] }),
  );

/** Builds that end when the test says so, and note what they were asked for. */
function builds() {
  const asked: { readonly request: BuildRequest; readonly end: PromiseWithResolvers<MadeUpPonder> }[] = [];
  const build = async (request: BuildRequest) => {
    const end = Promise.withResolvers<MadeUpPonder>();
    request.signal.addEventListener('abort', () => end.reject(request.signal.reason));
    asked.push({ request, end });
    return await end.promise;
  };
  return { asked, build };
}

test('of two that wait for the service one can turn away, and the other gets it', {
  timeout: 60_000,
}, async () => {
  const service = madeUp();
  const { parts } = await stage(service);
  const { asked, build } = builds();
  Object.assign(parts.services, { build });
  const [first, second] = [new AbortController(), new AbortController()];
  const lines: string[] = [];
  const one = parts.holder.get(line => lines.push(`one: ${line}`), first.signal);
  const two = parts.holder.get(line => lines.push(`two: ${line}`), second.signal);
  const turnedAway = assert.rejects(one, { name: 'AbortError' });
  await until('the service is built', () => asked.length > 0);
  asked[0]?.request.progress('model: 10%');
  first.abort();
  await turnedAway;
  asked[0]?.end.resolve(service);
  assert.equal(await two, service);
  assert.equal(asked.length, 1);
  assert.deepEqual(lines, ['one: model: 10%', 'two: model: 10%']);
});

test('who needs the service while one that all turned away from is ending gets a new one', {
  timeout: 60_000,
}, async () => {
  const service = madeUp();
  const { parts } = await stage(service);
  const asked: { readonly signal: AbortSignal; readonly end: PromiseWithResolvers<MadeUpPonder> }[] = [];
  const build = async ({ signal }: BuildRequest) => {
    const end = Promise.withResolvers<MadeUpPonder>();
    asked.push({ signal, end });
    return await end.promise;
  };
  Object.assign(parts.services, { build });
  const abort = new AbortController();
  const one = parts.holder.get(() => {}, abort.signal).catch(error => error.name);
  await until('the service is built', () => asked.length > 0);
  abort.abort();
  await Promise.race([one, new Promise(resolve => setImmediate(resolve))]);
  assert.equal(asked[0]?.signal.aborted, true);
  const two = parts.holder.get(() => {}, new AbortController().signal);
  asked[0]?.end.reject(asked[0].signal.reason);
  await until('another service is built', () => asked.length > 1);
  asked[1]?.end.resolve(service);
  assert.equal(await two, service);
  assert.equal(await one, 'AbortError');
});

test('who waits for a service while the settings change gets the one for the new settings', {
  timeout: 60_000,
}, async () => {
  const { parts } = await stage(madeUp());
  const { asked, build } = builds();
  Object.assign(parts.services, { build });
  const settings = vscode.workspace.getConfiguration('ponder');
  const one = parts.holder.get(() => {}, new AbortController().signal);
  await until('the service is built', () => asked.length > 0);
  await settings.update('embedded.model', 'another', vscode.ConfigurationTarget.Global);
  const two = parts.holder.get(() => {}, new AbortController().signal);
  await until('it is given up', () => asked[0]?.request.signal.aborted === true);
  await until('another is built', () => asked.length > 1);
  const service = madeUp();
  asked[1]?.end.resolve(service);
  assert.deepEqual(await Promise.all([one, two]), [service, service]);
  await settings.update('embedded.model', undefined, vscode.ConfigurationTarget.Global);
});

test('letting the service go ends one that is being built', { timeout: 60_000 }, async () => {
  const { parts } = await stage(madeUp());
  const { asked, build } = builds();
  Object.assign(parts.services, { build });
  const waiting = assert.rejects(parts.holder.get(() => {}, new AbortController().signal));
  await until('the service is built', () => asked.length > 0);
  const gone = parts.holder.dispose();
  await until('it is ended', () => asked[0]?.request.signal.aborted === true);
  await Promise.all([gone, waiting]);
});
