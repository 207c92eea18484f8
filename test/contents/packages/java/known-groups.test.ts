import { expect, test } from 'vitest';
import { findKnownGroup } from '../../../../src/contents/packages/java/known-groups.ts';

test.each([
  ['spring-core', 'org.springframework'],
  ['spring-boot', 'org.springframework.boot'],
  ['spring-boot-starter-web', 'org.springframework.boot'],
  ['spring-acme', ''],
  ['spring-bootleg', ''],
  ['tomcat-embed-el', 'org.apache.tomcat.embed'],
  ['tomcat-juli', 'org.apache.tomcat'],
  ['kafka_2.13', 'org.apache.kafka'],
  ['ant-launcher', 'org.apache.ant'],
  ['antlr', ''],
  ['org.eclipse.core.runtime', 'org.eclipse.platform'],
  ['bcprov-ext-jdk15on', 'org.bouncycastle'],
  ['bcel', ''],
  ['', ''],
])('%s', (artifact, group) => {
  expect(findKnownGroup(artifact)).toBe(group);
});
