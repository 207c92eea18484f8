// Parsers as the tests call them.
import type { PackageRecord } from '../../../src/contents/packages/package-record.ts';
import type { RecordParser } from '../../../src/contents/packages/record-parser.ts';

/** The packages of a text; undefined where the parser takes it for something else. */
export function readPackages(
  parser: RecordParser,
  text: string | Uint8Array,
  path = 'x',
): readonly PackageRecord[] | undefined {
  const parsed = parser.parse(Buffer.from(text as string), path);
  if (parsed?.kind === 'text') throw new Error(`${parser.id} keeps text`);
  return parsed?.packages;
}

/** The paths of a record that lists them. */
export function pathsOf(record: PackageRecord | undefined): readonly string[] {
  if (record?.files.kind !== 'paths') throw new Error('the record lists no paths');
  return splitPaths(record.files.paths);
}

/** A list of paths as text. */
export function splitPaths(paths: Uint8Array): readonly string[] {
  return paths.length === 0 ? [] : Buffer.from(paths).toString().split('\n');
}

/** Lines as a file has them. */
export function lines(...text: readonly string[]): Buffer {
  return Buffer.from(text.map((line) => `${line}\n`).join(''));
}
