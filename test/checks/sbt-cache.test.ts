import { describe, it } from 'vitest';
import { sbtCache } from '../../src/checks/sbt-cache.ts';
import { expectFound, expectLeft } from '../support/judge-files.ts';

describe('sbt-cache', () => {
  const jars = ['root/.cache/coursier/v1/https/repo1.maven.org/maven2/a/a.jar'];
  const others = [
    'root/.coursier/cache/v1/https/a.jar',
    'root/.ivy2/cache/org/a/jars/a.jar',
    'root/.sbt/boot/scala-2.12.18/lib/scala-library.jar',
  ];

  it('finds artifacts', async () => {
    await expectFound(
      sbtCache,
      [...jars, ...others],
      ['root/.sbt/1.0/global.sbt', 'root/.ivy2/local/a/a.jar'],
    );
  });

  it('leaves them alone where something runs that reads them', async () => {
    await expectLeft(sbtCache, [...jars, ...others], { command: ['sbt', 'run'] });
  });

  it("leaves alone the jars of launchers that were installed, and Coursier's JVMs", async () => {
    await expectFound(sbtCache, others, [...jars, 'root/.local/share/coursier/bin/scalafmt']);
    await expectFound(sbtCache, jars, ['home/app/.local/share/coursier/bin/scalafmt']);
    await expectLeft(sbtCache, [
      'root/.cache/coursier/arc/https/jdk-21/bin/java',
      'root/.cache/coursier/jvm/x',
    ]);
  });
});
