// Maven's local repository and the Maven versions that its wrapper fetched.
import { commandWords, runsProgram } from './exceptions/runs-program.ts';
import { mountCache } from './fixes/cache-mount.ts';
import type { PathRule } from './rule.ts';

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
    `Build in a stage of its own and copy the jar from it; give that RUN \`${mountCache(context, '.m2', '/root/.m2')}\`.`,
};
