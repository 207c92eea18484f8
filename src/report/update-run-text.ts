// The text of `plimsoll update run`: what became of each image, and why.
import type { ImageEnd, RunImage, RunReport } from '../fleet/update/running/run-report.ts';
import { wrapWords } from './cell-width.ts';
import { countOf, formatBytes, formatCount } from './format-amount.ts';
import type { TextOptions } from './text/text-options.ts';
import { describeChain } from './update-plan-reasons.ts';
import { makeVisible } from './visible-text.ts';

const SHOWN_IMAGES = 100;
const SHOWN_REASONS = 2;
const KINDS = ['rebuilt', 'rebased', 'cut-off', 'left', 'failed', 'skipped'] as const;

/** What `update run` prints; ends with a newline. */
export function formatUpdateRunText(report: RunReport, { width, palette, showsAll }: TextOptions): string {
  const { images, seconds, pushedBytes, written } = report;
  const counts = KINDS.map((kind) => [kind, images.filter((image) => kindOf(image) === kind).length] as const)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${formatCount(count)} ${kind}`);
  const title = `${countOf(images.length, 'image')}: ${counts.join(', ')}; ${seconds.toFixed(1)} s, ${formatBytes(pushedBytes)} pushed`;
  // What the plan left says nothing; what was left because its base was cut off does.
  const told = images
    .filter(({ order, end }) => showsAll || order !== null || end.kind !== 'made')
    .sort((a, b) => (a.order ?? Number.MAX_SAFE_INTEGER) - (b.order ?? Number.MAX_SAFE_INTEGER));
  const shown = showsAll ? told : told.slice(0, SHOWN_IMAGES);
  const isAlone = new Set(images.map(({ platform }) => platform)).size <= 1;
  const lines = [
    ...wrapWords(title, width).map(palette.strong),
    ...(shown.length === 0 ? [] : ['']),
    ...shown.flatMap((image) => formatImage(image, isAlone, width)),
    ...(told.length > shown.length
      ? [`and ${formatCount(told.length - shown.length)} more; --all shows them`]
      : []),
    ...(written.length === 0 ? [] : ['', `written: ${written.map(makeVisible).join(', ')}`]),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

/** How an image ended, in one line without its name. */
export function describeEnd(end: ImageEnd): string {
  if (end.kind === 'failed') return `failed: ${makeVisible(end.message)}`;
  if (end.kind === 'skipped') return `skipped because ${end.because.map(makeVisible).join(', ')} failed`;
  const { how, seconds, pushedBytes, setAside = [] } = end.made;
  const aside = setAside.length === 0 ? '' : `, set aside: ${setAside.map(makeVisible).join(', ')}`;
  if (how === 'left') return 'left as it is';
  if (how === 'cut-off') return `cut off in ${seconds.toFixed(1)} s: its content is that of before${aside}`;
  return `${how} in ${seconds.toFixed(1)} s, ${formatBytes(pushedBytes)} pushed${aside}`;
}

function formatImage(image: RunImage, isAlone: boolean, width: number): readonly string[] {
  const { id, platform, because, end } = image;
  const name = isAlone ? makeVisible(id) : `${makeVisible(id)} ${platform}`;
  const notes = end.kind === 'made' ? (end.made.notes ?? []) : [];
  const more = because.length - SHOWN_REASONS;
  const reasons = because.slice(0, SHOWN_REASONS).map((chain) => `because ${describeChain(chain)}`);
  return [
    `${name}: ${describeEnd(end)}`,
    ...[
      ...reasons,
      ...(more > 0 ? [`and ${countOf(more, 'more reason')}`] : []),
      ...notes.map(makeVisible),
    ].flatMap((line) => wrapWords(line, width - 2).map((part) => `  ${part}`)),
  ];
}

function kindOf({ end }: RunImage): (typeof KINDS)[number] {
  return end.kind === 'made' ? end.made.how : end.kind;
}
