import assert from 'node:assert/strict';
import { it } from 'node:test';
import { readable } from '../../src/sandbox/messages.ts';
import { missingTests, readEvents } from '../../src/sandbox/testEvents.ts';

const command = { framework: 'mocha', files: ['a.test.js'] } as const;
const lines = (...events: object[]) => events.map(event => `token ${JSON.stringify(event)}`).join('\n');
const passed = (name: string, file = 'a.test.js') => ({ type: 'test', file, name: [name], status: 'passed' });

it('events without the token, of other files, or cut short do not count', () => {
  const report = `${lines(passed('real'))}\n${JSON.stringify(passed('forged'))}\nother ${JSON.stringify({ type: 'end' })}\n${lines(
    passed('elsewhere', 'b.test.js'),
  )}\ntoken {"type":"te`;
  const { tests, complete } = readEvents(report, 'token', command, '/w');
  assert.deepEqual(tests, [{ name: 'real', status: 'passed' }]);
  assert.equal(complete, false);
});

it('a test that failed once has failed, whatever else is reported of it', () => {
  const failed = { ...passed('x'), status: 'failed', message: 'no' };
  for (const events of [
    [passed('x'), failed],
    [failed, passed('x')],
  ]) {
    assert.deepEqual(readEvents(lines(...events), 'token', command, '/w').tests, [
      { name: 'x', status: 'failed', message: 'no' },
    ]);
  }
});

it('tests that began and did not end are unfinished, their suites are not', () => {
  const start = (...name: string[]) => ({ type: 'start', file: 'a.test.js', name });
  const { unfinished } = readEvents(
    lines(start('s'), start('s', 'done'), { ...passed('s'), name: ['s', 'done'] }, start('s', 'open')),
    'token',
    command,
    '/w',
  );
  assert.deepEqual(unfinished, ['s > open']);
});

it('a name stands for itself and everything that starts with it', () => {
  const only = ['suite', 'gone'];
  const { tests } = readEvents(
    lines(passed('suite'), passed('suite two'), passed('other')),
    'token',
    { ...command, only },
    '/w',
  );
  assert.deepEqual(
    tests.map(test => test.name),
    ['suite', 'suite two'],
  );
  assert.deepEqual(missingTests(tests, { ...command, only }), ['gone']);
});

it('a message is what a person reads: no frames, no colours, relative paths, and the place in own code', () => {
  const message =
    '\u001b[31mTypeError: x is not a function\u001b[39m\n    at file:///w/src/a.js:3:5\n    at node:internal/x:1:1';
  const stack =
    'TypeError\n    at run (node:internal/x:1:1)\n    at clamp (/w/src/a.js:3:5)\n    at /w/node_modules/y/z.js:1:1';
  assert.equal(readable(message, stack, '/w'), 'TypeError: x is not a function\nat clamp (src/a.js:3:5)');
});
