import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createAssembler } from '../../src/workspace/assembler.ts';
import { functionsIn } from '../../src/workspace/functions.ts';
import { languageOf } from '../../src/workspace/language.ts';
import { loadSyntax } from '../../src/workspace/syntax.ts';
import { wasmDir } from './sampleFiles.ts';

const syntax = await loadSyntax(wasmDir);

function assembled(file: string, name: string, answer: string, text = fixture(file)) {
  const language = languageOf(file);
  assert.ok(language);
  const site = syntax
    .read(language, text, root => functionsIn(root, language))
    .find(found => found.name === name);
  assert.ok(site, `${file} has no ${name}`);
  const result = createAssembler({ syntax, language, text, site }).assemble(answer);
  if (result.type === 'assembled') {
    assert.equal(result.fileText, text.slice(0, site.range.start) + result.code + text.slice(site.range.end));
  }
  return result;
}

function fixture(file: string): string {
  return readFileSync(new URL(`../fixtures/workspace/assembler/${file}`, import.meta.url), 'utf8');
}

function code(file: string, name: string, answer: string): string {
  const result = assembled(file, name, answer);
  return result.type === 'assembled' ? result.code : `unusable: ${result.error}`;
}

const clampBody =
  'export const clamp = (value, low, high) => {\n  return Math.min(high, Math.max(low, value));\n};';
const clampReturn = 'return Math.min(high, Math.max(low, value));';
const clampFunction = `function clamp(value, low, high) {\n  ${clampReturn}\n}`;

const clampAnswers: Readonly<Record<string, string>> = {
  'a fenced block': `Sure!\n\n\`\`\`javascript\nconst clamp = (value, low, high) => {\n  ${clampReturn}\n};\n\`\`\`\nDone.`,
  'another style of declaration': `\`\`\`js\n${clampFunction}\n\`\`\``,
  'no fence': clampFunction,
  'prose around and no fence': `Here's the function:\n\n${clampFunction}\n\nIt's right; isn't it?`,
  'an unclosed fence': `\`\`\`\n${clampFunction}`,
  'a closing fence only': `${clampFunction}\n\`\`\`\nThis is it.`,
  'a thought before': `<think>\nfunction clamp() {}\n</think>\n\`\`\`js\n${clampFunction}\n\`\`\``,
  'a thought whose start was cut': `maybe so\n</think>\n${clampFunction}`,
  'another name': `\`\`\`js\nfunction limitTo(value, low, high) {\n  ${clampReturn}\n}\n\`\`\``,
  'the name in another spelling': `function Clamp(value, low, high) {\n  ${clampReturn}\n}\nfunction other() {}`,
  'the body only': clampReturn,
  'the body only, in a fence': `\`\`\`js\n  ${clampReturn}\n\`\`\``,
  'the rest of the function': `  ${clampReturn}\n};\n\nconsole.log(clamp(1, 2, 3));`,
  'an example of its use first': `\`\`\`js\nclamp(1, 2, 3);\n\`\`\`\n\n\`\`\`js\n${clampFunction}\n\`\`\``,
  'the old code first': `Old:\n\`\`\`js\nconst clamp = (value, low, high) => {\n  throw new Error('not implemented');\n};\n\`\`\`\nNew:\n\`\`\`js\n${clampFunction}\n\`\`\``,
  'tests after it': `\`\`\`js\n${clampFunction}\nimport assert from 'node:assert';\nassert.equal(clamp(1, 2, 3), 2);\n\`\`\``,
  'the whole file': `\`\`\`js\n${fixture('numbers.js').replace("throw new Error('not implemented');", clampReturn)}\`\`\``,
  'a bare arrow function': `(value, low, high) => {\n  ${clampReturn}\n}`,
  'Windows line ends': `\`\`\`js\r\n${clampFunction.replaceAll('\n', '\r\n')}\r\n\`\`\``,
  'a changed neighbour': `\`\`\`js\n${clampFunction}\n\nfunction taken(a) {\n  return 'changed';\n}\n\`\`\``,
};

for (const [title, answer] of Object.entries(clampAnswers)) {
  test(`an answer becomes the function in its own shape: ${title}`, () => {
    assert.equal(code('numbers.js', 'clamp', answer), clampBody);
  });
}

const table: readonly (readonly [string, string, string, string, string])[] = [
  [
    'async is kept',
    'numbers.js',
    'load',
    'function load(name) {\n  return name;\n}',
    'export async function load(name) {\n  return name;\n}',
  ],
  [
    'a renamed function still calls itself',
    'numbers.js',
    'factorial',
    'const fact = n => n < 2 ? 1 : n * fact(n - 1);',
    'export function factorial(n) {\n  return n < 2 ? 1 : n * factorial(n - 1);\n}',
  ],
  [
    'an expression stays one',
    'numbers.js',
    'double',
    '```\nconst double = (x) => x * 2;\n```',
    'export const double = (x) => x * 2;',
  ],
  [
    'a function for an arrow',
    'numbers.js',
    'double',
    'function double(x) { return x * 2; }',
    'export const double = (x) => { return x * 2; };',
  ],
  [
    'arguments need a function',
    'numbers.js',
    'double',
    'function double() { return arguments[0] * 2; }',
    'export const double = function () { return arguments[0] * 2; };',
  ],
  [
    'helpers and imports come along',
    'numbers.js',
    'factorial',
    "import { range } from './range.js';\nimport { unused } from './unused.js';\nconst product = list => list.reduce((a, b) => a * b, one);\nexport const one = 1;\nfunction factorial(n) {\n  return product(range(n));\n}",
    "export function factorial(n) {\n  return product(range(n));\n}\n\nimport { range } from './range.js';\n\nconst product = list => list.reduce((a, b) => a * b, one);\n\nconst one = 1;",
  ],
  [
    'a helper of a name that is taken is dropped',
    'numbers.js',
    'factorial',
    'function taken(a) { return 2; }\nfunction factorial(n) { return taken(n); }',
    'export function factorial(n) { return taken(n); }',
  ],
  [
    'a function for a method',
    'numbers.js',
    'Stack.push',
    'function push(item) {\n    this.items.push(item);\n}',
    'push(item) {\n    this.items.push(item);\n  }',
  ],
  [
    'a method as it is',
    'numbers.js',
    'Stack.push',
    '```js\npush(item) {\n  this.items.push(item);\n}\n```',
    'push(item) {\n    this.items.push(item);\n  }',
  ],
  [
    'a class with the method',
    'numbers.js',
    'Stack.push',
    'class Stack {\n    constructor() {}\n\n    push(item) {\n        if (item) {\n            return 1;\n        }\n    }\n}',
    'push(item) {\n    if (item) {\n      return 1;\n    }\n  }',
  ],
  [
    'a helper goes into a method',
    'numbers.js',
    'Stack.push',
    'function push(item) {\n  return wrap(item);\n}\nconst wrap = x => [x];',
    'push(item) {\n    const wrap = x => [x];\n    return wrap(item);\n  }',
  ],
  [
    'static async is kept',
    'numbers.js',
    'Stack.of',
    'of(...items) {\n  return items;\n}',
    'static async of(...items) {\n    return items;\n  }',
  ],
  [
    'a method for a field',
    'numbers.js',
    'Stack.top',
    'top() {\n  return 1;\n}',
    'top = () => {\n    return 1;\n  }',
  ],
  [
    'a method of an object',
    'numbers.js',
    'shapes.area',
    'const area = (width, height) => width * height;',
    'area(width, height) {\n    return width * height;\n  }',
  ],
  [
    'a template keeps its lines',
    'numbers.js',
    'Stack.push',
    'push(item) {\n  return `a\n  b`;\n}',
    'push(item) {\n    return `a\n  b`;\n  }',
  ],
  [
    'lost types come back',
    'shapes.ts',
    'sum',
    '```js\nfunction sum(values, start) {\n  return 1;\n}\n```',
    'export function sum(values: readonly number[], start = 0): number {\n  return 1;\n}',
  ],
  [
    'changed types are taken',
    'shapes.ts',
    'sum',
    'function sum(values: number[]): number { return 1; }',
    'export function sum(values: number[]): number { return 1; }',
  ],
  [
    'a Python function',
    'shapes.py',
    'area',
    '```python\ndef area(width, height):\n    return width * height\n```',
    'def area(width, height):\n    """The area of a rectangle."""\n    return width * height',
  ],
  [
    'a docstring of its own',
    'shapes.py',
    'area',
    'def area(width, height):\n  """New."""\n  # why\n  return width * height',
    'def area(width, height):\n    """New."""\n    # why\n    return width * height',
  ],
  [
    'tabs',
    'shapes.py',
    'area',
    'def area(width, height):\n\tif width:\n\t\treturn 1\n\treturn 2',
    'def area(width, height):\n    """The area of a rectangle."""\n    if width:\n        return 1\n    return 2',
  ],
  [
    'into tabs',
    'tabs.py',
    'Box.size',
    'def size(self):\n  if self:\n    return 1\n  return 2',
    'def size(self):\n\t\tif self:\n\t\t\treturn 1\n\t\treturn 2',
  ],
  [
    'a wrong base indentation',
    'shapes.py',
    'area',
    '      def area(width, height):\n          return 1',
    'def area(width, height):\n    """The area of a rectangle."""\n    return 1',
  ],
  [
    'one line',
    'shapes.py',
    'area',
    'def area(a, b): return a * b',
    'def area(a, b):\n    """The area of a rectangle."""\n    return a * b',
  ],
  [
    'a body',
    'shapes.py',
    'area',
    'return width * height',
    'def area(width, height):\n    """The area of a rectangle."""\n    return width * height',
  ],
  [
    'a body and code after it',
    'shapes.py',
    'area',
    '    total = width\n    return total * height\n\nprint(area(1, 2))',
    'def area(width, height):\n    """The area of a rectangle."""\n    total = width\n    return total * height',
  ],
  [
    'a body that lost its first indentation',
    'shapes.py',
    'area',
    'total = width\n    return total * height',
    'def area(width, height):\n    """The area of a rectangle."""\n    total = width\n    return total * height',
  ],
  [
    'decorators stay',
    'shapes.py',
    'Circle.area',
    'def area(self):\n    return math.pi',
    '@property\n    def area(self):\n        """The area.\n\n        In square units.\n        """\n        return math.pi',
  ],
  [
    'self and types come back',
    'shapes.py',
    'Circle.scaled',
    'def scaled(factor):\n    return factor',
    'def scaled(self, factor: float) -> "Circle":\n        return factor',
  ],
  [
    'a class of its own',
    'shapes.py',
    'area',
    'class Solution:\n    def area(self, width, height):\n        return 1',
    'def area(width, height):\n    """The area of a rectangle."""\n    return 1',
  ],
  [
    'imports and helpers',
    'shapes.py',
    'area',
    'import functools\nimport math\n\ndef times(a, b):\n  return functools.reduce(a, b)\n\ndef area(width, height):\n  return times(width, height)',
    'import functools\ndef times(a, b):\n    return functools.reduce(a, b)\n\n\ndef area(width, height):\n    """The area of a rectangle."""\n    return times(width, height)',
  ],
  [
    'imports inside a method',
    'shapes.py',
    'Circle.scaled',
    'from copy import copy\ndef scaled(self, factor):\n    return copy(self)',
    'def scaled(self, factor: float) -> "Circle":\n        from copy import copy\n        return copy(self)',
  ],
  [
    'async def is kept',
    'shapes.py',
    'fetch',
    'def fetch(name):\n    return name',
    'async def fetch(name):\n    return name',
  ],
  [
    'code that does nothing',
    'shapes.py',
    'fetch',
    '```python\ndef fetch(name):\n    pass\n```',
    'async def fetch(name):\n    pass',
  ],
];

for (const [title, file, name, answer, expected] of table) {
  test(`an answer is fitted to its place: ${title}`, () => {
    assert.equal(code(file, name, answer), expected);
  });
}

const unusable: readonly (readonly [string, string, string, string, RegExp])[] = [
  ['prose', 'numbers.js', 'clamp', 'I am sorry, I cannot do that.', /no code/],
  ['one word', 'numbers.js', 'clamp', 'Sorry', /no code/],
  ['nothing', 'numbers.js', 'clamp', '', /no code/],
  ['an empty fence', 'numbers.js', 'clamp', '```js\n```', /no code/],
  [
    'only an example of its use',
    'numbers.js',
    'clamp',
    '```js\nconsole.log(clamp(1, 2, 3));\n```',
    /no code/,
  ],
  ['an unclosed thought', 'numbers.js', 'clamp', `<think>\n${clampFunction}`, /no code/],
  [
    'a cut function',
    'numbers.js',
    'clamp',
    '```js\nfunction clamp(value, low, high) {\n  return value',
    /line \d.*missing }/i,
  ],
  ['a cut signature', 'numbers.js', 'clamp', '```js\n\nfunction clamp(value, l', /line 2/],
  [
    'a syntax error',
    'numbers.js',
    'clamp',
    '```js\nfunction clamp(value, low, high) {\n  return value +;\n}\n```',
    /line 2/,
  ],
  [
    'a cut method',
    'numbers.js',
    'Stack.push',
    'push(item) {\n  this.items.push(item',
    /no code|syntax error/i,
  ],
  [
    'other functions',
    'numbers.js',
    'clamp',
    'function a() {}\nfunction b() {}',
    /defines a, b but not clamp/,
  ],
  ['no block in Python', 'shapes.py', 'area', 'def area(width, height):\nreturn 1', /indented block/],
  [
    'inconsistent indentation',
    'shapes.py',
    'area',
    'def area(a, b):\n    if a:\n        return 1\n      return 2',
    /line 4.*indentation/,
  ],
  ['a very long text', 'numbers.js', 'clamp', 'x'.repeat(300_000), /300000 characters/],
];

for (const [title, file, name, answer, error] of unusable) {
  test(`an answer without a usable function says why: ${title}`, () => {
    const result = assembled(file, name, answer);
    assert.equal(result.type, 'unusable', JSON.stringify(result));
    assert.match(result.error, error);
  });
}

test('a file with Windows line ends keeps them', () => {
  const text = fixture('numbers.js').replaceAll('\n', '\r\n');
  const result = assembled('numbers.js', 'clamp', clampFunction, text);
  assert.equal(result.type, 'assembled');
  assert.equal(result.code, clampBody.replaceAll('\n', '\r\n'));
});

test('code that differs in comments and layout alone is equal when normalized', () => {
  const texts = [
    clampFunction,
    `// why\nfunction clamp(value,low,high){return Math.min(high,Math.max(low,value))}`,
  ];
  const [left, right] = texts.map(text => assembled('numbers.js', 'clamp', text));
  assert.ok(left?.type === 'assembled' && right?.type === 'assembled');
  assert.equal(left.normalized, right.normalized);
});

test('strings and nesting make a difference when normalized', () => {
  const normalized = (file: string, name: string, answer: string) => {
    const result = assembled(file, name, answer);
    return result.type === 'assembled' ? result.normalized : assert.fail(result.error);
  };
  assert.notEqual(
    normalized('numbers.js', 'double', 'return "a b";'),
    normalized('numbers.js', 'double', 'return "a  b";'),
  );
  const inside = 'def area(a, b):\n    if a:\n        b = 1\n        a = 2';
  assert.notEqual(
    normalized('shapes.py', 'area', inside),
    normalized('shapes.py', 'area', inside.replace('        a', '    a')),
  );
  assert.equal(normalized('shapes.py', 'area', inside), normalized('shapes.py', 'area', `${inside}  # so`));
});

test('an error elsewhere in the file does not stand in the way', () => {
  const text = `${fixture('numbers.js')}\nfunction broken( {\n`;
  assert.equal(assembled('numbers.js', 'clamp', clampFunction, text).type, 'assembled');
});
