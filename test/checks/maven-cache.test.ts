import { describe, it } from 'vitest';
import { mavenCache } from '../../src/checks/maven-cache.ts';
import { expectFound, expectLeft } from '../support/judge-files.ts';

describe('maven-cache', () => {
  const files = [
    'root/.m2/repository/org/a/1/a-1.jar',
    'root/.m2/wrapper/dists/apache-maven-3.9.6/bin/mvn',
    'root/.m2/build-cache/v1/org/a/buildinfo.xml',
  ];

  it('finds repositories and distributions', async () => {
    await expectFound(mavenCache, files, [
      'root/.m2/settings.xml',
      'usr/share/maven/lib/maven-core-3.9.6.jar',
    ]);
  });

  it('leaves them alone where something runs that reads them', async () => {
    await expectLeft(mavenCache, files, { command: ['mvn', 'spring-boot:run'] });
    await expectLeft(mavenCache, files, { command: ['./mvnw', 'quarkus:dev'] });
    await expectLeft(mavenCache, files, { command: ['clojure', '-M:run'] });
    await expectFound(mavenCache, files, [], { command: ['java', '-jar', '/app/mvn.jar'] });
  });

  it('leaves them alone where the class path names them', async () => {
    await expectLeft(mavenCache, files, {
      command: ['java', '-cp', '/root/.m2/repository/org/a/1/a-1.jar', 'A'],
    });
  });
});
