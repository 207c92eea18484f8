// `plimsoll context --fix` on twelve projects, built by a real BuildKit before and after: the root file systems are the same but
// for what was listed, what the image does still works, and far less is sent. No SDK is used: see context/fix-projects.ts.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeIgnoreFile } from '../../src/context/repair/write-ignore-file.ts';
import { repairFolder } from '../context/repair/repair-folder.ts';
import { makeTree } from '../support/context-trees.ts';
import { buildImage, DOCKER, imageName, isBelow, placesOf, readImage } from './context/fix-images.ts';
import { FIX_PROJECTS, STAND_INS } from './context/fix-projects.ts';
import { canRun, must } from './run-program.ts';

const BASE = 'debian:bookworm-slim';
const LEAST_CUT = 0.9;

const hasEngine = canRun(
  DOCKER,
  ['image', 'inspect', BASE, '--format', '{{.Os}}'],
  (text) => text.trim() === 'linux',
);

describe.runIf(hasEngine)('a repair of', () => {
  beforeAll(async () => {
    const folder = makeTree({ Dockerfile: `FROM ${BASE}\nCOPY bin /usr/local/bin\n`, bin: {} });
    for (const [name, script] of Object.entries(STAND_INS))
      writeFileSync(join(folder, 'bin', name), `#!/bin/sh\nset -e\n${script}\n`, { mode: 0o755 });
    await must('env', ['DOCKER_BUILDKIT=1', DOCKER, 'build', '-q', '-t', 'plimsoll-fix-base', folder]);
  });

  afterAll(async () => {
    for (const engine of ['buildkit', 'classic'] as const)
      await must(DOCKER, ['image', 'rm', '-f', imageName(engine)]);
  });

  test('twelve projects, half of which take everything', () => {
    expect(FIX_PROJECTS).toHaveLength(12);
    expect(FIX_PROJECTS.filter(({ isSwept }) => isSwept)).toHaveLength(6);
  });

  describe.each(['buildkit', 'classic'] as const)('under %s', (engine) => {
    test.each(FIX_PROJECTS.map((project) => [project.name, project] as const))('%s', async (_, project) => {
      const folder = makeTree(project.tree);
      const before = await readImage(await buildImage(folder, engine));
      const repair = repairFolder(folder, { engine });
      expect(repair.isChanged).toBe(true);
      writeIgnoreFile(repair);

      const image = await buildImage(folder, engine);
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
