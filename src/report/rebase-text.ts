// The text of `plimsoll rebase`: the verdict, why it is so, and the proof.
import type { RebaseNote, RebaseVerdict } from '../rewrite/rebase/rebase-note.ts';
import { wrapWords } from './cell-width.ts';
import { formatCertificate } from './certificate-text.ts';
import { formatFleetBill } from './fleet-bill-text.ts';
import { countOf, formatBytes } from './format-amount.ts';
import type { RebasedImageReport, RebaseReport } from './rebase-report.ts';
import type { TextOptions } from './text/text-options.ts';
import { makeVisible } from './visible-text.ts';

const NOTES_SHOWN = 20;
const MEANS: Readonly<Record<RebaseVerdict, string>> = {
  proven: 'nothing of the application meets what changed in the base.',
  checked: 'what both sides write was merged or looked at, as told below; look it over.',
  conflict: 'nothing was written. Build the image again on the new base.',
};

/** What `rebase` prints; ends with a newline. */
export function formatRebaseText(
  { reference, images, leftOut, fleet }: RebaseReport,
  options: TextOptions,
): string {
  const lines = [
    ...(reference === null ? [] : [options.palette.strong(`${makeVisible(reference)} is written`), '']),
    ...images.flatMap((image) => [...formatImage(image, images.length > 1, options), '']),
    ...leftOut.map((name) => `Left out, since it speaks of the old images: ${makeVisible(name)}`),
    ...(fleet === undefined || leftOut.length === 0 ? [] : ['']),
    ...(fleet === undefined ? [] : formatFleetBill(fleet, 'rebase', options)),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function formatImage(
  { platform, oldBase, newBase, verdict, notes, mergedBytes, certificate }: RebasedImageReport,
  isOneOfSeveral: boolean,
  options: TextOptions,
): readonly string[] {
  const { palette, width } = options;
  const word = { proven: palette.good, checked: palette.strong, conflict: palette.warning }[verdict](verdict);
  const groups = groupNotes(notes);
  const shown = options.showsAll ? groups : groups.slice(0, NOTES_SHOWN);
  return [
    ...(isOneOfSeveral ? [palette.strong(platform)] : []),
    ...wrapWords(
      `From ${makeVisible(oldBase.reference)} (${countOf(oldBase.layerCount, 'layer')}) onto ${makeVisible(newBase.reference)} (${countOf(newBase.layerCount, 'layer')}).`,
      width,
    ),
    ...wrapWords(`Verdict: ${word}: ${MEANS[verdict]}`, width),
    ...(shown.length > 0 ? [''] : []),
    ...shown.flatMap((group) => formatGroup(group, options)),
    ...(groups.length > shown.length
      ? [`  and ${groups.length - shown.length} more; --format json has all`]
      : []),
    ...(mergedBytes > 0 && certificate !== null
      ? ['', `One small layer on top holds what was merged: ${formatBytes(mergedBytes)}.`]
      : []),
    ...(certificate === null ? [] : ['', ...formatCertificate(certificate, options)]),
  ];
}

interface NoteGroup {
  readonly first: RebaseNote;
  readonly paths: readonly string[];
}

/** Notes that say the same of several paths, together. */
function groupNotes(notes: readonly RebaseNote[]): readonly NoteGroup[] {
  const groups = new Map<string, { first: RebaseNote; paths: string[] }>();
  for (const note of notes) {
    const key = `${note.level} ${note.message}`;
    const group = groups.get(key) ?? { first: note, paths: [] };
    if (note.path !== null) group.paths.push(note.path);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function formatGroup(
  { first, paths }: NoteGroup,
  { palette, width, showsAll }: TextOptions,
): readonly string[] {
  const mark = first.level === 'conflict' ? palette.warning('conflict') : palette.faint('checked ');
  const named = showsAll ? paths : paths.slice(0, 3);
  const more = paths.length > named.length ? ` and ${paths.length - named.length} more` : '';
  const where =
    named.length === 0 ? '' : `${named.map((path) => makeVisible(`/${path}`)).join(', ')}${more}: `;
  return wrapWords(`${where}${makeVisible(first.message)}`, Math.max(20, width - 10)).map((line, i) =>
    i === 0 ? `${mark}  ${line}` : `          ${line}`,
  );
}
