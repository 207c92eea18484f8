// Squashed images in umoci, buildah (containers/storage with vfs and overlay) and Docker (overlay2): the known cases and
// random stacks, whole and above each number of layers that can stay, show in all of them what the input showed.
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ALL_CASES } from '../contents/view/layer-cases.ts';
import { randomStack } from '../contents/view/random-stacks.ts';
import type { Listing, Shown } from '../contents/view/shown.ts';
import { differencesOf } from '../support/rewritten-layers.ts';
import { DOCKER, type Loaded, loadTars, unloadStack } from './docker-overlay2.ts';
import { chooseStacks, printStack } from './judge-stack.ts';
import { canRun } from './run-program.ts';
import { type Squashed, squashStack } from './squash-stacks.ts';
import { stackLayouts, type Unpacked, unpackLayouts } from './unpack-engines.ts';
import { readTrees } from './unpacked-trees.ts';

const BATCH = 20;
const hasEngines =
  canRun('umoci', ['--version'], () => true) &&
  canRun('buildah', ['--version'], () => true) &&
  canRun('python3', ['--version'], () => true);
const hasDocker =
  hasEngines &&
  canRun(DOCKER, ['info', '--format', '{{.Driver}} {{.DockerRootDir}}'], (output) => {
    const [driver, folder] = output.trim().split(' ');
    return driver === 'overlay2' && folder !== undefined && existsSync(folder);
  });

/** The words by which the program refuses what the spec does not allow. */
const ILLEGAL =
  /two entries for one path|whiteout without a name|hard link whose target|below something that is no folder|lead in a circle|holds '\.\.'|device 0:0|trusted\.overlay/;
const AMBIGUOUS = /would be kept, and engines read it in different ways/;
const WORKS = /--above \d+ keeps as much as can be kept|Squash all layers, without --above/;

describe.runIf(hasEngines)('squashed images', () => {
  const work = join(tmpdir(), `plimsoll-squash-${randomBytes(6).toString('hex')}`);
  beforeAll(() => mkdir(work));
  afterAll(() => rm(work, { recursive: true, force: true }));
  const tally = new Map<string, number>();
  const count = (what: string): void => void tally.set(what, (tally.get(what) ?? 0) + 1);

  /** Complaints about one squashed image in all engines. */
  async function judge(squashed: readonly Squashed[], folder: string): Promise<string[]> {
    const layouts = squashed.map(({ layout }) => layout);
    const [both, overlay] = await Promise.all([
      unpackLayouts(layouts, join(folder, 'vfs')),
      stackLayouts(layouts, join(folder, 'overlay')),
    ]);
    const complaints: string[] = [];
    for (const [i, one] of squashed.entries()) {
      const tell = (engine: string, found: readonly string[]): void => {
        count(`${engine}: ${found.length === 0 ? 'same' : 'differs'}`);
        complaints.push(...found.map((line) => `${engine}, ${one.keptCount} kept: ${line}`));
      };
      tell('umoci', compare(one, both[i]!.umoci, false));
      tell('buildah vfs', compare(one, both[i]!.buildah, true));
      tell('buildah overlay', compare(one, overlay[i]!, true));
      if (hasDocker) tell('docker', await askDocker(one, join(folder, `docker-${i}`)));
    }
    return complaints;
  }

  async function judgeStacks(
    stacks: readonly Parameters<typeof squashStack>[0][],
    name: string,
  ): Promise<void> {
    const folder = join(work, name);
    const all: { readonly squashed: readonly Squashed[]; readonly stack: (typeof stacks)[number] }[] = [];
    for (const name of ['vfs', 'overlay']) await mkdir(join(folder, name), { recursive: true });
    for (const [i, stack] of stacks.entries()) {
      const { squashed, refusals } = await squashStack(stack, join(folder, String(i)));
      for (const words of refusals) {
        const isIllegal = ILLEGAL.test(words);
        count(isIllegal ? 'refused: illegal' : 'refused: ambiguous layers would be kept');
        if (!isIllegal) {
          expect(words).toMatch(AMBIGUOUS);
          expect(words).toMatch(WORKS);
        }
      }
      expect(squashed.length + refusals.length, printStack(stack)).toBe(stack.length);
      all.push({ squashed, stack });
    }
    const complaints = await judge(
      all.flatMap(({ squashed }) => squashed),
      folder,
    );
    await rm(folder, { recursive: true, force: true });
    expect(complaints, all.map(({ stack }) => printStack(stack)).join('\n\n')).toEqual([]);
  }

  test('known cases', async () => {
    for (let first = 0; first < ALL_CASES.length; first += BATCH)
      await judgeStacks(
        ALL_CASES.slice(first, first + BATCH).map(({ layers }) => layers),
        `cases-${first}`,
      );
    tell('known cases', tally);
    expect(tally.get('umoci: same')).toBeGreaterThan(50);
  });

  const { seed, count: stackCount } = chooseStacks(process.env['NIGHTLY'] === '1' ? 500 : 10);

  // All of them take hours on a busy machine: each part is a test of its own, and a run that was stopped can go on.
  const firstStack = Number(process.env['PLIMSOLL_FIRST_STACK'] ?? 0);
  const parts = Array.from(
    { length: Math.ceil(Math.max(0, stackCount - firstStack) / BATCH) },
    (_, i) => firstStack + i * BATCH,
  );

  test.each(parts)(`random stacks from seed ${seed}, %i and on`, async (first) => {
    if (first === firstStack) tally.clear();
    const size = Math.min(BATCH, stackCount - first);
    const before = tally.get('umoci: same') ?? 0;
    const seeds = Array.from({ length: size }, (_, i) => seed * 1_000_003 + first + i);
    await judgeStacks(
      seeds.map((own) => randomStack(own, own % 2 === 0 ? 'tame' : 'wild')),
      `random-${first}`,
    );
    process.stdout.write(`  stacks to ${first + size}: ${tally.get('umoci: same')} images alike\n`);
    expect(tally.get('umoci: same')).toBeGreaterThan(before + size / 2);
    if (first === parts.at(-1)) tell(`random stacks, PLIMSOLL_SEED=${seed}`, tally);
  });
});

function tell(what: string, tally: ReadonlyMap<string, number>): void {
  const lines = [...tally].sort().map(([verdict, times]) => `  ${verdict}: ${times}`);
  process.stdout.write(`\n${what}\n${lines.join('\n')}\n`);
}

function compare({ shows }: Squashed, unpacked: Unpacked, isStorage: boolean): readonly string[] {
  if ('refusal' in unpacked) return [`refused: ${unpacked.refusal}`];
  return isStorage
    ? differencesOf(asStorageShows(shows, shows), asStorageShows(unpacked.listing, shows))
    : differencesOf(shows, unpacked.listing);
}

async function askDocker({ tars, shows }: Squashed, work: string): Promise<readonly string[]> {
  let loaded: Loaded | undefined;
  try {
    loaded = await loadTars(tars, work);
    if ('refusal' in loaded) return [`refused: ${loaded.refusal}`];
    const [listing] = (await readTrees([loaded.root])) as [Listing];
    return differencesOf(withoutRoot(shows), withoutRoot(listing));
  } finally {
    if (loaded !== undefined) await unloadStack(loaded);
  }
}

/** Overlay file systems take the root's attributes from no layer. */
function withoutRoot(listing: Listing): Listing {
  return new Map([...listing].filter(([path]) => path !== ''));
}

/**
 * Two habits of containers/storage that no layer can prevent (habits.ts): vfs makes hard links of anything but files into
 * files of their own, and directories keep extended attributes that a higher layer takes away.
 */
function asStorageShows(listing: Listing, expected: Listing): Listing {
  return new Map(
    [...withoutRoot(listing)].map(([path, shown]): [string, Shown] => {
      if (shown.type === 'directory') return [path, withoutXattrs(shown, expected.get(path))];
      return [path, shown.type === 'file' ? shown : { ...shown, identity: path }];
    }),
  );
}

function withoutXattrs(shown: Shown, expected: Shown | undefined): Shown {
  if (shown.attributes === null || expected?.attributes == null) return shown;
  const known = expected.attributes.xattrs;
  const xattrs = new Map([...shown.attributes.xattrs].filter(([name]) => known.has(name)));
  return { ...shown, attributes: { ...shown.attributes, xattrs } };
}
