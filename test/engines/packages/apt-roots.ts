// Real Debian systems, made by mmdebstrap from the archive, with apt asked inside them what it would do.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AptSettings, parseAptSettings } from '../../../src/contents/packages/closures/apt-settings.ts';
import type { Inventory } from '../../../src/contents/packages/inventory.ts';
import { readDpkgStatus } from '../../support/made-inventory.ts';
import { runProgram } from '../run-program.ts';
import { KEPT_ROOTS, makeRoot, SOURCES } from './debian-roots.ts';

/** Where the roots are kept between runs: making one takes minutes. */
export const ROOTS = KEPT_ROOTS ?? join(tmpdir(), 'plimsoll-debian-roots');

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
export function makeNamedRoot(name: keyof typeof SETS): Promise<string> {
  const { packages, recommends } = SETS[name];
  const options = [
    '--skip=cleanup/apt,cleanup/apt/lists',
    `--aptopt=APT::Install-Recommends "${recommends}"`,
    `--include=${packages}`,
  ];
  return makeRoot(join(ROOTS, name), options, SOURCES);
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

/** The indexes that apt has in a root, in the order of its sources. */
export function readLists(root: string): readonly Uint8Array[] {
  const lists = join(root, 'var/lib/apt/lists');
  const hosts = SOURCES.map((line) => line.split(' ')).map(
    ([, url, suite]) => `${url!.replace(/^https?:\/\//, '').replaceAll('/', '_')}_dists_${suite}_`,
  );
  return hosts.flatMap((host) =>
    readdirSync(lists)
      .filter((name) => name.startsWith(host) && name.endsWith('_Packages'))
      .map((name) => readFileSync(join(lists, name))),
  );
}

/** What apt would do: names to remove and to install; null where it refuses. */
export interface AptAnswer {
  readonly removed: readonly string[];
  readonly installed: readonly string[];
}

/** Questions of one shell: answers are kept after each, so that a run that is stopped loses few. */
const BATCH = 20;

/**
 * Asks apt inside a root, once for each list of arguments. Nothing is changed, so answers are kept beside the roots: apt
 * takes a second for each question.
 */
export async function askApt(
  root: string,
  questions: readonly (readonly string[])[],
  options: readonly string[] = [],
): Promise<readonly (AptAnswer | null)[]> {
  const answers: (AptAnswer | null)[] = [];
  for (let first = 0; first < questions.length; first += BATCH) {
    const batch = questions.slice(first, first + BATCH);
    const kept = join(ROOTS, `answers-${digestQuestions(root, [...batch, options])}.json`);
    if (!existsSync(kept)) writeFileSync(kept, JSON.stringify(await askBatch(root, batch, options)));
    answers.push(...(JSON.parse(readFileSync(kept, 'utf8')) as readonly (AptAnswer | null)[]));
  }
  return answers;
}

async function askBatch(
  root: string,
  questions: readonly (readonly string[])[],
  options: readonly string[],
): Promise<readonly (AptAnswer | null)[]> {
  const script = questions
    .map((question) => `apt-get -s -q ${[...options, ...question].map(quote).join(' ')} 2>&1; echo "rc=$?"`)
    .join('\n');
  const { output } = await runProgram('chroot', [root, 'sh'], script);
  const answers = [...output.matchAll(/([\s\S]*?)^rc=(\d+)\n/gm)].map(([, text, code]): AptAnswer | null => {
    if (code !== '0') return null;
    const names = (verbs: string): readonly string[] =>
      [...text!.matchAll(new RegExp(`^(?:${verbs}) (\\S+)`, 'gm'))].map(([, name]) => name!).sort();
    return { removed: names('Purg|Remv'), installed: names('Inst') };
  });
  if (answers.length !== questions.length) throw new Error('apt did not answer all questions');
  return answers;
}

function digestQuestions(root: string, questions: unknown): string {
  const hash = createHash('sha256').update(JSON.stringify([root, questions]));
  hash.update(readFileSync(join(root, 'var/lib/dpkg/status')));
  const lists = join(root, 'var/lib/apt/lists');
  for (const name of readdirSync(lists)) hash.update(`${name} ${statSync(join(lists, name)).size}`);
  return hash.digest('hex').slice(0, 16);
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
