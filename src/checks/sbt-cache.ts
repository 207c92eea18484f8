// Caches of sbt, Ivy and Coursier (Coursier docs, "Cache"). The JVMs and unpacked archives of Coursier are run in place.
import { runsProgram } from './exceptions/runs-program.ts';
import { cachePlaces, mountAll } from './fixes/cache-mount.ts';
import type { ImageLook, PathRule } from './rule.ts';

/** What resolves its class path from these caches each time it starts, Coursier's own launchers among it. */
const READERS = ['sbt', 'cs', 'coursier', 'scala', 'scala-cli', 'mill', 'amm'];

export const sbtCache: PathRule = {
  kind: 'paths',
  id: 'sbt-cache',
  title: 'Artifacts cached by sbt, Ivy and Coursier',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 64_000,
  patterns: ['**/.cache/coursier/v1/', '**/.coursier/cache/v1/', '**/.ivy2/cache/', '**/.sbt/boot/'],
  isExcused: ({ matchedFolder }, image) =>
    runsProgram(image, ...READERS) ||
    (matchedFolder.endsWith('coursier/v1') && hasLaunchers(matchedFolder, image)),
  what: 'artifacts cached by sbt, Ivy and Coursier',
  fix: (context) => {
    const found = cachePlaces(context, '.cache/coursier', '.coursier', '.ivy2/cache', '.sbt');
    const places = found.length > 0 ? found : ['/root/.cache/coursier', '/root/.ivy2/cache'];
    return `Build in a stage of its own and copy the jar from it; give that RUN \`${mountAll(places)}\`.`;
  },
};

/** Programs installed by `cs install` are launchers: their jars stay in the cache. */
function hasLaunchers(cache: string, image: ImageLook): boolean {
  return image.kindAt(cache.replace(/\.cache\/coursier\/v1$/, '.local/share/coursier/bin')) !== undefined;
}
