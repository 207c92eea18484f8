// Parsers asked as the scan asks them: by base name and ending, then by path, then with the content.
import { LANGUAGE_PARSERS } from '../../src/contents/packages/language-parsers.ts';
import type { PackageRecord } from '../../src/contents/packages/package-record.ts';
import type { ParsedMetadata, RecordParser } from '../../src/contents/packages/record-parser.ts';

/** The parser that a path is offered to, if any takes it. */
export function findParser(path: string): RecordParser | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return LANGUAGE_PARSERS.find(
    ({ names, endings, matches }) =>
      (names.includes(name) || endings.some((ending) => name.endsWith(ending))) && matches(path),
  );
}

/** What a file of an image gives; undefined where no parser takes it or it is none of that kind. */
export function readMetadata(path: string, content: string | Uint8Array): ParsedMetadata | undefined {
  return findParser(path)?.parse(Buffer.from(content as Uint8Array), path);
}

/** The records of a file that gives packages. */
export function readPackages(path: string, content: string | Uint8Array): readonly PackageRecord[] {
  const parsed = readMetadata(path, content);
  return parsed?.kind === 'packages' ? parsed.packages : [];
}
