// `plimsoll context --fix` on twelve projects, built by a real BuildKit before and after: the root file systems are the same but
// for what was listed, what the image does still works, and far less is sent. No SDK is used: see context/fix-projects.ts.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Repair } from '../../src/context/repair/repair-ignore-file.ts';
import { writeIgnoreFile } from '../../src/context/repair/write-ignore-file.ts';
import { repairFolder } from '../context/repair/repair-folder.ts';
import { makeTree } from '../support/context-trees.ts';
import { FIX_PROJECTS, type FixProject, STAND_INS } from './context/fix-projects.ts';
import { canRun, must } from './run-program.ts';

const DOCKER = '/usr/bin/docker';
const BASE = 'debian:bookworm-slim';
/** What the engine puts into a container itself. */
const OF_ENGINE = /^\/(?:proc|sys|dev|etc\/(?:hosts|hostname|resolv\.conf|mtab)|\.dockerenv)(?:\/|$)/;
const LEAST_CUT = 0.9;

const hasEngine = canRun(
  DOCKER,
  ['image', 'inspect', BASE, '--format', '{{.Os}}'],
  (text) => text.trim() === 'linux',
);

const build = async (folder: string, engine: 'buildkit' | 'classic'): Promise<string> => {
  const image = `plimsoll-fix-${process.pid}-${engine}`;
  const flag = engine === 'buildkit' ? '1' : '0';
  await must('env', [
    `DOCKER_BUILDKIT=${flag}`,
    DOCKER,
    'build',
    '--network',
    'host',
    '--no-cache',
    '-q',
    '-t',
    image,
    folder,
  ]);
  return image;
};

/** Type, mode, owner, link and content of all paths. */
async function readImage(image: string): Promise<ReadonlyMap<string, string>> {
  const script = String.raw`find / -xdev -printf '%y %m %U:%G %p\0%l\0' ; echo; printf '\0\0'; find / -xdev -type f -print0 | sort -z | xargs -0 sha256sum -z`;
  const output = await must(DOCKER, ['run', '--rm', '--network', 'none', image, 'sh', '-c', script]);
  const [listing, sums] = output.split('\n\0\0') as [string, string];
  const hashes = new Map(sums.split('\0').map((line) => [line.slice(66), line.slice(0, 64)]));
  const paths = new Map<string, string>();
  const fields = listing.split('\0');
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const [, what, path] = /^(\S+ \S+ \S+) ([\s\S]*)$/.exec(fields[i]!)!;
    if (!OF_ENGINE.test(path!)) paths.set(path!, `${what} ${fields[i + 1]} ${hashes.get(path!) ?? ''}`);
  }
  return paths;
}

/** Where listed paths of the context are in the image. */
function placesOf(
  { copies }: FixProject,
  { proof }: Repair,
): readonly { readonly place: string; readonly isMade: boolean }[] {
  return proof.imageChanges.flatMap(({ path, kind }) =>
    copies
      .filter(([from]) => from === '' || path === from || path.startsWith(`${from}/`))
      .map(([from, to]) => ({
        place: `${to}/${from === '' ? path : path.slice(from.length + 1)}`,
        isMade: kind === 'dependencies' || kind === 'build-output',
      })),
  );
}

const isBelow = (path: string, place: string): boolean => path === place || path.startsWith(`${place}/`);

describe.runIf(hasEngine)('a repair of', () => {
  beforeAll(async () => {
    const folder = makeTree({ Dockerfile: `FROM ${BASE}\nCOPY --chmod=755 bin /usr/local/bin\n`, bin: {} });
    for (const [name, script] of Object.entries(STAND_INS))
      writeFileSync(join(folder, 'bin', name), `#!/bin/sh\nset -e\n${script}\n`, { mode: 0o755 });
    writeFileSync(join(folder, 'Dockerfile'), `FROM ${BASE}\nCOPY bin /usr/local/bin\n`);
    mkdirSync(join(folder, 'unused'));
    await must('env', ['DOCKER_BUILDKIT=1', DOCKER, 'build', '-q', '-t', 'plimsoll-fix-base', folder]);
  });

  test('twelve projects, half of which take everything', () => {
    expect(FIX_PROJECTS).toHaveLength(12);
    expect(FIX_PROJECTS.filter(({ isSwept }) => isSwept)).toHaveLength(6);
  });

  describe.each(['buildkit', 'classic'] as const)('under %s', (engine) => {
    test.each(FIX_PROJECTS.map((project) => [project.name, project] as const))('%s', async (_, project) => {
      const folder = makeTree(project.tree);
      const before = await readImage(await build(folder, engine));
      const repair = repairFolder(folder, { engine });
      expect(repair.isChanged).toBe(true);
      writeIgnoreFile(repair);

      const image = await build(folder, engine);
      const after = await readImage(image);
      const places = placesOf(project, repair);
      const differing = [...new Set([...before.keys(), ...after.keys()])].filter(
        (path) => before.get(path) !== after.get(path) && !places.some(({ place }) => isBelow(path, place)),
      );
      expect(differing).toEqual([]);
      for (const { place, isMade } of places) {
        expect(
          [...before.keys()].some((path) => isBelow(path, place)),
          `${place} was there`,
        ).toBe(true);
        if (!isMade) expect([...after.keys()].filter((path) => isBelow(path, place))).toEqual([]);
      }

      const [command, output] = project.smoke;
      expect(await must(DOCKER, ['run', '--rm', '--network', 'none', image, 'sh', '-c', command])).toBe(
        output,
      );
      expect(repairFolder(folder, { engine }).isChanged).toBe(false);

      // BuildKit sends only what is used of those that name what they use: there the classic builder has the bloat.
      const bloated = repair.proof.pairs.find(
        (pair) => pair.engine === (project.isSwept ? engine : 'classic'),
      )!;
      const cut = 1 - bloated.after.bytes / bloated.before.bytes;
      console.log(
        `${project.name}, ${engine}: ${bloated.before.bytes} -> ${bloated.after.bytes} bytes, ${repair.added.length} lines`,
      );
      expect(cut).toBeGreaterThan(LEAST_CUT);
    });
  });
});
