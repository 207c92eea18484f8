// Builds the fleet with BuildKit, the same fleet after an update of its base, and pushes images.
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DOCKER } from '../docker-overlay2.ts';
import { must, runProgram } from '../run-program.ts';
import type { FleetImage } from './fleet-dockerfiles.ts';

/** A library of the base. */
const UPDATED_PACKAGE = 'libgnutls30';

/** What the fleet's images are called in the engine. */
export const FLEET_NAME = 'plimsoll-test/relayer';

/** The base as Debian publishes it: apt keeps neither packages nor caches there. Images made by debootstrap alone do not say so. */
export async function buildFleetBase(base: string, image = `${FLEET_NAME}:base`): Promise<string> {
  if ((await runProgram(DOCKER, ['image', 'inspect', image])).isDone) return image;
  const files = '/var/cache/apt/archives/*.deb /var/cache/apt/archives/partial/*.deb /var/cache/apt/*.bin';
  const settings = [
    `DPkg::Post-Invoke { "rm -f ${files} || true"; };`,
    `APT::Update::Post-Invoke { "rm -f ${files} || true"; };`,
    'Dir::Cache::pkgcache ""; Dir::Cache::srcpkgcache "";',
  ];
  const lines = settings.map((line) => `echo '${line}'`).join('; ');
  await buildFromText(`FROM ${base}\nRUN (${lines}) > /etc/apt/apt.conf.d/docker-clean\n`, image);
  return image;
}

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

/**
 * Builds the image as it is once a package of its base was updated: the package with another version and other bytes in it, from
 * Debian's own one. What such an image shows is what a new build on the updated base would.
 */
export async function buildUpdate({ name }: FleetImage): Promise<string> {
  const tag = `${name}-updated`;
  const image = `${FLEET_NAME}:${tag}`;
  if ((await runProgram(DOCKER, ['image', 'inspect', image])).isDone) return image;
  const update = await buildUpdatedPackage();
  const dockerfile = `FROM ${update} AS update
FROM ${FLEET_NAME}:${name}
USER 0
RUN --mount=from=update,target=/update dpkg --force-unsafe-io -i /update/updated.deb >/dev/null
`;
  await buildFromText(dockerfile, image);
  return image;
}

/** An image that holds `/updated.deb`. */
async function buildUpdatedPackage(): Promise<string> {
  const image = `${FLEET_NAME}:update`;
  if ((await runProgram(DOCKER, ['image', 'inspect', image])).isDone) return image;
  const dockerfile = `FROM debian:bookworm-slim
RUN apt-get update -qq && cd /tmp && apt-get download ${UPDATED_PACKAGE} && dpkg-deb -R *.deb package \\
 && sed -i 's/^Version: .*/&+plimsoll1/' package/DEBIAN/control \\
 && find package/usr -name '*.so.*' -type f -exec sh -c 'echo updated >> "$1"' - {} \\; \\
 && sed -i '/\\.so\\./d' package/DEBIAN/md5sums && dpkg-deb -b package /updated.deb
`;
  await buildFromText(dockerfile, image);
  return image;
}

async function buildFromText(dockerfile: string, image: string): Promise<void> {
  const args = [DOCKER, 'build', '--quiet', '--network', 'host', '--tag', image, '-'];
  await must('env', ['DOCKER_BUILDKIT=1', ...args], dockerfile);
}

/** Pushes an engine's image under another name, which goes again. */
export async function pushImage(image: string, name: string): Promise<void> {
  await must(DOCKER, ['tag', image, name]);
  await must(DOCKER, ['push', '--quiet', name]);
  await must(DOCKER, ['image', 'rm', name]);
}
