import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { Language } from '../../src/engine/task.ts';
import { createAssembler } from '../../src/workspace/assembler.ts';
import { functionsIn } from '../../src/workspace/functions.ts';
import { createPrefixCheck } from '../../src/workspace/prefixCheck.ts';
import { refusedAt } from '../../src/workspace/prefixCheckRefusal.ts';
import { loadSyntax } from '../../src/workspace/syntax.ts';
import { wasmDir } from './sampleFiles.ts';

const syntax = await loadSyntax(wasmDir);

const files: Readonly<Record<Language, string>> = {
  javascript: 'class Stack {\n  push(item) {\n  }\n}\nfunction f(a, b) {\n  return 0;\n}\n',
  typescript:
    'class Stack {\n  push(item: number): void {\n  }\n}\nfunction f(a: number, b: string): unknown {\n  return 0;\n}\n',
  tsx: 'function f(a: number, b: string) {\n  return 0;\n}\n',
  python: 'class Stack:\n    def push(self, item):\n        pass\n\ndef f(a, b):\n    pass\n',
};

function checkOf(language: Language, functionName = 'f') {
  const text = files[language];
  const site = syntax
    .read(language, text, root => functionsIn(root, language))
    .find(one => one.name === functionName);
  assert.ok(site);
  const assembler = createAssembler({ syntax, language, text, site });
  return createPrefixCheck({ syntax, task: { language, functionName }, assembler });
}

/** The line (from 1) after which a text is cut, and why; undefined when it never is. */
function cutOf(language: Language, text: string, functionName?: string) {
  const check = checkOf(language, functionName);
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) {
    const reason = check.check(text.slice(0, end + 1));
    if (reason !== undefined) return { line: text.slice(0, end + 1).split('\n').length - 1, reason };
  }
  return undefined;
}

const fence = (code: string) => `Sure, = this is it:\n\n\`\`\`\n${code}\n\`\`\`\nDone = well.\n`;

const mendable: readonly (readonly [Language, string, string, string?])[] = [
  [
    'javascript',
    'a template of several lines',
    'function f(a, b) {\n  const s = `if (a {\n  $' +
      '{a.map(x => `\n= = )`.length)\n}\n))`;\n  return s;\n}',
  ],
  [
    'javascript',
    'comments of code',
    'function f(a, b) {\n  /* if (a {\n  return = ;\n  */\n  return a; // }}}\n}',
  ],
  [
    'javascript',
    'regular expressions and division',
    'function f(a, b) {\n  const r = /[/`]{2}\\/(?:`)/g;\n  return a / b /\n    2 + "`".replace(r, "");\n}',
  ],
  [
    'javascript',
    'automatic semicolons',
    'function f(a, b) {\n  const x = a\n  const y = b\n  return x\n    + y\n}',
  ],
  [
    'javascript',
    'objects, calls and conditions over lines',
    'const f = async (\n  a,\n  b = {\n    c: 1,\n  },\n) => {\n  const { c,\n    ...rest } = b;\n  return a &&\n    (c\n      ? [\n          rest,\n          1,\n        ]\n      : new Map([\n          [1, 2],\n        ]))\n      ?.at(0);\n};',
  ],
  [
    'javascript',
    'JSX',
    'function f(a, b) {\n  return (\n    <div className="a"\n      onClick={() => {\n        a();\n      }}\n    >\n      it\'s = = text {b &&\n        <p>\n          {b.map(x => {\n            return <i key={x}>if (</i>;\n          })}\n        </p>}\n      <>\n      </>\n    </div>\n  );\n}',
  ],
  [
    'javascript',
    'a method alone',
    'push(item) {\n  this.items = this.items ?? [];\n  this.items.push(item);\n}',
    'Stack.push',
  ],
  [
    'javascript',
    'a method in an object',
    'async push(item) {\n  return 1;\n},\nget size() {\n  return 2;\n},',
    'Stack.push',
  ],
  [
    'javascript',
    'prose in the fence before the function f',
    'Here is the function f(a, b) you want:\nfunction f(a, b) {\n  return a;\n}',
  ],
  [
    'javascript',
    'prose in the fence after the function',
    "function f(a, b) {\n  return a;\n}\nThis is = how it works, isn't it?\nIt (really",
  ],
  [
    'javascript',
    'an unusual start',
    'exports.f = function (a, b) {\n  label: for (;;) {\n    switch (a) {\n      case 1: {\n        break label;\n      }\n      default:\n        try {\n          return b;\n        } finally {\n          a++;\n        }\n    }\n  }\n};',
  ],
  [
    'typescript',
    'types, generics and overloads',
    'export function f<\n  T extends {\n    readonly [key: string]: `a$' +
      '{string}`;\n  },\n>(a: T, b: string): asserts b is string;\nexport function f(a: unknown, b: string): unknown {\n  const x = <number>(a as unknown);\n  type Y = keyof typeof a extends infer U\n    ? U\n    : never;\n  return x satisfies number;\n}',
  ],
  [
    'typescript',
    'decorators',
    'class Stack {\n  @log({\n    level: 1,\n  })\n  push(item: number): void {\n    this.#x!.y = item;\n  }\n}',
    'Stack.push',
  ],
  [
    'tsx',
    'JSX with generics',
    "const f = <T,>(a: T, b: string) => {\n  return <A<T>\n    b={b}>{/* = */}\n    don't\n  </A>;\n};",
  ],
  ['python', 'a docstring', 'def f(a, b):\n    """Say if (a {\n\n  it\'s = = 1\n    """\n    return a'],
  [
    'python',
    'brackets, strings and continued lines',
    "def f(\n    a,\n    b={\n        'x': [\n            1,\n        ],\n    },  # if (\n):\n    x = a + \\\n        1\n    s = '''\n  def (\n'''\n    t = f\"\"\"{\n        x!r}\n    \"\"\"\n    return [\n        y\n        for y in x\n        if y\n    ] if s else (\n        lambda z: z\n    )",
  ],
  [
    'python',
    'blocks of every kind',
    'import x\n\n@x.cache(\n    maxsize=None,\n)\nasync def f(a, b):\n    try:\n        with a as c, \\\n                b as d:\n            pass\n    except (A,\n            B) as error:\n        raise\n    else:\n# a comment at the left\n        match a:\n            case {"x": y}:\n                return y\n    finally:\n        while a: a -= 1\n        class C(\n            B\n        ): pass\n    return a',
  ],
  [
    'python',
    'a method alone',
    'def push(self, item):\n        self.items.append(item)\n        return self',
    'Stack.push',
  ],
  ['python', 'a body that defines another function', 'def helper(x):\n    return x\nreturn helper(a))'],
];

const hopeless: readonly (readonly [Language, string, string, number, RegExp, string?])[] = [
  [
    'javascript',
    'a sign too many',
    'function f(a, b) {\n  const x = = 1;\n  return x;\n}',
    5,
    /line 2 .*unexpected `=`$/,
  ],
  [
    'javascript',
    'a bracket that closes nothing',
    'const f = (a, b) => {\n  if (a)) {\n    return 1;\n  }\n};',
    5,
    /line 2 .*unexpected `\)`$/,
  ],
  [
    'javascript',
    'Python in it',
    'function f(a, b) {\n  let x = 1;\n  for x in a:\n    x += 1\n',
    6,
    /line 3 .*unexpected `x`$/,
  ],
  [
    'javascript',
    'an error in a method alone',
    'push(item) {\n  this.x = ;\n}',
    5,
    /line 2 .*unexpected `;`$/,
    'Stack.push',
  ],
  [
    'typescript',
    'an error after a template',
    'function f(a: number, b: string) {\n  const s = `a\n  $' + '{a}`;\n  return s s;\n}',
    7,
    /line 4 .*unexpected `s`$/,
  ],
  [
    'tsx',
    'tags that do not match',
    'function f(a: number, b: string) {\n  return (\n    <div>\n      <p>\n    </div>\n  );\n}',
    10,
    /unexpected `}`/,
  ],
  ['python', 'a sign too many', 'def f(a, b):\n    x = = 1\n    return x', 5, /line 2 .*unexpected `=`$/],
  ['python', 'JavaScript in it', 'def f(a, b):\n    let x = 1\n    return x', 5, /line 2 .*unexpected `x`$/],
  [
    'python',
    'a colon that is missing',
    'def f(a, b):\n    if a\n        return b\n    return a',
    6,
    /unexpected/,
  ],
  ['python', 'the second try as bad as the first', 'def f(a, b):\n    return (]\n', 5, /unexpected `\]`/],
];

describe('the parser on a streamed prefix', () => {
  for (const [language, what, code, name] of mendable) {
    it(`cuts nothing that may still become a program: ${language}, ${what}`, () => {
      assert.equal(cutOf(language, fence(code), name), undefined);
      assert.equal(cutOf(language, `${code}\n`, name), undefined);
    });
  }

  for (const [language, what, code, line, reason, name] of hopeless) {
    it(`cuts at the line that no continuation can mend: ${language}, ${what}`, () => {
      const cut = cutOf(language, fence(code), name);
      assert.equal(cut?.line, line, JSON.stringify(cut));
      assert.match(cut.reason, reason);
    });
  }

  it('lets a broken function be written again in the same block once that is begun', () => {
    const broken = 'function f(a, b) {\n  return a b;\n}\n';
    const check = checkOf('javascript');
    assert.ok(check.check(`\`\`\`\n${broken}`));
    assert.equal(check.check(`\`\`\`\n${broken}function f(a, b) {\n`), undefined);
    assert.equal(check.check(`\`\`\`\n${broken}function f(a, b) {\n  return a;\n}\nif (\n`), undefined);
  });

  it('looks at nothing outside of the code: thoughts, prose, a block that is closed', () => {
    const check = checkOf('javascript');
    const broken = 'function f(a, b) {\n  return a b;\n}\n';
    assert.equal(check.check(`<think>\n\`\`\`\n${broken}`), undefined);
    assert.equal(check.check(`The function f(a, b) {\n  is = = easy\n`), undefined);
    assert.equal(check.check(`\`\`\`\n${broken}\`\`\`\nAgain:\n`), undefined);
    assert.ok(check.check(`<think>\nno\n</think>\n\`\`\`\n${broken}`));
  });

  it('checks a long text less and less often', () => {
    const lines = Array.from({ length: 3_000 }, (_, i) => `    x = ${i}\n`);
    let reads = 0;
    const counting = {
      ...syntax,
      log: () => {
        reads += 1;
      },
    };
    const task = { language: 'python', functionName: 'f' } as const;
    const assembler = { assemble: () => ({ type: 'unusable', error: '' }) as const };
    const check = createPrefixCheck({ syntax: counting, task, assembler });
    let text = '```\ndef f(a, b):\n';
    for (const line of lines) {
      text += line;
      check.check(text);
    }
    assert.ok(reads > 60 && reads < 500, `${reads} readings`);
  });

  it('refuses no prefix of a real file', () => {
    for (const file of ['src/engine/run.ts', 'src/workspace/assembler.ts', 'webview/header.tsx']) {
      const text = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
      const language = file.endsWith('x') ? 'tsx' : 'typescript';
      for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) {
        assert.equal(
          refusedAt(syntax, language, text.slice(0, end + 1)),
          undefined,
          `${file}: ${text.slice(0, end).slice(-80)}`,
        );
      }
    }
  });
});
