import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as vscode from 'vscode';
import { attachPanel } from '../../src/editor/attachPanel.ts';
import { PanelHost } from '../../src/editor/panelHost.ts';
import { RunDesk } from '../../src/editor/runDesk.ts';
import type { JudgeReport } from '../../src/protocol.ts';
import { type MadeUpEnd, MadeUpPonder, madeUpCandidate, madeUpDiscovery } from '../support/fakePonder.ts';
import { newFile, openFile, solveAt, stage, until } from './extensionParts.ts';
import { Page } from './page.ts';

const old = 'function f(n) {\n  return n;\n}';
const fresh = 'function f(n) {\n  return 2 * n;\n}';
const extension = vscode.Uri.file('/extension');
const limit = { timeout: 60_000 };

function ending(end: (run: number) => MadeUpEnd | Promise<MadeUpEnd>): MadeUpPonder {
  return new MadeUpPonder(request => madeUpDiscovery(request, old), end);
}

const service = () => ending(() => ({ candidates: [madeUpCandidate('c1', fresh)] }));

function report(labels: number): JudgeReport {
  const numbers = { asked: 3, dropped: 0, labels, weight: 0 };
  return { judge: 'pointwise', model: 'made-up', ...numbers, reliability: [], weights: [] };
}

/** A host with one run that has ended. */
async function hosted(read?: (workspace: string | undefined) => Promise<readonly JudgeReport[]>) {
  const desk = new RunDesk();
  const host = new PanelHost(desk, extension, () => {}, read);
  const record = await desk.follow(service().answer('one'), 'one');
  return { desk, host, record };
}

/** Waits as long as a page would for a reveal that was asked for before. */
async function drained(): Promise<void> {
  const page = new Page();
  const batcher = attachPanel(page.asView(), extension, () => {});
  page.say({ type: 'ready' });
  batcher.reveal('c1');
  await until('the other is revealed', () => typesOf(page).includes('reveal'));
  page.close();
}

const typesOf = (page: Page) => page.posted.map(({ type }) => type);

test('what is asked why of before there is a panel is shown as soon as there is one', limit, async () => {
  const { host, record } = await hosted();
  host.reveal(record.run.id, 'c1');
  const page = new Page();
  host.attach(page.asView());
  page.say({ type: 'ready' });
  await until('it is revealed', () =>
    page.posted.some(one => one.type === 'reveal' && one.candidate === 'c1'),
  );
  assert.equal(typesOf(page)[0], 'snapshot');
  const later = new Page();
  host.attach(later.asView());
  later.say({ type: 'ready' });
  await drained();
  assert.ok(!typesOf(later).includes('reveal'), 'it is shown once');
  host.dispose();
});

test(
  'nothing is posted to a hidden panel; what is asked why of then waits for its next page',
  limit,
  async () => {
    const { host, record } = await hosted();
    const [page, other] = [new Page(), new Page()];
    for (const one of [page, other]) {
      host.attach(one.asView());
      one.say({ type: 'ready' });
    }
    page.setVisible(false);
    const before = page.posted.length;
    await record.run.choose('c1', 'accepted');
    await until('the other is told', () => JSON.stringify(other.posted).includes('"accepted"'));
    other.close();
    host.reveal(record.run.id, 'c1');
    assert.equal(page.posted.length, before);
    page.setVisible(true);
    await until('it is revealed', () => typesOf(page).includes('reveal'));
    assert.equal(typesOf(page)[before], 'snapshot');
    host.dispose();
  },
);

test('what is asked why of is forgotten when another run is chosen before anybody looks', limit, async () => {
  const { desk, host, record } = await hosted();
  host.reveal(record.run.id, 'c1');
  await desk.follow(service().answer('two'), 'two');
  const page = new Page();
  host.attach(page.asView());
  page.say({ type: 'ready' });
  await until('it is drawn', () => page.posted.length > 0);
  await drained();
  assert.ok(!typesOf(page).includes('reveal'));
  host.dispose();
});

test('what judges are worth is read only while somebody looks', limit, async () => {
  let reads = 0;
  const { host, record, desk } = await hosted(async () => [report(++reads)]);
  assert.equal(reads, 0, 'there is no panel');
  const page = new Page();
  host.attach(page.asView());
  page.say({ type: 'ready' });
  await until('it is read', () => host.content.judgeReports?.[0]?.labels === 1);
  page.setVisible(false);
  await record.run.choose('c1', 'accepted');
  await desk.judge(record, 'c1', 'pointwise');
  assert.equal(reads, 1, 'the panel is hidden');
  page.setVisible(true);
  await until('it is read again', () => host.content.judgeReports?.[0]?.labels === 2);
  page.setVisible(false);
  const drawn = page.posted.length;
  page.setVisible(true);
  await until('it is drawn again', () => page.posted.length > drawn);
  assert.equal(reads, 2, 'nothing was learnt meanwhile');
  await record.run.expect('f(1)', '2');
  await until('what a call gives is a label too', () => host.content.judgeReports?.[0]?.labels === 3);
  page.close();
  await record.run.choose('c1', 'rejected');
  assert.equal(reads, 3, 'the panel is closed');
  host.dispose();
});

test('what was read first of the worth of judges does not replace what was read last', limit, async () => {
  const reads: PromiseWithResolvers<readonly JudgeReport[]>[] = [];
  const { host, record } = await hosted(() => {
    const read = Promise.withResolvers<readonly JudgeReport[]>();
    reads.push(read);
    return read.promise;
  });
  const page = new Page();
  host.attach(page.asView());
  page.say({ type: 'ready' });
  await record.run.choose('c1', 'accepted');
  reads[0]?.resolve([report(1)]);
  await until('it is read', () => reads.length === 2);
  reads[1]?.resolve([report(2)]);
  await until('it is there', () => host.content.judgeReports !== undefined);
  assert.equal(host.content.judgeReports?.[0]?.labels, 2);
  host.dispose();
});

test('a run that broke off is not shown as one that goes on', limit, async () => {
  const desk = new RunDesk();
  const host = new PanelHost(desk, extension, () => {});
  const broken = ending(() => Promise.reject(new Error('The policy is not registered.')));
  await assert.rejects(desk.follow(broken.answer('one'), 'one'), /not registered/);
  assert.equal(host.content.view?.state.type, 'interrupted');
  host.dispose();
});

test('what was asked for in the panel and failed is told', limit, async () => {
  const staged = await stage(service());
  const { parts, panel, person } = staged;
  const uri = newFile(old);
  await openFile(uri);
  const record = await solveAt(staged, uri);
  await record?.run.expect('f(1)', '2');
  const { testFramework } = parts.services;
  Object.assign(parts.services, {
    testFramework: async () => {
      throw new Error('package.json is not JSON');
    },
  });
  const page = new Page();
  panel.attach(page.asView());
  page.say({ type: 'createTest', run: record?.run.id, call: 'f(1)' });
  await until('it is told', () =>
    person.told.some(({ message }) => /package\.json is not JSON/.test(message)),
  );
  Object.assign(parts.services, { testFramework });
  page.close();
});

test(
  '"use this one" of a candidate that changes nothing puts no other before the person',
  limit,
  async () => {
    const ponder = ending(() => ({ candidates: [madeUpCandidate('c1', fresh), madeUpCandidate('c2', old)] }));
    const staged = await stage(ponder);
    const { parts, panel, person } = staged;
    const uri = newFile(old);
    await openFile(uri);
    const record = await solveAt(staged, uri);
    await vscode.commands.executeCommand('ponder.reject');
    const page = new Page();
    panel.attach(page.asView());
    page.say({ type: 'accept', run: record?.run.id, candidate: 'c2' });
    await until('it is told', () => person.told.some(({ message }) => /c2 changes nothing/.test(message)));
    assert.equal(parts.proposals.current, undefined);
    page.close();
  },
);
