// plimsoll.lock as text: the same for the same content, whoever writes it.
import { comparePaths } from '../../../context/path-text.ts';
import { LOCK_HEAD, TABLE_FIELDS } from './lock-grammar.ts';
import { entryName, type LockEntry, type UpdateLock } from './update-lock.ts';

/** The whole file. */
export function formatLock({ entries }: UpdateLock): string {
  const sorted = [...entries.values()].sort((a, b) => comparePaths(nameOf(a), nameOf(b)));
  return [...LOCK_HEAD, ...sorted.flatMap(formatEntry), ''].join('\n');
}

function formatEntry(entry: LockEntry): readonly string[] {
  return [
    '',
    `${quote(nameOf(entry))}:`,
    ...(['key', 'digest', 'reference'] as const).map((field) => `  ${field}: ${quote(entry[field])}`),
    ...(entry.tags.length === 0 ? [] : ['  tags:', ...[...entry.tags].map((tag) => `    - ${quote(tag)}`)]),
    `  how: ${quote(entry.how)}`,
    `  at: ${quote(entry.at)}`,
    `  seconds: ${round(entry.seconds, 1000)}`,
    `  pushedBytes: ${round(entry.pushedBytes, 1)}`,
    ...TABLE_FIELDS.flatMap((field) => formatTable(field, entry[field])),
  ];
}

function formatTable(field: string, table: Readonly<Record<string, string>>): readonly string[] {
  const rows = Object.entries(table).sort(([a], [b]) => comparePaths(a, b));
  return rows.length === 0
    ? []
    : [`  ${field}:`, ...rows.map(([name, value]) => `    ${quote(name)}: ${quote(value)}`)];
}

function nameOf({ id, platform }: LockEntry): string {
  return entryName(id, platform);
}

/** JSON's strings are YAML's, and hold no line ends. */
function quote(text: string): string {
  return JSON.stringify(text).replace(
    /[\u0085\u2028\u2029\ufeff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Digits only, whatever was measured. */
function round(value: number, parts: number): number {
  return Math.round(Math.min(Math.max(0, value || 0), 1e12) * parts) / parts;
}
