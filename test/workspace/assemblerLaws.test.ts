import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { seededRandom } from '../../src/engine/random.ts';
import { createAssembler } from '../../src/workspace/assembler.ts';
import { type FunctionSite, functionsIn } from '../../src/workspace/functions.ts';
import { languageOf } from '../../src/workspace/language.ts';
import { loadSyntax } from '../../src/workspace/syntax.ts';
import { wasmDir } from './sampleFiles.ts';

const syntax = await loadSyntax(wasmDir);
const solutions = Object.entries(
  JSON.parse(
    readFileSync(new URL('../fixtures/workspace/playgroundSolutions.json', import.meta.url), 'utf8'),
  ) as Record<string, string>,
);
const pythonNames = new Set(['is_even', 'celsius_to_fahrenheit', 'fibonacci', 'roman_to_int']);

const pieces = [
  '```',
  '```js\n',
  '```python\n',
  '~~~',
  '<think>',
  '</think>',
  'function ',
  'clamp',
  'area',
  'push',
  'def ',
  'class A',
  ':',
  '(',
  ')',
  '{',
  '}',
  '[',
  ']',
  '=>',
  '=',
  ';',
  ',',
  '.',
  '\n',
  '\n    ',
  '\n\t',
  '\r\n',
  ' ',
  '`',
  '${',
  "'",
  '"',
  '"""',
  '\\',
  'return',
  'async ',
  'await ',
  'yield ',
  'export ',
  'import x from "y"',
  'const ',
  'if (a)',
  'else',
  'self',
  'value',
  '1',
  '0x',
  '/*',
  '*/',
  '//',
  '#',
  '@dec',
  '\u0000',
  '\uFEFF',
  'é',
  '😀',
  '\uD800',
  '<b>',
  '</b>',
  '...',
  'static ',
  'get ',
  'Sorry, I cannot.',
];

function* answers(seed: string, isPython: boolean): Generator<string> {
  const fitting = solutions.filter(([name]) => pythonNames.has(name) === isPython).map(([, text]) => text);
  const random = seededRandom(seed);
  for (let round = 0; round < 50; round++) {
    yield Array.from({ length: random.below(30) }, () => pieces[random.below(pieces.length)] ?? '').join('');
    const solution = fitting[random.below(fitting.length)] ?? '';
    yield solution;
    const cut = random.below(solution.length + 1);
    yield solution.slice(0, cut);
    yield solution.slice(0, cut) + (pieces[random.below(pieces.length)] ?? '') + solution.slice(cut);
  }
  yield '('.repeat(20_000);
  yield '{\n'.repeat(5_000);
  yield '```\n'.repeat(2_000);
  yield 'clamp\n'.repeat(2_000);
  yield `${'if x:\n '.repeat(50)}pass`;
}

function sites(file: string, text: string): readonly FunctionSite[] {
  const language = languageOf(file);
  assert.ok(language);
  return syntax.read(language, text, root => functionsIn(root, language));
}

for (const file of ['numbers.js', 'shapes.ts', 'shapes.py', 'tabs.py']) {
  for (const lineEnd of ['\n', '\r\n']) {
    const text = readFileSync(
      new URL(`../fixtures/workspace/assembler/${file}`, import.meta.url),
      'utf8',
    ).replaceAll('\n', lineEnd);
    test(`whatever a model writes, ${file} (${JSON.stringify(lineEnd)}) changes in the function alone and still parses`, () => {
      const language = languageOf(file);
      assert.ok(language);
      const functions = sites(file, text).filter(site => site.name !== '');
      const random = seededRandom(file);
      let usable = 0;
      for (const answer of answers(file + lineEnd, language === 'python')) {
        const site = functions[random.below(functions.length)];
        assert.ok(site);
        const assembler = createAssembler({ syntax, language, text, site });
        const result = assembler.assemble(answer);
        if (result.type === 'unusable') {
          assert.ok(result.error.length > 10);
          continue;
        }
        usable += 1;
        const rest = text.length - site.range.end;
        assert.equal(result.fileText.slice(0, site.range.start), text.slice(0, site.range.start));
        assert.equal(result.fileText.slice(result.fileText.length - rest), text.slice(site.range.end));
        assert.equal(result.fileText.slice(site.range.start, result.fileText.length - rest), result.code);
        assert.deepEqual(
          sites(file, result.fileText).filter(found => found.name === site.name).length,
          1,
          `${answer}\n---\n${result.fileText}`,
        );
        const again = assembler.assemble(result.code);
        assert.ok(
          again.type === 'assembled',
          `${answer}\n---\n${result.code}\n---\n${JSON.stringify(again)}`,
        );
        assert.equal(again.normalized, result.normalized, answer);
      }
      assert.ok(usable > 20, `Only ${usable} answers were usable; the law says little.`);
    });
  }
}
