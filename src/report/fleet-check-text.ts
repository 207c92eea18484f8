// The text of `plimsoll fleet check`: how much was looked at for how much, what was found once each, and whether all pass.

import type { Finding } from '../checks/finding.ts';
import type { FleetFinding } from '../fleet/scan/fleet-finding.ts';
import { cutEnd, cutMiddle, wrapWords } from './cell-width.ts';
import { chooseFindings, sumFindingBytes } from './choose-findings.ts';
import type { CheckedImageLine, FleetCheckReport } from './fleet-check-report.ts';
import { foldText } from './fold-text.ts';
import { countOf, formatBytes, formatCount } from './format-amount.ts';
import { formatFiles, formatLabelled } from './text/finding-block.ts';
import { formatCauses } from './text/finding-list.ts';
import { formatTitle, INDENT } from './text/finding-title.ts';
import type { TextOptions } from './text/text-options.ts';
import { makeVisible } from './visible-text.ts';

const NAMES_SHOWN = 3;
const IMAGES_SHOWN = 10;

/** What `fleet check` prints; ends with a newline. */
export function formatFleetCheckText(report: FleetCheckReport, options: TextOptions): string {
  const lines = [
    ...formatHead(report, options),
    '',
    ...formatFindings(report, options),
    ...formatVerdict(report, options),
  ];
  return `${foldText(lines.join('\n'), options.width)}\n`;
}

function formatHead({ check }: FleetCheckReport, { palette, width }: TextOptions): readonly string[] {
  const { images, layers, read } = check;
  const once = `${formatBytes(layers.uniqueShippedBytes)} of layers stand for ${formatBytes(layers.naiveShippedBytes)} of images: each layer is analysed once, however many images have it.`;
  const now =
    read.layers === 0
      ? 'Nothing had to be read now: all of it was known.'
      : `Read now: ${countOf(read.layers, 'layer')}, ${formatBytes(read.storedBytes)}${read.layers < layers.unique ? '; the rest was known' : ''}.`;
  return [
    `${palette.strong(countOf(images, 'image'))}  ${countOf(layers.references, 'layer')}, ${formatCount(layers.unique)} of them different`,
    ...wrapWords(once, width),
    now,
  ];
}

function formatFindings({ check }: FleetCheckReport, options: TextOptions): readonly string[] {
  const counted = check.findings.filter(({ ignored }) => ignored === null);
  const ignored = check.findings.filter((item) => item.ignored !== null);
  const block = (item: FleetFinding): readonly string[] => [...formatOne(item, check.images, options), ''];
  if (options.showsAll)
    return [...counted, ...ignored].flatMap((item) =>
      item.ignored === null
        ? block(item)
        : [
            ...formatOne(item, check.images, options),
            ...formatLabelled(
              'ignored',
              makeVisible(item.ignored.reason),
              options.width - INDENT.length,
              options.palette,
            ),
            '',
          ],
    );
  const itemOf = new Map(counted.map((item) => [asYours(item), item]));
  const { shown, small, moreSecrets } = chooseFindings([...itemOf.keys()]);
  const advice = counted.filter(({ finding, images }) => finding.severity === 'advice' && images.yoursIn > 0);
  const inherited = counted.filter(({ images }) => images.yoursIn === 0);
  const note = (items: readonly unknown[], text: string): readonly string[] =>
    items.length === 0 ? [] : wrapWords(text, options.width);
  const bytesOf = (items: readonly FleetFinding[]): string =>
    formatBytes(sumFindingBytes(items.map(({ finding }) => finding)));
  const notes = [
    ...note(
      moreSecrets,
      `And ${countOf(moreSecrets.length, 'further finding')} about secrets: --all shows all.`,
    ),
    ...note(
      small,
      `And ${countOf(small.length, 'smaller finding')}, ${formatBytes(sumFindingBytes(small))} (${formatCauses(small)}): --all shows all.`,
    ),
    ...note(
      inherited,
      `Bases bring ${countOf(inherited.length, 'finding')}, ${bytesOf(inherited)}, not counted as yours.`,
    ),
    ...note(
      advice,
      `Advice: ${countOf(advice.length, 'finding')} on ${bytesOf(advice)} that you may want to keep: --all shows all.`,
    ),
    ...note(ignored, `Ignored by plimsoll.yaml: ${countOf(ignored.length, 'finding')}, ${bytesOf(ignored)}.`),
  ];
  const blocks = shown.flatMap((finding) => block(itemOf.get(finding)!));
  return notes.length === 0 ? blocks : [...blocks, ...notes, ''];
}

/** For choosing, what is anybody's own is yours. */
function asYours({ finding, images }: FleetFinding): Finding {
  return { ...finding, origin: images.yoursIn > 0 ? 'yours' : 'inherited' };
}

function formatOne(item: FleetFinding, imageCount: number, options: TextOptions): readonly string[] {
  const { finding, layer } = item;
  const { palette, width } = options;
  const room = width - INDENT.length;
  // What hides the files differs from image to image; the line about the images tells it.
  const files = formatFiles({ ...finding, state: 'visible' }, options.showsAll, room);
  return [
    ...formatTitle(finding, palette, width),
    ...[
      ...formatReach(item, imageCount, options.showsAll, room),
      ...(layer === null ? [] : [formatPlace(layer, room)]),
      ...files,
    ].map((line) => INDENT + cutEnd(line, room)),
    ...(finding.because === null ? [] : formatLabelled('why', makeVisible(finding.because), room, palette)),
    ...(finding.fix === null ? [] : formatLabelled('fix', makeVisible(finding.fix), room, palette)),
  ];
}

function formatReach(
  { images }: FleetFinding,
  imageCount: number,
  showsAll: boolean,
  room: number,
): readonly string[] {
  const { imageCount: count, names, hiddenIn, inheritedIn } = images;
  const of =
    count === imageCount
      ? `all ${formatCount(count)} images`
      : `${formatCount(count)} of ${countOf(imageCount, 'image')}`;
  const apart = [
    ...(hiddenIn === 0
      ? []
      : [`hidden in ${hiddenIn === count ? 'all of them' : formatCount(hiddenIn)}, shipped all the same`]),
    ...(inheritedIn === 0 ? [] : [`inherited in ${formatCount(inheritedIn)}`]),
  ];
  const head = `in ${of}${apart.length === 0 ? '' : ` (${apart.join('; ')})`}`;
  const shown = names.slice(0, showsAll ? names.length : NAMES_SHOWN);
  const left = count - shown.length;
  const list = `${shown.map((name) => cutMiddle(makeVisible(name), room)).join(', ')}${left > 0 ? ` and ${formatCount(left)} more` : ''}`;
  return wrapWords(`${head}: ${list}`, room);
}

function formatPlace(
  { image, index, instruction }: NonNullable<FleetFinding['layer']>,
  room: number,
): string {
  const where = `from layer ${index} of ${cutMiddle(makeVisible(image), Math.floor(room / 2))}`;
  return instruction === null ? where : `${where}: ${makeVisible(instruction)}`;
}

function formatVerdict(
  { verdict, images, errors }: FleetCheckReport,
  options: TextOptions,
): readonly string[] {
  const { palette } = options;
  const overBudget = images.filter(({ budgets }) => budgets.some(({ isExceeded }) => isExceeded));
  const shown = overBudget.slice(0, options.showsAll ? overBudget.length : IMAGES_SHOWN);
  const { failOn, failingFindings, failingImages, passes } = verdict;
  const severities = failOn === 'error' ? 'error' : `${failOn} or above`;
  const why = [
    ...(failingFindings === 0 ? [] : [`${countOf(failingFindings, 'finding')} at ${severities}`]),
    ...(overBudget.length === 0 ? [] : [`${countOf(overBudget.length, 'image')} over budget`]),
  ];
  return [
    ...shown.flatMap((line) => formatBudgets(line, options)),
    ...(shown.length < overBudget.length
      ? [`And ${countOf(overBudget.length - shown.length, 'more image')} over budget: --all shows all.`]
      : []),
    ...(errors.length === 0
      ? []
      : [palette.bad(`${countOf(errors.length, 'image')} could not be checked; see the errors above.`)]),
    ...(passes
      ? [errors.length === 0 ? palette.good('Passes.') : 'What could be checked passes.']
      : [
          palette.bad(
            `Fails: ${why.join(', ')}, in ${formatCount(failingImages)} of ${countOf(images.length, 'image')}.`,
          ),
        ]),
  ];
}

function formatBudgets({ name, budgets }: CheckedImageLine, { width }: TextOptions): readonly string[] {
  return budgets
    .filter(({ isExceeded }) => isExceeded)
    .map(({ kind, actualBytes, limitBytes }) => {
      const amount = `  ${formatBytes(actualBytes)}, ${formatBytes(limitBytes)} allowed (${kind})`;
      return `${cutMiddle(makeVisible(name), Math.max(20, width - amount.length))}${amount}`;
    });
}
