// What a repair changes, line by line, for people.
import { decodePath } from '../path-text.ts';
import type { Repair } from './repair-ignore-file.ts';

/** A line of the file before, after, or both. */
export interface DiffLine {
  readonly change: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** All lines in their order. */
export function diffLines({
  file,
  added,
  dead,
}: Pick<Repair, 'file' | 'added' | 'dead'>): readonly DiffLine[] {
  const text = decodePath(file.bytes ?? new Uint8Array());
  const own = text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/);
  const gone = new Set(dead.map(({ line }) => line));
  const add = (isTop: boolean): DiffLine[] =>
    added
      .filter(({ kind }) => (kind === 'allowed') === isTop)
      .map(({ text: line }) => ({ change: 'added', text: line }));
  return [
    ...add(true),
    ...own.map((line, i): DiffLine => ({ change: gone.has(i + 1) ? 'removed' : 'same', text: line })),
    ...add(false),
  ];
}
