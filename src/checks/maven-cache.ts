// Maven's local repository and the Maven versions that its wrapper fetched.
import { commandWords, runsProgram } from './exceptions/runs-program.ts';
import { cachePlaces, mountAll } from './fixes/cache-mount.ts';
import type { FixContext, PathRule } from './rule.ts';

/** What resolves its class path from the local repository each time it starts. */
const READERS = ['mvn', 'mvnw', 'mvnd', 'jbang', 'lein', 'clojure', 'clj', 'bb'];

export const mavenCache: PathRule = {
  kind: 'paths',
  id: 'maven-cache',
  title: 'Local repository of Maven',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 64_000,
  patterns: ['**/.m2/repository/', '**/.m2/wrapper/dists/', '**/.m2/build-cache/'],
  isExcused: (_file, image) =>
    runsProgram(image, ...READERS) || commandWords(image).some((word) => word.includes('.m2/repository/')),
  what: 'artifacts in the local repository of Maven',
  fix: (context) =>
    `Build in a stage of its own and copy the jar from it; give that RUN \`${mountAll(placesOf(context))}\`.`,
};

/** Not all of `.m2`, which may have the settings. */
function placesOf(context: FixContext): readonly string[] {
  const found = cachePlaces(context, '.m2/repository', '.m2/wrapper', '.m2/build-cache');
  return found.length > 0 ? found : ['/root/.m2/repository'];
}
