// The text of `plimsoll fleet propose`: what is saved, the platform images with their Dockerfiles, and what changes in each image.
import type {
  DomainProposal,
  ProposalPrice,
  ProposedImage,
  ProposedPlatform,
} from '../fleet/hierarchy/propose/fleet-proposal.ts';
import { cutEnd, wrapWords } from './cell-width.ts';
import type { FleetProposeReport } from './fleet-propose-report.ts';
import { countOf, formatBytes, formatDifference, formatShare } from './format-amount.ts';
import { type Column, formatTable } from './table.ts';
import type { TextOptions } from './text/text-options.ts';
import { makeVisible } from './visible-text.ts';

const SHOWN_DOMAINS = 5;
const SHOWN_IMAGES = 5;

/** What `fleet propose` prints; ends with a newline. */
export function formatFleetProposeText(report: FleetProposeReport, options: TextOptions): string {
  const { proposal, snapshot } = report;
  const { width, palette, showsAll } = options;
  const changing = proposal.domains.filter(({ platforms }) => platforms.length > 0);
  const count = changing.reduce((sum, { platforms }) => sum + platforms.length, 0);
  const shown = changing.slice(0, showsAll ? changing.length : SHOWN_DOMAINS);
  const head =
    count === 0
      ? `${countOf(snapshot.images.length, 'image')}: no platform image would cost less than what is there`
      : `${countOf(snapshot.images.length, 'image')}: ${countOf(count, 'platform image')} proposed`;
  const lines = [
    palette.strong(cutEnd(head, width)),
    '',
    ...formatPrices(proposal.now, proposal.proposed, options),
    '',
    ...shown.flatMap((domain) => formatDomain(domain, report, options)),
    ...(shown.length === changing.length
      ? []
      : [palette.faint(`and ${countOf(changing.length - shown.length, 'more base')}; --all shows them`), '']),
    ...proposal.notes.flatMap((note) => wrapWords(makeVisible(note), width)),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

const COLUMNS: readonly Column[] = [
  { heading: 'now', align: 'right' },
  { heading: 'proposed', align: 'right' },
  { heading: 'saved', align: 'right' },
  { heading: '', align: 'right' },
  { heading: 'what', align: 'left' },
];

function formatPrices(
  now: ProposalPrice,
  proposed: ProposalPrice,
  { width, palette }: TextOptions,
): readonly string[] {
  const row = (of: (price: ProposalPrice) => number, what: string): readonly string[] => [
    formatBytes(of(now)),
    formatBytes(of(proposed)),
    formatDifference(of(now) - of(proposed)),
    formatShare(of(now) - of(proposed), of(now)),
    what,
  ];
  return formatTable(
    COLUMNS,
    [
      row(({ registryBytes }) => registryBytes, 'in the registry'),
      row(({ nodeBytes }) => nodeBytes, 'expected on a node'),
      row(({ pushedBytesPerWeek }) => pushedBytesPerWeek, 'expected to be pushed in a week'),
      row(({ pulledBytesPerWeek }) => pulledBytesPerWeek, 'expected to be pulled by a node in a week'),
    ],
    width,
    palette.faint,
  );
}

function formatDomain(
  domain: DomainProposal,
  report: FleetProposeReport,
  options: TextOptions,
): readonly string[] {
  const { palette, showsAll, width } = options;
  const { platforms, images, distribution, base, platform } = domain;
  const saved = domain.now.registryBytes - domain.proposed.registryBytes;
  const head = `${makeVisible(base)} (${platform}${distribution === '' ? '' : `, ${makeVisible(distribution)}`}): ${countOf(images.length, 'image')}, ${formatDifference(saved)} saved in the registry`;
  const doubt = domain.isBaseRecorded
    ? []
    : wrapWords(
        `No image names its base: ${makeVisible(base)} stands for whatever the lowest layer came from.`,
        width,
      );
  const shown = images.slice(0, showsAll ? images.length : SHOWN_IMAGES);
  return [
    palette.strong(cutEnd(head, width)),
    ...doubt,
    '',
    ...platforms.flatMap((proposed) => formatPlatform(proposed, options)),
    ...shown.flatMap((image) => formatImage(image, report, options)),
    ...(shown.length === images.length
      ? []
      : [
          palette.faint(`  and ${countOf(images.length - shown.length, 'image')} more; --all shows them`),
          '',
        ]),
  ];
}

function formatPlatform(
  { name, bytes, blast, extraBytes, dockerfile, adds }: ProposedPlatform,
  { width, palette }: TextOptions,
): readonly string[] {
  const extra = extraBytes === 0 ? '' : `, ${formatBytes(extraBytes)} of it carried without need`;
  const percent = (blast.chance * 100).toFixed(1);
  return [
    palette.strong(cutEnd(`  ${makeVisible(name)}`, width)),
    ...indent(
      `adds ${countOf(adds.length, 'item')}, ${formatBytes(bytes)}${extra}; a change of it (${percent} % a week) reaches ${countOf(blast.images, 'image')} and ${formatBytes(blast.bytes)}`,
      width,
    ),
    ...dockerfile.map((line) => `      ${makeVisible(line)}`),
    '',
  ];
}

function formatImage(
  { image, ownBytes, dockerfile, isProduction }: ProposedImage,
  { snapshot }: FleetProposeReport,
  { width }: TextOptions,
): readonly string[] {
  const profile = isProduction ? 'production' : 'development';
  return [
    cutEnd(
      `  ${makeVisible(snapshot.images[image]!.name)} (${profile}), ${formatBytes(ownBytes)} its own`,
      width,
    ),
    ...dockerfile.before.map((line) => `    - ${makeVisible(line)}`),
    ...dockerfile.after.map((line) => `    + ${makeVisible(line)}`),
    '',
  ];
}

function indent(text: string, width: number): readonly string[] {
  return wrapWords(text, width - 4).map((line) => `    ${line}`);
}
