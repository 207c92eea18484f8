// The text of `plimsoll image --why`: what the package is, what holds it, and what would go with it.
import { cutEnd, wrapWords } from './cell-width.ts';
import { countOf, formatBytes } from './format-amount.ts';
import { type Column, formatTable } from './table.ts';
import type { TextOptions } from './text/text-options.ts';
import { makeVisible } from './visible-text.ts';
import type { NamedPackage, PackageNeed, StartedFile, WhyReport } from './why-report.ts';

const SHOWN = 10;

const OWN_REASONS: Readonly<Record<NonNullable<WhyReport['keptBecause']>, string>> = {
  essential: 'It is essential: no package manager removes it.',
  required: 'It has the priority "required": autoremove leaves it.',
  protected: 'It is marked as protected or important.',
  held: 'It is on hold.',
  manual: 'Somebody asked for it by name, or nobody noted that nobody did.',
  pattern: "apt's configuration keeps packages of this name (APT::NeverAutoRemove).",
};

const KINDS: Readonly<Record<PackageNeed['kind'], string>> = {
  'pre-depends': 'needs it',
  depends: 'needs it',
  condition: 'needs it if something else is there',
  recommends: 'recommends it',
  suggests: 'suggests it',
};

const ROLES: Readonly<Record<StartedFile['role'], string>> = {
  entrypoint: 'the entrypoint',
  command: 'the command',
  healthcheck: 'the health check',
  interpreter: 'the interpreter of a script that the image starts',
  script: 'called in a script that the image starts',
};

/** What `--why` prints; ends with a newline. */
export function formatWhyText(report: WhyReport, { width, palette, showsAll }: TextOptions): string {
  const most = showsAll ? Number.POSITIVE_INFINITY : SHOWN;
  const { package: own } = report;
  const list = (items: readonly string[]): readonly string[] => [
    ...items.slice(0, most).map((item) => cutEnd(`  ${makeVisible(item)}`, width)),
    ...(items.length > most
      ? [`  and ${countOf(items.length - most, 'more', 'more')}; --all shows them`]
      : []),
  ];
  const section = (title: string, items: readonly string[]): readonly string[] =>
    items.length === 0 ? [] : ['', title, ...list(items)];
  const head = `${makeVisible(`${own.name} ${own.version}`)}  ${formatBytes(own.bytes)}, brought by layer ${own.layer}`;
  const lines = [
    palette.strong(cutEnd(head, width)),
    ...wrapWords(tellReason(report), width),
    ...section('Packages that need it:', report.neededBy.map(tellNeed)),
    ...section(
      'Programs and libraries that stay and are linked with it, or with what would go:',
      report.linkedBy.map(
        ({ path, owner, soname, package: of }) =>
          `/${path} (${owner ?? 'of no package'}) needs ${soname}${of === own.name ? '' : ` of ${of}`}`,
      ),
    ),
    ...section(
      'The image starts it, or what would go with it:',
      report.startedBy.map(
        ({ role, namedBy, path, package: of }) =>
          `/${path}${of === own.name ? '' : ` of ${of}`}: ${ROLES[role]}, ${namedBy}`,
      ),
    ),
    ...section(
      'Not read, so what they start is not known:',
      report.unreadScripts.map((path) => `/${path}`),
    ),
    '',
    ...tellRemoval(report, { width, palette, showsAll }),
  ];
  return `${lines.join('\n')}\n`;
}

function tellReason({ keptBecause, keptPath }: WhyReport): string {
  if (keptBecause !== null) return OWN_REASONS[keptBecause];
  if (keptPath.length === 0) return 'Nothing leads to it: autoremove would take it at once.';
  return `It came because of others: ${keptPath.map(makeVisible).join(' > ')}`;
}

function tellNeed({ name, version, kind, text, isOnly }: PackageNeed): string {
  const binds = kind === 'depends' || kind === 'pre-depends';
  return `${name} ${version} ${KINDS[kind]}: ${text}${binds && !isOnly ? ' (something else meets it too)' : ''}`;
}

const COLUMNS: readonly Column[] = [
  { heading: 'size', align: 'right' },
  { heading: 'package', align: 'left' },
];

function tellRemoval({ removal, package: own }: WhyReport, options: TextOptions): readonly string[] {
  if (removal.kind === 'refused') {
    const others = removal.essential.filter((name) => name !== own.name);
    if (others.length === 0) return ['It cannot be removed.'];
    const names = others.slice(0, SHOWN).map(makeVisible).join(', ');
    return wrapWords(
      `It cannot be removed: essential packages cannot be without it (${names}).`,
      options.width,
    );
  }
  const { freed, dependents, bytes } = removal;
  const tables = (title: string, packages: readonly NamedPackage[]): readonly string[] => {
    if (packages.length === 0) return [];
    const rows = packages
      .slice(0, options.showsAll ? packages.length : SHOWN)
      .map((item) => [formatBytes(item.bytes), makeVisible(`${item.name} ${item.version}`)]);
    const left = packages.length - rows.length;
    return [
      title,
      ...formatTable(COLUMNS, rows, options.width, options.palette.faint),
      ...(left === 0 ? [] : [`and ${countOf(left, 'more', 'more')}; --all shows them`]),
    ];
  };
  return [
    `Removing it would free ${formatBytes(bytes)} in ${countOf(freed.length + dependents.length, 'package')}.`,
    ...tables('Itself, and what nothing needs then:', freed),
    ...tables('What cannot be without it, and would have to go too:', dependents),
  ];
}
