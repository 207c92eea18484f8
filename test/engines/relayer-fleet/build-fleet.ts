// Builds the fleet with BuildKit, and copies images out of the engine and into it.
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DOCKER } from '../docker-overlay2.ts';
import { must, runProgram } from '../run-program.ts';
import type { FleetImage } from './fleet-dockerfiles.ts';

/** What the fleet's images are called in the engine. */
export const FLEET_NAME = 'plimsoll-test/relayer';

/** Builds one, unless it is there. */
export async function buildFleetImage({ name, dockerfile, files }: FleetImage, tag = name): Promise<string> {
  const image = `${FLEET_NAME}:${tag}`;
  if ((await runProgram(DOCKER, ['image', 'inspect', image])).isDone) return image;
  const context = await mkdtemp(join(tmpdir(), 'plimsoll-relayer-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      const target = join(context, 'context', path);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, text);
      // As a checkout of one commit has them.
      await utimes(target, 1_700_000_000, 1_700_000_000);
    }
    const file = join(context, 'Dockerfile');
    await writeFile(file, dockerfile);
    const args = [
      'build',
      '--quiet',
      '--network',
      'host',
      '--file',
      file,
      '--tag',
      image,
      join(context, 'context'),
    ];
    await must('env', ['DOCKER_BUILDKIT=1', DOCKER, ...args]);
    return image;
  } finally {
    await rm(context, { recursive: true, force: true });
  }
}

/** Copies an engine's image into a layout, where its layers are compressed as a push would. */
export async function copyToLayout(image: string, layout: string, tag: string): Promise<void> {
  await must('skopeo', ['copy', '--quiet', `docker-daemon:${image}`, `oci:${layout}:${tag}`]);
}

/** Copies an image of a layout into the engine. */
export async function loadFromLayout(layout: string, tag: string, image: string): Promise<void> {
  await must('skopeo', ['copy', '--quiet', `oci:${layout}:${tag}`, `docker-daemon:${image}`]);
}
