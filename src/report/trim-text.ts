// The text of `plimsoll trim`.
import { wrapWords } from './cell-width.ts';
import { formatCertificate } from './certificate-text.ts';
import { formatFleetBill } from './fleet-bill-text.ts';
import { countOf, formatBytes } from './format-amount.ts';
import type { TextOptions } from './text/text-options.ts';
import type { TrimmedImageReport, TrimReport } from './trim-report.ts';
import { makeVisible } from './visible-text.ts';

const SHOWN = 15;

/** How to print, and the path that is asked about where one is. */
export interface TrimTextOptions extends TextOptions {
  readonly explained?: string;
}

/** What `trim` prints; ends with a newline. */
export function formatTrimText(
  { reference, images, leftOut, fleet }: TrimReport,
  options: TrimTextOptions,
): string {
  const lines = [
    ...(reference === null ? [] : [options.palette.strong(`${makeVisible(reference)} is written`), '']),
    ...images.flatMap((image) => [
      ...(images.length > 1 ? [options.palette.strong(image.platform)] : []),
      ...(options.explained === undefined
        ? formatImage(image, options)
        : wrapWords(explain(image, options.explained), options.width)),
      '',
    ]),
    ...leftOut.map((name) => `Left out, since it speaks of the old images: ${makeVisible(name)}`),
    ...(fleet === undefined || leftOut.length === 0 ? [] : ['']),
    ...(fleet === undefined ? [] : formatFleetBill(fleet, 'trim', options)),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function explain({ reasons, held: heldPaths, withheld }: TrimmedImageReport, path: string): string {
  const bare = path.replace(/^\/+/, '');
  const why = reasons.get(bare);
  if (why !== undefined) return `${makeVisible(path)} goes: ${makeVisible(why)}.`;
  const held = withheld.find(({ subject }) => subject === bare || subject === path);
  if (held !== undefined)
    return `${makeVisible(path)} stays though ${held.rule} finds it: ${makeVisible(held.reason)}.`;
  const owner = heldPaths.get(bare);
  if (owner !== undefined)
    return `${makeVisible(path)} stays with its package ${makeVisible(owner.subject)}, though ${owner.rule} finds it: ${makeVisible(owner.reason)}.`;
  return `${makeVisible(path)} stays: no rule takes it.`;
}

function formatImage(image: TrimmedImageReport, options: TextOptions): readonly string[] {
  const { packages, files, withheld, rewritten, removedBytes, removedPathCount, certificate } = image;
  const { palette, width } = options;
  const cut = <T>(list: readonly T[]): readonly T[] => (options.showsAll ? list : list.slice(0, SHOWN));
  const rest = (list: readonly unknown[]): readonly string[] =>
    list.length > cut(list).length ? [palette.faint(`  and ${list.length - cut(list).length} more`)] : [];
  const row = (bytes: number, text: string): string => `  ${formatBytes(bytes).padStart(8)}  ${text}`;
  if (removedPathCount === 0)
    return [
      'Nothing goes, and nothing was written.',
      ...withheld.map(({ subject, reason }) => `  ${makeVisible(subject)} stays: ${makeVisible(reason)}`),
    ];
  return [
    `${palette.strong(formatBytes(removedBytes))} ${certificate === null ? 'would go' : 'went'}, in ${countOf(removedPathCount, 'path')}.`,
    ...(packages.length > 0 ? ['', palette.strong('Packages')] : []),
    ...cut(packages).map(({ bytes, name, version, rule }) =>
      row(bytes, `${makeVisible(name)} ${makeVisible(version)} ${palette.faint(rule)}`),
    ),
    ...rest(packages),
    ...(files.length > 0 ? ['', palette.strong('Files')] : []),
    ...cut(files).map(({ bytes, rule, fileCount, paths }) =>
      row(
        bytes,
        `${rule} ${palette.faint(`${countOf(fileCount, 'file')}, such as /${makeVisible(paths[0] ?? '')}`)}`,
      ),
    ),
    ...rest(files),
    ...(withheld.length > 0 ? ['', palette.strong('Stays, though a rule finds it')] : []),
    ...cut(withheld).map(({ bytes, subject, reason }) =>
      row(bytes, `${makeVisible(subject)} ${palette.faint(makeVisible(reason))}`),
    ),
    ...rest(withheld),
    '',
    ...(rewritten.length > 0 ? wrapWords(`Databases written anew: ${rewritten.join(', ')}.`, width) : []),
    ...wrapWords(tellCost(image), width),
    ...(certificate === null ? [] : ['', ...formatCertificate(certificate, options)]),
  ];
}

function tellCost({ changedLayers, privateBytes, entryBytes }: TrimmedImageReport): string {
  const change =
    entryBytes === null
      ? ''
      : ` The image's files were ${formatBytes(entryBytes.before)} and are ${formatBytes(entryBytes.after)}.`;
  return `${countOf(changedLayers.length, 'layer')} made anew (${changedLayers.join(', ')}): nodes can share neither these nor what lies above the lowest of them with other images any more, ${formatBytes(privateBytes)} in all; --above BASE leaves a base alone.${change}`;
}
