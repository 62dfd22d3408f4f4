import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { filled } from '../../src/dev/benchTables.ts';

const row = (policy: string, budget: number, options = {}) => ({
  ...{ policy, options, budget, unit: 'draws', accuracy: 0.5, ci95: [0.4, 0.6], tokens: 12, draws: budget },
  ...{ testDraws: 0, price: null, stopReasons: {}, millisPerDecision: 0 },
});
const result = {
  ...{ suite: 'answers', data: 'd', tasks: 3, seeds: 2, notes: ['One.', 'Two.'] },
  rows: [row('auto', 1), row('auto', 2), row('esc', 2), row('auto', 2, { arm: 'x' })],
  references: { uniform: [{ budget: 1, accuracy: 0.45 }], hindsight: [] },
  figures: { paired: [{ rule: 'esc', ci95: [-0.01, 0.02], nested: { draws: 3 } }] },
};
const find = (name: string) => (name === 'answers' ? result : undefined);
const between = (part: string) =>
  filled(`a\n<!-- table answers ${part} -->\nold\n<!-- end -->\nb\n`, find).text.split('\n').slice(3, -4);

describe('the tables of the benchmark document', () => {
  it('have a line for each row that is of no single arm', () => {
    const lines = between('rows');
    assert.equal(lines.filter(line => /^\| (auto|esc) /.test(line)).length, 3);
    assert.ok(lines.includes('| esc | 2 | 0.5000 | 0.400 to 0.600 | 2.00 | 12 |'), lines.join('\n'));
    assert.ok(lines.includes('Reference uniform: 0.450 at 1.'));
    assert.equal(between('rows esc').filter(line => line.startsWith('| auto')).length, 0);
  });

  it('show a curve by budget, and lists of figures', () => {
    const curve = between('curve');
    assert.ok(curve.includes('| auto | 0.500 [0.40, 0.60] | 0.500 [0.40, 0.60] |'), curve.join('\n'));
    assert.ok(curve.includes('| reference: uniform | 0.450 |  |'));
    const paired = between('paired');
    assert.deepEqual(paired.at(0), '| rule | ci95 | nested draws |');
    assert.deepEqual(paired.at(-1), '| esc | -0.01 to 0.02 | 3 |');
    assert.deepEqual(between('notes'), ['- One.', '- Two.']);
  });

  it('have one line for a judge under a protocol, with what labels change in their order', () => {
    const judged = (labels: number, ece: number) => ({
      ...{ judge: 'j|1', protocol: 'single', labels, accuracy: 0.5, ci95: [0.4, 0.6], calls: 2 },
      ...{ ece, brier: 0.25, orderConsistency: null, weight: labels / 100, parsed: 1 },
    });
    const judges = { items: 7, rows: [judged(0, 0.2), judged(50, 0.1), { ...judged(0, 0.3), judge: 'k' }] };
    const { text } = filled('<!-- table judges judges -->\n<!-- end -->\n', () => judges);
    const lines = text.split('\n');
    const wanted =
      '| j\\|1 | single | 2.0 | 0.500 | 0.40 to 0.60 | 0.200 > 0.100 | 0.250 |  | 0.000 > 0.500 | 1.000 |';
    assert.ok(lines.includes(wanted), text);
    assert.equal(lines.filter(line => line.startsWith('| k |')).length, 1);
    assert.ok(lines.some(line => line.startsWith('7 items; figures with "0 > 50" labels')));
  });

  it('stay as they are where there is no result, and are the same when filled twice', () => {
    const text = '<!-- table other rows -->\nkept\n<!-- end -->\n';
    assert.deepEqual(filled(text, find), { text, missing: ['other'] });
    const once = filled('<!-- table answers rows -->\n<!-- end -->\n', find).text;
    assert.equal(filled(once, find).text, once);
    assert.throws(() => between('nothing'), /no list figures\.nothing/);
  });
});
