// What dpkg and apt themselves say in a root, in the shapes that our readers give.
import type { Alternative } from '../../../src/contents/packages/dpkg/dpkg-alternatives.ts';
import type { Diversion } from '../../../src/contents/packages/dpkg/dpkg-diversions.ts';
import { must } from '../run-program.ts';
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

/** For each package the paths that it really has: `dpkg-query -L` tells of each path to where it was moved aside. */
export async function askLists(
  root: string,
  names: readonly string[],
): Promise<readonly (readonly string[])[]> {
  const output = await inRoot(root, 'dpkg-query', '-L', ...names);
  const blocks = output.trimEnd().split('\n\n');
  if (blocks.length !== names.length) throw new Error(`dpkg-query -L tells of ${blocks.length} packages`);
  return blocks.map((block) => {
    const paths: string[] = [];
    for (const line of block.split('\n')) {
      const moved = /^(?:diverted by \S+|locally diverted) to: \/(.+)$/.exec(line)?.[1];
      if (moved !== undefined) paths.splice(-1, 1, moved);
      else if (line.startsWith('/') && line !== '/.') paths.push(line.slice(1));
    }
    return paths;
  });
}

/** The names of the packages that list a path, by `dpkg-query -S`; paths that none lists are left out. */
export async function askFileOwners(
  root: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  // What could be a pattern is marked as none.
  const input = paths.map((path) => `/${path.replaceAll(/[[\]*?\\]/g, '\\$&')}\0`).join('');
  // It fails where there is a path that no package has.
  const search = 'LC_ALL=C.UTF-8 xargs -0 dpkg-query -S 2>/dev/null || true';
  const output = await must('chroot', [root, 'sh', '-c', search], input);
  const owners = new Map<string, Set<string>>();
  for (const [, names, path] of output.matchAll(/^(?!(?:local )?diversion )(.+?): \/(.+)$/gm)) {
    const known = owners.get(path!) ?? new Set();
    for (const name of names!.split(', ')) known.add(name.split(':')[0]!);
    owners.set(path!, known);
  }
  return owners;
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
