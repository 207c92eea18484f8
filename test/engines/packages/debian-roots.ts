// Real Debian systems, made by mmdebstrap from the archive, with apt asked inside them what it would do.
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AptSettings, parseAptSettings } from '../../../src/contents/packages/closures/apt-settings.ts';
import type { Inventory } from '../../../src/contents/packages/inventory.ts';
import { readDpkgStatus } from '../../support/made-inventory.ts';
import { runProgram } from '../run-program.ts';

/** Where the roots are kept between runs: making one takes minutes. */
export const ROOTS = process.env['PLIMSOLL_DEBIAN_ROOTS'] ?? join(tmpdir(), 'plimsoll-debian-roots');

const SOURCES = [
  'deb http://deb.debian.org/debian bookworm main',
  'deb http://deb.debian.org/debian-security bookworm-security main',
];

/** What each root has beside the minimal system, with or without what is recommended. */
const SETS = {
  minbase: { packages: 'ca-certificates,curl', recommends: false },
  node: { packages: 'nodejs,npm', recommends: false },
  python: { packages: 'python3-pip,python3-venv,postgresql-client', recommends: true },
  gcc: { packages: 'build-essential,git,cmake,libssl-dev,libpq-dev,vim', recommends: true },
  java: { packages: 'default-jdk-headless,maven,imagemagick', recommends: true },
} as const;

/** The names of the roots. */
export const ROOT_NAMES = Object.keys(SETS) as readonly (keyof typeof SETS)[];

/** Makes a root where it is not there yet; gives its folder. */
export async function makeRoot(name: keyof typeof SETS): Promise<string> {
  const root = join(ROOTS, name);
  if (existsSync(join(root, 'var/lib/dpkg/status'))) return root;
  mkdirSync(ROOTS, { recursive: true });
  const { packages, recommends } = SETS[name];
  const made = await runProgram('mmdebstrap', [
    '--variant=minbase',
    '--skip=cleanup/apt,cleanup/apt/lists',
    `--aptopt=APT::Install-Recommends "${recommends}"`,
    `--include=${packages}`,
    'bookworm',
    root,
    ...SOURCES,
  ]);
  if (!made.isDone) throw new Error(`mmdebstrap could not make ${name}: ${made.complaint.slice(-2000)}`);
  return root;
}

/** The packages of a root with their marks, and apt's settings there. */
export function readRoot(root: string): { readonly inventory: Inventory; readonly settings: AptSettings } {
  const read = (path: string): string =>
    existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : '';
  const folder = 'etc/apt/apt.conf.d';
  return {
    inventory: readDpkgStatus(read('var/lib/dpkg/status'), read('var/lib/apt/extended_states')),
    settings: parseAptSettings(
      readdirSync(join(root, folder))
        .sort()
        .map((name) => read(join(folder, name))),
    ),
  };
}

/** What apt would do: names to remove and to install; null where it refuses. */
export interface AptAnswer {
  readonly removed: readonly string[];
  readonly installed: readonly string[];
}

/** Asks apt inside a root, once for each list of arguments; nothing is changed. */
export async function askApt(
  root: string,
  questions: readonly (readonly string[])[],
  options: readonly string[] = [],
): Promise<readonly (AptAnswer | null)[]> {
  const script = questions
    .map((question) => `apt-get -s -q ${[...options, ...question].map(quote).join(' ')} 2>&1; echo "rc=$?"`)
    .join('\n');
  const { output } = await runProgram('chroot', [root, 'sh'], script);
  return output
    .split(/^rc=/m)
    .slice(1)
    .map((rest, i) => {
      const text = i === 0 ? output.slice(0, output.indexOf('rc=')) : output.split(/^rc=/m)[i]!;
      if (!rest.startsWith('0')) return null;
      const names = (verb: string): readonly string[] =>
        [...text.matchAll(new RegExp(`^${verb} (\\S+)`, 'gm'))].map(([, name]) => name!).sort();
      return { removed: [...names('Purg'), ...names('Remv')].sort(), installed: names('Inst') };
    });
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** Some of the items, the same ones for the same seed. */
export function draw<Item>(items: readonly Item[], count: number, seed: number): readonly Item[] {
  const left = [...items];
  let state = seed;
  const drawn: Item[] = [];
  while (drawn.length < count && left.length > 0) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    drawn.push(...left.splice((state >>> 8) % left.length, 1));
  }
  return drawn;
}
