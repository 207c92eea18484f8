// Java archives: the artifact that a jar is, those bundled in it unpacked, and the jars within it, as in a web application or a
// Spring Boot program.
import { keepFilled } from '../metadata-json.ts';
import { decodeText, folderOf } from '../metadata-text.ts';
import { BARE_RECORD, type PackageFiles, type PackageRecord } from '../package-record.ts';
import type { ParsedMetadata, RecordParser } from '../record-parser.ts';
import { splitArchiveName } from './archive-name.ts';
import { identifyJar, type JarArtifact, type MavenTrace } from './jar-identity.ts';
import { parseJarManifest } from './jar-manifest.ts';
import { parsePomProperties } from './maven-coordinates.ts';
import { parsePomProject } from './pom-project.ts';
import { listZipEntries, readZipEntry, type ZipBudget, type ZipEntry } from './zip-archive.ts';

const ENDINGS = [
  '.jar',
  '.war',
  '.ear',
  '.par',
  '.sar',
  '.nar',
  '.jpi',
  '.hpi',
  '.kar',
  '.far',
  '.lpkg',
  '.rar',
  '.zap',
] as const;
const MANIFEST = 'META-INF/MANIFEST.MF';
const POM_PROPERTIES = 'pom.properties';
const POM = 'pom.xml';
const INTERESTING_ENDS = [MANIFEST, POM_PROPERTIES, POM, ...ENDINGS].map((end) => Buffer.from(end));

const NO_FILES: PackageFiles = { kind: 'paths', paths: new Uint8Array(0) };

const ARCHIVE_LIMIT_BYTES = 128_000_000;
/** A signed jar's manifest has lines for each file. */
const TEXT_LIMIT_BYTES = 8_000_000;
const TOTAL_TEXT_LIMIT_BYTES = 64_000_000;
/** A war has plugins, they have jars, and those may be shaded of others: deeper ones are not looked into. */
const DEPTH_LIMIT = 5;
/** For one file and all within it. */
const TOTAL_LIMIT_BYTES = 768_000_000;
const TOTAL_LIMIT_ENTRIES = 1_000_000;

/** Every archive of the kinds that Java servers load. */
export const JAVA_ARCHIVE: RecordParser = {
  id: 'java-archive',
  names: [],
  endings: ENDINGS,
  matches: () => true,
  limitBytes: ARCHIVE_LIMIT_BYTES,
  parse: parseArchive,
};

function parseArchive(content: Uint8Array, path: string): ParsedMetadata | undefined {
  const reading: Reading = {
    budget: { bytesLeft: TOTAL_LIMIT_BYTES, entriesLeft: TOTAL_LIMIT_ENTRIES },
    textBytesLeft: TOTAL_TEXT_LIMIT_BYTES,
    records: new Map(),
  };
  if (!readArchive(reading, content, path, [], 0)) return undefined;
  const packages = [...reading.records.values()];
  return packages.length === 0 ? undefined : { kind: 'packages', packages };
}

interface Reading {
  readonly budget: ZipBudget;
  textBytesLeft: number;
  /** By name and version: the same jar may be in an archive twice. */
  readonly records: Map<string, PackageRecord>;
}

/** Gives false where the bytes are no archive. `within` are the entries that lead here; `storedBytes` is what they take. */
function readArchive(
  reading: Reading,
  bytes: Uint8Array,
  path: string,
  within: readonly string[],
  storedBytes: number,
): boolean {
  const entries = listZipEntries(bytes, reading.budget, isInteresting);
  if (entries === undefined) return false;
  const readText = (entry: ZipEntry | undefined): string | undefined => {
    const limitBytes = Math.min(TEXT_LIMIT_BYTES, reading.textBytesLeft);
    const content = entry && readZipEntry(bytes, entry, reading.budget, limitBytes);
    reading.textBytesLeft -= content?.length ?? 0;
    return content && decodeText(content);
  };
  const manifestText = readText(entries.find(({ name }) => name === MANIFEST));
  const manifest = manifestText === undefined ? undefined : parseJarManifest(manifestText);
  // Agents are built against the classes that they change, and name them as if they were those.
  if (manifest?.main.has('Weave-Classes') !== true) {
    const identity = identifyJar(splitArchiveName(path), manifest, readTraces(entries, readText));
    if (identity.own !== undefined) addRecord(reading, identity.own, within, storedBytes);
    for (const artifact of identity.bundled) addRecord(reading, artifact, within, 0);
  }
  if (within.length === DEPTH_LIMIT) return true;
  for (const entry of entries) {
    if (!ENDINGS.some((ending) => entry.name.endsWith(ending))) continue;
    const inner = readZipEntry(bytes, entry, reading.budget, ARCHIVE_LIMIT_BYTES);
    if (inner === undefined) continue;
    const stored = within.length === 0 ? entry.compressedBytes : storedBytes;
    readArchive(reading, inner, entry.name, [...within, entry.name], stored);
  }
  return true;
}

/** The manifest, what Maven left, and archives within, by the ends of their names. */
function isInteresting(bytes: Uint8Array, start: number, end: number): boolean {
  const last = bytes[end - 1];
  return INTERESTING_ENDS.some((wanted) => {
    const from = end - wanted.length;
    if (from < start || wanted[wanted.length - 1] !== last) return false;
    for (let i = 0; i < wanted.length; i++) if (bytes[from + i] !== wanted[i]) return false;
    return true;
  });
}

/** What Maven left, in the order of the folders. */
function readTraces(
  entries: readonly ZipEntry[],
  readText: (entry: ZipEntry | undefined) => string | undefined,
): readonly MavenTrace[] {
  const traces = new Map<string, MavenTrace>();
  for (const entry of entries) {
    const isProperties = entry.name.endsWith(POM_PROPERTIES);
    if (!isProperties && !entry.name.endsWith(POM)) continue;
    const text = readText(entry);
    if (text === undefined) continue;
    const folder = folderOf(entry.name);
    const known = traces.get(folder) ?? { folder, properties: undefined, project: undefined };
    traces.set(
      folder,
      isProperties
        ? { ...known, properties: parsePomProperties(text) }
        : { ...known, project: parsePomProject(text) },
    );
  }
  return [...traces.values()]
    .filter(({ properties, project }) => properties !== undefined || project !== undefined)
    .sort((a, b) => (a.folder < b.folder ? -1 : 1));
}

function addRecord(
  reading: Reading,
  artifact: JarArtifact,
  within: readonly string[],
  claimedBytes: number,
): void {
  const name = artifact.group === '' ? artifact.artifact : `${artifact.group}:${artifact.artifact}`;
  const key = `${name}\n${artifact.version}`;
  if (reading.records.has(key)) return;
  reading.records.set(key, {
    ...BARE_RECORD,
    type: 'maven',
    name,
    version: artifact.version,
    licence: artifact.licence,
    claimedBytes,
    fields: keepFilled({ within: within.join(':') }),
    // The file is that of one record alone: the outermost.
    files: reading.records.size === 0 ? { kind: 'itself' } : NO_FILES,
  });
}
