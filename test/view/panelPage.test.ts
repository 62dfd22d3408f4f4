import assert from 'node:assert/strict';
import { test } from 'node:test';
import { panelPage } from '../../src/view/panelPage.ts';

const parts = {
  scriptUri: 'https://x/s.js',
  styleUri: 'https://x/s.css',
  cspSource: 'https://x',
  nonce: 'n0nce',
};

test('only the script with the nonce may run, and nothing is allowed that is not named', () => {
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(panelPage(parts))?.[1] ?? '';
  const directives = Object.fromEntries(
    policy.split('; ').map(one => [one.slice(0, one.indexOf(' ')), one.slice(one.indexOf(' ') + 1)]),
  );
  assert.deepEqual(directives, {
    'default-src': "'none'",
    'script-src': "'nonce-n0nce'",
    'style-src': "https://x 'unsafe-inline'",
    'font-src': 'https://x',
    'img-src': 'https://x',
    'base-uri': "'none'",
    'form-action': "'none'",
  });
});

test('a URI cannot leave its attribute', () => {
  const html = panelPage({ ...parts, scriptUri: '"><script>alert(1)</script>' });
  assert.equal(html.match(/<script/g)?.length, 1);
});
