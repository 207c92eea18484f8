// The corpus of roles-corpus.test.ts: the packages that each repository's Dockerfiles install and keep, as records.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DPKG_FIELDS, readDpkgRecord } from '../../../src/contents/packages/dpkg/dpkg-record.ts';
import { BARE_RECORD, type PackageRecord } from '../../../src/contents/packages/package-record.ts';
import { readStanzas } from '../../../src/contents/packages/stanzas.ts';
import { type InstalledWord, listInstalledWords } from './installed-words.ts';

const TYPES = { apt: 'deb', apk: 'apk', rpm: 'rpm' } as const;

/** What a repository's Dockerfiles install and keep. */
export interface CorpusPackages {
  /** How many different Dockerfiles there are. */
  readonly fileCount: number;
  readonly words: readonly (InstalledWord & { readonly path: string })[];
}

/** Reads all Dockerfiles below a folder; equal ones count once. */
export function readCorpus(folder: string): CorpusPackages {
  const texts = new Map<string, string>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/dockerfile/i.test(entry.name) || /template/i.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    texts.set(readFileSync(path, 'utf8'), path);
  }
  const words = [...texts].flatMap(([text, path]) =>
    listInstalledWords(text).map((word) => ({ ...word, path })),
  );
  return { fileCount: texts.size, words };
}

/** All packages of the indexes that apt has, by name, without the tags: an installed database holds none. */
export function readIndex(): ReadonlyMap<string, PackageRecord> {
  const dump = execFileSync('apt-cache', ['dumpavail'], { maxBuffer: 2 ** 30 });
  const records = new Map<string, PackageRecord>();
  readStanzas(dump, DPKG_FIELDS, (stanza) => {
    const record = readDpkgRecord(stanza);
    if (record === undefined || records.has(record.name)) return;
    const { Tag: _, ...fields } = record.fields;
    records.set(record.name, { ...record, fields });
  });
  return records;
}

/** The record of a word: Debian's where its index has it, else all that its name says. */
export function recordOf(word: InstalledWord, index: ReadonlyMap<string, PackageRecord>): PackageRecord {
  const known = word.manager === 'apt' ? index.get(word.name) : undefined;
  if (known !== undefined) return known;
  return {
    ...BARE_RECORD,
    type: TYPES[word.manager],
    name: word.name,
    version: '0',
    files: { kind: 'elsewhere' },
  };
}
