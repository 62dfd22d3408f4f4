import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

/** Folders of made-up recordings below one of their own, which whoever made it removes. */
export class DataFolders {
  readonly root: string;

  constructor(name: string) {
    this.root = fs.mkdtempSync(path.join(os.tmpdir(), `${name}-`));
  }

  /** A folder of this name with this file, gzipped. */
  folder(name: string, file: string, text: string): string {
    const data = path.join(this.root, name);
    fs.mkdirSync(data, { recursive: true });
    fs.writeFileSync(path.join(data, file), gzipSync(text));
    return data;
  }

  remove(): void {
    fs.rmSync(this.root, { recursive: true, force: true });
  }
}

/** Rows as a file of JSON lines holds them. */
export function lines(rows: readonly unknown[]): string {
  return rows.map(row => JSON.stringify(row)).join('\n');
}
