// What dpkg and apt themselves say in a root, in the shapes that our readers give.
import type { Alternative } from '../../../src/contents/packages/dpkg/dpkg-alternatives.ts';
import type { Diversion } from '../../../src/contents/packages/dpkg/dpkg-diversions.ts';
import { inRoot } from './debian-roots.ts';

/** The fields of records that dpkg-query is asked for. */
const ASKED_FIELDS = [
  'Depends',
  'Pre-Depends',
  'Recommends',
  'Suggests',
  'Provides',
  'Conflicts',
  'Breaks',
  'Replaces',
  'Section',
  'Priority',
  'Essential',
  'Protected',
  'Multi-Arch',
  'Maintainer',
] as const;

/** The fields that say something: dpkg-query shows `no` for those that are not there. */
export function chooseFields(
  read: (field: string, position: number) => string | undefined,
): Readonly<Record<string, string>> {
  const fields: Record<string, string> = {};
  for (const [i, field] of ASKED_FIELDS.entries()) {
    const value = read(field, i) ?? '';
    if (value !== '' && value !== 'no') fields[field] = value;
  }
  return fields;
}

/** One package, as its record would be. */
export interface AskedPackage {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
  readonly source: string;
  readonly sourceVersion: string;
  readonly claimedBytes: number;
  readonly fields: Readonly<Record<string, string>>;
}

/** The packages whose files are there: those that `dpkg -l` lists but for the states `c` and `n`. */
export async function askPackages(root: string): Promise<readonly AskedPackage[]> {
  const listed = await askPresentNames(root);
  const parts = [
    ...['binary:Package', 'Package', 'Version', 'Architecture', 'source:Package', 'source:Version'],
    ...['Installed-Size', ...ASKED_FIELDS],
  ];
  const format = `${parts.map((part) => `\${${part}}`).join('\u001f')}\u001e`;
  const output = await inRoot(root, 'dpkg-query', '-W', '-f', format);
  return output
    .split('\u001e')
    .filter((line) => line !== '')
    .map(
      (line) => line.split('\u001f') as [string, string, string, string, string, string, string, ...string[]],
    )
    .filter(([displayed]) => listed.has(displayed))
    .map(([, name, version, architecture, source, sourceVersion, size, ...values]) => ({
      name,
      version,
      architecture,
      source,
      sourceVersion,
      claimedBytes: Number(size) * 1024,
      fields: chooseFields((_field, i) => fold(values[i]!)),
    }));
}

/** `ii  libc6:amd64 ...` of `dpkg -l`. */
async function askPresentNames(root: string): Promise<ReadonlySet<string>> {
  const lines = (await inRoot(root, 'env', 'COLUMNS=500', 'dpkg', '-l')).split('\n');
  return new Set(
    lines.map((line) => /^[uihrp]([UFHWti])[ R] +(\S+)/.exec(line)?.[2]).filter((name) => name !== undefined),
  );
}

function fold(value: string): string {
  return value
    .split('\n')
    .map((line) => line.trim())
    .join(' ')
    .trim();
}

/** The paths of a package by `dpkg-query -L`, without what it says of diversions. */
export async function askPaths(root: string, name: string): Promise<readonly string[]> {
  const lines = (await inRoot(root, 'dpkg-query', '-L', name)).split('\n');
  return lines.filter((line) => line.startsWith('/') && line !== '/.').map((line) => line.slice(1));
}

/** `dpkg-divert --list`. */
export async function askDiversions(root: string): Promise<readonly Diversion[]> {
  const lines = (await inRoot(root, 'dpkg-divert', '--list')).split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    const [, path, divertedTo, exceptPackage] =
      /^(?:local )?diversion of \/(\S+) to \/(\S+)(?: by (\S+))?$/.exec(line)!;
    return { path: path!, divertedTo: divertedTo!, exceptPackage: exceptPackage ?? '' };
  });
}

/** `update-alternatives --query NAME`. */
export async function askAlternative(root: string, name: string): Promise<Alternative> {
  const [head, ...blocks] = (await inRoot(root, 'update-alternatives', '--query', name)).trim().split('\n\n');
  const value = (block: string, field: string): string =>
    new RegExp(`^${field}: (.*)$`, 'm').exec(block)?.[1] ?? '';
  const pairs = (block: string): Map<string, string> =>
    new Map([...block.matchAll(/^ (\S+) (\S+)$/gm)].map(([, key, path]) => [key!, path!.slice(1)]));
  const slaves = [...pairs(head!)].map(([slave, path]) => ({ name: slave, path }));
  return {
    mode: value(head!, 'Status') as Alternative['mode'],
    links: [{ name: value(head!, 'Name'), path: value(head!, 'Link').slice(1) }, ...slaves],
    choices: blocks.map((block) => ({
      priority: Number(value(block, 'Priority')),
      paths: [
        value(block, 'Alternative').slice(1),
        ...slaves.map((slave) => pairs(block).get(slave.name) ?? ''),
      ],
    })),
  };
}
