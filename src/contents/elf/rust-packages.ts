// The crates that cargo-auditable names in a program: JSON, compressed with zlib, in a section of its own
// (cargo-auditable's PARSING.md).
import { inflateSync } from 'node:zlib';
import { BARE_RECORD, type PackageRecord } from '../packages/package-record.ts';
import type { ElfSource } from './elf-source.ts';

/** The second is what rust-audit wrote before 2022. */
const SECTION_NAMES: readonly string[] = ['.dep-v0', '.rust-deps-v0'];
/** A thousand crates are some 150 KB of JSON. */
const JSON_LIMIT_BYTES = 4 * 1024 * 1024;
const CRATES_LIMIT = 20_000;
const TEXT_LIMIT = 1024;

/** Reads the audit data; `unread` where it is damaged or was not kept, undefined where there is none. */
export function readRustPackages({
  sections,
  windows,
}: ElfSource): readonly PackageRecord[] | 'unread' | undefined {
  const section = SECTION_NAMES.map((name) => sections.find(({ text }) => text === name)).find(Boolean);
  if (section === undefined) return undefined;
  const bytes = windows.read(section.offset, section.sizeBytes);
  if (bytes === undefined || bytes.length === 0) return 'unread';
  return parseRustAudit(bytes) ?? 'unread';
}

/** The crates of audit data that are in the program: not those that only built it. */
export function parseRustAudit(bytes: Uint8Array): readonly PackageRecord[] | undefined {
  let audit: unknown;
  try {
    audit = JSON.parse(inflateSync(bytes, { maxOutputLength: JSON_LIMIT_BYTES }).toString('utf8'));
  } catch {
    return undefined;
  }
  const crates = (audit as { packages?: unknown } | null)?.packages;
  if (!Array.isArray(crates)) return undefined;
  return crates.slice(0, CRATES_LIMIT).flatMap(recordCrate);
}

function recordCrate(crate: Partial<Record<string, unknown>> | null): readonly PackageRecord[] {
  const { name, version, source, kind = 'runtime' } = crate ?? {};
  if (kind !== 'runtime' || !isText(name) || !isText(version)) return [];
  return [
    {
      ...BARE_RECORD,
      type: 'cargo',
      name,
      version,
      // Where it came from: `crates.io`, `git`, `local` or `registry`.
      fields: isText(source) ? { source } : {},
      files: { kind: 'itself' },
    },
  ];
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= TEXT_LIMIT;
}
