/** The tests of a file, by name: those that concern a function, and all of them. */
export type TestNames = {
  /**
   * Full names, or beginnings of names where the rest is made at run time; undefined where it cannot be told
   * which tests concern the function.
   */
  readonly concerned: readonly string[] | undefined;
  /** The same for all tests; undefined where names are made at run time. */
  readonly all: readonly string[] | undefined;
};

/** A suite or a test of a file. `title` is what is known of its name from its beginning on. */
export type TestItem = {
  readonly type: 'suite' | 'test';
  readonly title: string;
  /** Identifiers in it, without those in the suites and tests inside of it. */
  readonly own: ReadonlySet<string>;
  readonly items: readonly TestItem[];
};

/** Something of a test file that is not a test, and the names by which tests use it. */
export type TestSupport = { readonly names: readonly string[]; readonly uses: ReadonlySet<string> };

/** Which of a file's tests refer to one of the names, directly or through the file's own declarations. */
export function concernedTests(options: {
  readonly file: TestItem;
  readonly support: readonly TestSupport[];
  readonly names: readonly string[];
}): TestNames {
  const { file, support } = options;
  const names = spread(new Set(options.names), support);
  const everything = namesOf(file, []);
  const concerned = isConcerned(file, names)
    ? everything
    : namesOf(file, [], item => isConcerned(item, names));
  const isTelling = concerned.length > 0 && !concerned.includes('');
  return {
    concerned: isTelling ? concerned : undefined,
    all: everything.includes('') ? undefined : everything,
  };
}

function spread(names: Set<string>, support: readonly TestSupport[]): ReadonlySet<string> {
  for (let size = -1; size !== names.size; ) {
    size = names.size;
    for (const { names: here, uses } of support) {
      if ([...uses].some(name => names.has(name))) for (const name of here) names.add(name);
    }
  }
  return names;
}

/** A suite whose own code (hooks, loops) refers to the function, or that bears its name, concerns it as a whole. */
function isConcerned(item: TestItem, names: ReadonlySet<string>): boolean {
  const title = item.title.replace(/\(.*\)$/, '').replace(/^[.#]/, '');
  return [...item.own].some(name => names.has(name)) || (item.type === 'suite' && names.has(title));
}

function namesOf(
  item: TestItem,
  suites: readonly string[],
  wants?: (item: TestItem) => boolean,
): readonly string[] {
  return item.items.flatMap(inner => {
    const whole = !wants || wants(inner);
    if (inner.type === 'suite') {
      const path = [...suites, inner.title];
      return inner.title === ''
        ? dynamicSuite(inner, suites, wants)
        : namesOf(inner, path, whole ? undefined : wants);
    }
    return whole ? [[...suites, inner.title].join(' > ')] : [];
  });
}

/** A suite with a name made at run time stands for all that is in the suites around it. */
function dynamicSuite(
  item: TestItem,
  suites: readonly string[],
  wants?: (item: TestItem) => boolean,
): readonly string[] {
  const isWanted = !wants || wants(item) || namesOf(item, [], wants).length > 0;
  return isWanted ? [suites.map(suite => `${suite} > `).join('')] : [];
}
