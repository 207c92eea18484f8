// What Gradle keeps in its user home and in the project's .gradle folder (Gradle docs, "Gradle-managed Directories").
import { runsProgram } from './exceptions/runs-program.ts';
import { mountCache } from './fixes/cache-mount.ts';
import type { PathRule } from './rule.ts';

export const gradleCache: PathRule = {
  kind: 'paths',
  id: 'gradle-cache',
  title: 'Caches and wrapper distributions of Gradle',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 64_000,
  patterns: [
    '**/.gradle/caches/',
    '**/.gradle/wrapper/dists/',
    '**/.gradle/daemon/',
    '**/.gradle/native/',
    '**/.gradle/workers/',
    '**/.gradle/.tmp/',
    '**/.gradle/buildOutputCleanup/',
    '**/.gradle/*/executionHistory/',
    '**/.gradle/*/fileHashes/',
  ],
  isExcused: (_file, image) => runsProgram(image, 'gradle', 'gradlew'),
  what: 'artifacts and distributions cached by Gradle',
  fix: (context) =>
    `Build in a stage of its own and copy the result from it; give that RUN \`${mountCache(context, '.gradle', '/root/.gradle')}\`.`,
};
