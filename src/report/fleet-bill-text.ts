// The fleet's bill, as the commands that write images print it below their own reports.
import type { Change, FleetBill } from '../fleet/bill/fleet-bill.ts';
import { cutMiddle, wrapWords } from './cell-width.ts';
import { countOf, formatBytes, formatDifference } from './format-amount.ts';
import { formatTable } from './table.ts';
import type { TextOptions } from './text/text-options.ts';
import { makeVisible } from './visible-text.ts';

/** What the bill is of; squashing has an alternative that its bill names. */
export type BilledOperation = 'squash' | 'trim' | 'rebase' | 'relayer';

/** The lines of a bill. */
export function formatFleetBill(
  bill: FleetBill,
  operation: BilledOperation,
  { palette, width }: TextOptions,
): readonly string[] {
  const { registry, node } = bill;
  const row = (what: string, { before, after }: Change): readonly string[] => [
    what,
    formatBytes(before),
    formatBytes(after),
    formatDifference(after - before),
  ];
  const rows = [
    row('registry, now', registry.now),
    row('registry, pushed by a release', registry.perRelease),
    row('node with all images, now', node.now),
    row('node, unpacked at a release', node.perRelease),
  ];
  const estimates = [registry.basis, node.basis].filter((basis) => basis !== undefined);
  const alternative =
    operation === 'squash' && bill.privatisedBytes > 0
      ? "'plimsoll relayer' takes hidden files out too, and keeps shared what is equal: docs/relayer.md."
      : undefined;
  return [
    palette.strong("The fleet's bill"),
    ...wrapWords(tellSharing(bill), width),
    ...formatTable(
      [
        { heading: '', align: 'left' },
        { heading: 'before', align: 'right' },
        { heading: 'after', align: 'right' },
        { heading: 'change', align: 'right' },
      ],
      rows,
      width,
      palette.faint,
    ),
    ...wrapWords(
      `Pushed now: ${formatBytes(registry.pushedBytes)}, beside the old ${bill.rewritten.length === 1 ? 'image' : 'images'} until ${bill.rewritten.length === 1 ? 'it is' : 'they are'} deleted; the table counts ${bill.rewritten.length === 1 ? 'it' : 'them'} as gone. A release is one that changes only what is ${bill.rewritten.length === 1 ? "the image's" : "the images'"} own.`,
      width,
    ),
    ...[...new Set(estimates)].flatMap((basis) => wrapWords(`Estimated: ${basis}.`, width)),
    ...(alternative === undefined ? [] : wrapWords(alternative, width)),
  ];
}

function tellSharing(bill: FleetBill): string {
  const { rewritten, newcomers, imageCount, siblingCount, sharedBytes, privatisedBytes } = bill;
  const [first = ''] = rewritten;
  const name =
    rewritten.length === 1 ? cutMiddle(makeVisible(first), 60) : countOf(rewritten.length, 'image');
  const verb = rewritten.length === 1 ? 'shared' : 'together shared';
  const joined =
    newcomers === 0
      ? ''
      : ` ${newcomers === rewritten.length ? 'The fleet does not have it' : `The fleet does not have ${newcomers} of them`}, and is billed as if it had.`;
  const others = siblingCount === 0 ? 'no other image' : countOf(siblingCount, 'other image');
  const lost =
    sharedBytes.before === 0 && sharedBytes.after === 0
      ? ''
      : privatisedBytes === 0
        ? sharedBytes.after > sharedBytes.before
          ? `; now it is ${formatBytes(sharedBytes.after)}`
          : ', and still does'
        : `; ${formatBytes(privatisedBytes)} of that it has now for itself alone`;
  const amount = sharedBytes.before === 0 ? 'nothing' : formatBytes(sharedBytes.before);
  return `Of ${countOf(imageCount, 'image')}, ${name} ${verb} ${amount} with ${others}${lost}.${joined}`;
}
