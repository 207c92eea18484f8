// The text of `plimsoll update status`: the current generation and its images, what differs, and what each generation costs.
import type { Generation } from '../fleet/update/generations/generation.ts';
import type { KeptGeneration, UpdateStatus } from '../fleet/update/generations/read-status.ts';
import { wrapWords } from './cell-width.ts';
import { countOf, formatBytes, formatCount } from './format-amount.ts';
import { formatTable } from './table.ts';
import type { TextOptions } from './text/text-options.ts';
import { makeVisible } from './visible-text.ts';

const SHOWN_IMAGES = 30;
const SHOWN_DRIFT = 20;
const DIGEST_CHARACTERS = 19;

/** What `update status` prints; ends with a newline. */
export function formatUpdateStatusText(status: UpdateStatus, options: TextOptions): string {
  const { current, repository, digest, kept } = status;
  const { palette } = options;
  if (current === undefined)
    return `${[`Nothing was promoted yet to ${makeVisible(repository)}.`, ...tellTrouble(status, options)].join('\n')}\n`;
  const before = current.previous === undefined ? '' : `, after generation ${current.previous}`;
  const lines = [
    palette.strong(
      `Generation ${current.number} is current since ${makeVisible(current.at.slice(0, 19))}${before}: ${countOf(current.images.length, 'image')}`,
    ),
    makeVisible(`${repository}@${digest}`),
    ...tellTrouble(status, options),
    '',
    ...listImages(current, options),
    '',
    ...listKept(kept, options),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function tellTrouble(
  { unfinished, drift, broken }: UpdateStatus,
  { width, palette, showsAll }: TextOptions,
): readonly string[] {
  const lines: string[] = [];
  if (unfinished !== undefined) {
    const { isUnderWay, journal, tagsMayBeMixed } = unfinished;
    const what = journal?.action === 'rollback' ? 'A rollback' : 'A promotion';
    const since = journal === undefined ? '' : ` since ${makeVisible(journal.startedAt.slice(0, 19))}`;
    const mixed = tagsMayBeMixed ? 'tags may be of two generations' : 'no tag has moved yet';
    lines.push(
      isUnderWay
        ? `${what} is under way${since}; ${mixed}.`
        : `${what} did not end: ${mixed}. 'update promote' completes it, 'update rollback' undoes it.`,
    );
  }
  if (drift.length > 0) {
    const shown = showsAll ? drift : drift.slice(0, SHOWN_DRIFT);
    lines.push(`${countOf(drift.length, 'tag differs', 'tags differ')} from the generation:`);
    for (const { reference, wanted, found } of shown)
      lines.push(
        `  ${makeVisible(reference)}: ${found?.slice(0, DIGEST_CHARACTERS) ?? 'gone'}, should be ${wanted.slice(0, DIGEST_CHARACTERS)}`,
      );
    if (drift.length > shown.length) lines.push(`  and ${formatCount(drift.length - shown.length)} more`);
  }
  for (const { number, message } of broken)
    lines.push(`Generation ${number} cannot be read: ${makeVisible(message)}`);
  if (lines.length === 0) return [];
  return [
    '',
    ...lines.flatMap((line) => (line.startsWith(' ') ? [line] : wrapWords(line, width))).map(palette.strong),
  ];
}

function listImages({ images }: Generation, { width, palette, showsAll }: TextOptions): readonly string[] {
  const all = images.flatMap(({ id, platforms }) =>
    platforms.map(({ platform, digest, how, at, reason }) => [
      digest.slice(0, DIGEST_CHARACTERS),
      how,
      makeVisible(at.slice(0, 19)),
      makeVisible(platforms.length === 1 ? id : `${id} ${platform}`),
      makeVisible(reason ?? ''),
    ]),
  );
  const shown = showsAll ? all : all.slice(0, SHOWN_IMAGES);
  const columns = ['digest', 'how', 'at', 'image', 'because'].map((heading) => ({
    heading,
    align: 'left' as const,
  }));
  const rest = all.length - shown.length;
  return [
    ...formatTable(columns, shown, width, palette.faint),
    ...(rest === 0 ? [] : [palette.faint(`and ${countOf(rest, 'more image')}; --all shows them`)]),
  ];
}

function listKept(kept: readonly KeptGeneration[], { width, palette }: TextOptions): readonly string[] {
  const columns = [
    { heading: 'generation', align: 'right' as const },
    { heading: 'all of it', align: 'right' as const },
    { heading: 'its own', align: 'right' as const },
    { heading: 'images', align: 'right' as const },
    { heading: 'since', align: 'left' as const },
  ];
  const rows = kept.map(({ number, totalBytes, uniqueBytes, imageCount, at, isCurrent }) => [
    `${number}`,
    formatBytes(totalBytes),
    formatBytes(uniqueBytes),
    formatCount(imageCount),
    `${makeVisible(at.slice(0, 19))}${isCurrent ? ' (current)' : ''}`,
  ]);
  return [
    palette.strong('Kept generations; letting go of one frees what is its own'),
    ...formatTable(columns, rows, width, palette.faint),
  ];
}
