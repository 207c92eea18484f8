// What a planned layer holds, in a few words: for reports, and for the history of the images that have it.

import type { AtomTable } from './components/atom-table.ts';
import type { CutFleet } from './components/cut-components.ts';
import { sumContents } from './measure-fleet.ts';

const NAMES_TOLD = 3;

/** The words, the same for the same content whatever fleet it is in; largest packages and paths first. */
export function describeLayer(table: AtomTable, cut: CutFleet, components: Iterable<number>): string {
  const named = [...components].map((c) => ({
    ...cut.titles[c]!,
    sizeBytes: sumContents(table, cut.atoms[c]!),
    c,
  }));
  named.sort((a, b) => b.sizeBytes - a.sizeBytes || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const told = named.filter(({ kind }) => kind !== 'files');
  const names = told.slice(0, NAMES_TOLD).map(({ name }) => name);
  const left = told.length - names.length;
  const fileCount = named
    .filter(({ kind }) => kind === 'files')
    .reduce((sum, { c }) => sum + cut.atoms[c]!.length, 0);
  return [
    ...names,
    ...(left > 0 ? [`${left} more`] : []),
    ...(fileCount > 0 ? [fileCount === 1 ? '1 file' : `${fileCount} files`] : []),
  ].join(', ');
}

/** The words for the layer of what only this image has. */
export const REMAINDER = 'what this image alone has';

/** The words for the top layer. */
export const SKELETON = 'all folders as they are';
