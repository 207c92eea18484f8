// The text of `plimsoll image --lighter`: for each heavy package what would do its job with less, and the base's siblings.
import { cutEnd, wrapWords } from './cell-width.ts';
import { countOf, formatBytes } from './format-amount.ts';
import type { HeavyPackage, LighterChoice, LighterIndex, LighterReport } from './lighter-report.ts';
import { type Column, formatTable } from './table.ts';
import type { TextOptions } from './text/text-options.ts';
import { makeVisible } from './visible-text.ts';

const CHOICES_SHOWN = 3;
const NAMES_SHOWN = 6;

/** What `--lighter` prints; ends with a newline. */
export function formatLighterText(report: LighterReport, options: TextOptions): string {
  const { width } = options;
  const lines = [
    ...report.packages.flatMap((heavy) => [...formatHeavy(heavy, options), '']),
    ...(report.packages.length === 0 && report.index !== null
      ? ['No package of the image has a lighter one that saves 1 MB and 5 % or more.', '']
      : []),
    ...formatBase(report, options),
    ...(report.index === null ? [] : wrapWords(tellIndex(report.index), width)),
    ...report.notes.flatMap((note) => wrapWords(makeVisible(note), width)),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function formatHeavy(heavy: HeavyPackage, { palette, width, showsAll }: TextOptions): readonly string[] {
  const head = `${makeVisible(`${heavy.name} ${heavy.version}`)}  ${formatBytes(heavy.bytes)}, frees ${formatBytes(heavy.freedBytes)} in ${countOf(heavy.freedPackages, 'package')}`;
  const shown = heavy.choices.slice(0, showsAll ? heavy.choices.length : CHOICES_SHOWN);
  const left = heavy.choices.length - shown.length;
  return [
    palette.strong(cutEnd(head, width)),
    ...shown.flatMap((choice) => formatChoice(choice, width)),
    ...(left === 0 ? [] : [`  and ${countOf(left, 'more', 'more')}; --all shows them`]),
  ];
}

function formatChoice(choice: LighterChoice, width: number): readonly string[] {
  const { savedBytes, savedBytesWithRecommends, onlyRecommended, renamed } = choice;
  const instead = choice.packages.length === 0 ? 'nothing' : choice.packages.map(makeVisible).join(' and ');
  const indent = (text: string): readonly string[] =>
    wrapWords(text, width - 6).map((line) => `      ${line}`);
  const names = onlyRecommended.slice(0, NAMES_SHOWN).map(makeVisible).join(', ');
  const more = onlyRecommended.length > NAMES_SHOWN ? `, ${onlyRecommended.length - NAMES_SHOWN} more` : '';
  const called = Object.entries(renamed).map(([from, to]) => `${makeVisible(from)} is ${makeVisible(to)}`);
  return [
    cutEnd(`  ${instead} saves ${formatBytes(savedBytes)} without recommendations`, width),
    ...(onlyRecommended.length === 0
      ? []
      : indent(
          `${savedBytesWithRecommends > 0 ? `${formatBytes(savedBytesWithRecommends)} with them` : 'nothing with them'}: ${names}${more}`,
        )),
    ...(called.length === 0 ? [] : indent(called.join('; '))),
    ...choice.warnings.flatMap((warning) => indent(`warning: ${makeVisible(warning)}`)),
  ];
}

const COLUMNS: readonly Column[] = [
  { heading: 'pull', align: 'right' },
  { heading: 'saves', align: 'right' },
  { heading: 'shared', align: 'right' },
  { heading: 'lighter tags of the base', align: 'left' },
];

function formatBase({ base }: LighterReport, { width, palette }: TextOptions): readonly string[] {
  if (base === null) return [];
  const head = `The base ${makeVisible(base.reference)} takes ${formatBytes(base.bytes)} to pull.`;
  if (base.siblings.length === 0) return [head, 'None of its sibling tags is lighter.', ''];
  const rows = base.siblings.map(({ tag, bytes, savedBytes, sharedBytes }) => [
    formatBytes(bytes),
    formatBytes(savedBytes),
    formatBytes(sharedBytes),
    makeVisible(tag),
  ]);
  const warnings = new Set(base.siblings.flatMap(({ warning }) => warning ?? []));
  return [
    head,
    ...formatTable(COLUMNS, rows, width, palette.faint),
    ...[...warnings].flatMap((warning) => wrapWords(warning, width)),
    '',
  ];
}

function tellIndex({ from, names, layer, packageCount, tellsPrograms }: LighterIndex): string {
  const where =
    from === 'image'
      ? `apt's lists in layer ${layer}`
      : from === 'mirror'
        ? "the mirrors of the image's sources"
        : names.map(makeVisible).join(', ');
  const programs = tellsPrograms
    ? ''
    : ' It does not tell which programs packages ship, so only reviewed replacements are shown; --index mirror, or a catalogue of tools/write-catalogue.mjs, does.';
  return `Computed from ${where} (${countOf(packageCount, 'package')}). Sizes of packages that are not installed are upper bounds.${programs}`;
}
