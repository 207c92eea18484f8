import { describe, it } from 'vitest';
import { gradleCache } from '../../src/checks/gradle-cache.ts';
import { expectFound, expectLeft } from '../support/judge-files.ts';

describe('gradle-cache', () => {
  const files = [
    'root/.gradle/caches/modules-2/files-2.1/a/b.jar',
    'home/gradle/.gradle/wrapper/dists/gradle-8.5-bin/1a/gradle-8.5/bin/gradle',
    'root/.gradle/daemon/8.5/daemon-7.out.log',
    'root/.gradle/native/1a/libnative-platform.so',
    'root/.gradle/workers/x',
    'root/.gradle/.tmp/gradle1a.bin',
    'srv/app/.gradle/8.5/executionHistory/executionHistory.bin',
    'srv/app/.gradle/8.5/fileHashes/fileHashes.bin',
    'srv/app/.gradle/buildOutputCleanup/cache.properties',
  ];

  it('finds caches and distributions', async () => {
    await expectFound(gradleCache, files);
  });

  it('leaves them alone where Gradle runs', async () => {
    await expectLeft(gradleCache, files, { command: ['./gradlew', 'bootRun'] });
  });

  it('leaves alone settings and JDKs', async () => {
    await expectLeft(gradleCache, [
      'root/.gradle/gradle.properties',
      'root/.gradle/init.d/mirror.gradle',
      'root/.gradle/jdks/temurin-21/bin/java',
    ]);
  });
});
