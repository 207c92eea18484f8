import { expect, test } from 'vitest';
import { artifactOfName, splitArchiveName } from '../../../../src/contents/packages/java/archive-name.ts';

test.each([
  ['some-package-4.0.1.jar', 'some-package', '4.0.1'],
  ['a/b.jar/my-http2-server-5.war', 'my-http2-server', '5'],
  ['prefix.thing-4.jar', 'prefix.thing', '4'],
  ['guava-32.1.2-jre.jar', 'guava', '32.1.2-jre'],
  ['foo-1.2-sources.jar', 'foo', '1.2-sources'],
  ['jetpack-build235-rc5.jar', 'jetpack', 'build235-rc5'],
  ['tool-rc1.jar', 'tool', 'rc1'],
  ['plugin_1.2.3.jar', 'plugin', '1.2.3'],
  ['plugin.7.jar', 'plugin', '7'],
  ['kafka_2.13-3.5.0.jar', 'kafka_2.13', '3.5.0'],
  ['app.jar', 'app', ''],
  ['my-app.jar', 'my-app', ''],
  ['1.2.jar', '', ''],
  ['a b-1.jar', '', ''],
  ['.jar', '', ''],
  ['-1.jar', '', ''],
  [`${'a'.repeat(300)}.jar`, '', ''],
])('%s', (path, name, version) => {
  expect(splitArchiveName(path)).toEqual({ name, version });
});

test.each([
  ['log4j', 'log4j'],
  ['com.acme.tool', 'tool'],
  ['org.eclipse.core.runtime', 'org.eclipse.core.runtime'],
  ['kafka_2.13', 'kafka_2.13'],
])('%s', (name, artifact) => {
  expect(artifactOfName(name)).toBe(artifact);
});
