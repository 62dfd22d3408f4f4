import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, describe, test } from 'node:test';
import { missingDependency } from '../../src/dev/dependencies.mjs';

type Packages = Readonly<Record<string, { readonly version: string; readonly optional?: boolean }>>;

describe('what is missing from node_modules', () => {
  let folder: string;

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ponder-dependencies-'));
    fs.mkdirSync(path.join(folder, 'node_modules'));
  });

  function write(file: string, packages: Packages): void {
    fs.writeFileSync(path.join(folder, file), JSON.stringify({ packages }));
  }

  const wanted: Packages = { '': { version: '1.0.0' }, 'node_modules/a': { version: '2.0.0' } };

  test('an interrupted install counts as none', () => {
    write('package-lock.json', wanted);
    assert.equal(missingDependency(folder), 'nothing is installed yet');
  });

  test('nothing is missing when every package has its version', () => {
    write('package-lock.json', wanted);
    write('node_modules/.package-lock.json', { 'node_modules/a': { version: '2.0.0' } });
    assert.equal(missingDependency(folder), undefined);
  });

  test('a package of another version is missing', () => {
    write('package-lock.json', wanted);
    write('node_modules/.package-lock.json', { 'node_modules/a': { version: '1.9.0' } });
    assert.equal(missingDependency(folder), 'a 2.0.0 is missing');
  });

  test('a package for another platform is not', () => {
    write('package-lock.json', { ...wanted, 'node_modules/b': { version: '1.0.0', optional: true } });
    write('node_modules/.package-lock.json', { 'node_modules/a': { version: '2.0.0' } });
    assert.equal(missingDependency(folder), undefined);
  });
});
