import { expect, test } from 'vitest';
import { splitArchiveName } from '../../../../src/contents/packages/java/archive-name.ts';
import { identifyJar, type MavenTrace } from '../../../../src/contents/packages/java/jar-identity.ts';
import { parseJarManifest } from '../../../../src/contents/packages/java/jar-manifest.ts';

const trace = (coordinates: string, hasPom = false): MavenTrace => {
  const [group = '', artifact = '', version = ''] = coordinates.split(':');
  const properties = { group, artifact, version };
  const project = hasPom ? { ...properties, licence: 'MIT' } : undefined;
  return { folder: `META-INF/maven/${group}/${artifact}`, properties, project };
};
const identify = (file: string, manifest: string | undefined, ...traces: MavenTrace[]) => {
  const { own, bundled } = identifyJar(
    splitArchiveName(file),
    manifest === undefined ? undefined : parseJarManifest(manifest),
    traces,
  );
  const write = (a: typeof own): string =>
    a === undefined ? 'none' : `${a.group}:${a.artifact}:${a.version}`;
  return [write(own), ...bundled.map(write)];
};
const M = 'Manifest-Version: 1.0\n';

test('its own pom.properties', () => {
  expect(identify('tool-1.jar', M, trace('org.acme:tool:1'))).toEqual(['org.acme:tool:1']);
  // The file may be called anything.
  expect(identify('app.jar', M, trace('org.acme:tool:1'))).toEqual(['::app:'.slice(1), 'org.acme:tool:1']);
});

test('a shaded jar bundles others', () => {
  const others = [trace('com.a:lib:2'), trace('com.b:lib-core:3')];
  expect(identify('tool-1.jar', M, ...others, trace('org.acme:tool:1', true))).toEqual([
    'org.acme:tool:1',
    'com.a:lib:2',
    'com.b:lib-core:3',
  ]);
});

test('the exact name goes before a longer one, and one with a pom.xml before one without', () => {
  expect(identify('tool-1.jar', M, trace('g:tool-api:1', true), trace('g:tool:1'))[0]).toBe('g:tool:1');
  expect(identify('to-1.jar', M, trace('g:tool-a:1'), trace('g:tool-b:1', true))[0]).toBe('g:tool-b:1');
});

test('two forks of one artifact are two', () => {
  expect(identify('core-1.jar', M, trace('com.sun:core:1', true), trace('org.glass:core:2', true))).toEqual([
    'com.sun:core:1',
    'org.glass:core:2',
  ]);
});

test('a pom.xml alone', () => {
  const { folder, project } = trace('org.acme:tool:1', true);
  expect(identify('x.jar', M, { folder, project, properties: undefined })).toEqual(['org.acme:tool:1']);
});

test.each([
  ['tool-1.jar', 'Bundle-SymbolicName: org.acme.tool;singleton:=true', 'org.acme.tool:tool:1'],
  ['tool-1.jar', 'Implementation-Vendor: Acme Inc.\nMain-Class: com.acme.Main', 'com.acme.Main:tool:1'],
  ['tool-1.jar', 'Implementation-Vendor: org.b\nSpecification-Vendor: com.a', 'com.a:tool:1'],
  ['tool.jar', 'Implementation-Version: 7\nBundle-Version: 8', ':tool:7'],
  ['tool.jar', 'X: y\n\nName: org/acme\nSpecification-Version: 9', ':tool:9'],
  [
    'x-1.jar',
    'Created-By: Apache Maven Bundle Plugin\nBundle-SymbolicName: org.acme.real',
    'org.acme.real:real:1',
  ],
  [
    'x-1.jar',
    'Created-By: Apache Maven Bundle Plugin\nBundle-SymbolicName: org.acme\nImplementation-Vendor-Id: org.acme',
    'org.acme:x:1',
  ],
  ['1.jar', 'Bundle-Name: Thing', ':Thing:'],
  ['spring-core-5.3.jar', 'Automatic-Module-Name: spring.core', 'org.springframework:spring-core:5.3'],
  ['spring-boot-starter-web-2.4.jar', 'X: y', 'org.springframework.boot:spring-boot-starter-web:2.4'],
  ['spring-acme-2.4.jar', 'X: y', ':spring-acme:2.4'],
  ['antlr-2.jar', 'X: y', ':antlr:2'],
  ['bcprov-jdk18on-1.76.jar', 'X: y', 'org.bouncycastle:bcprov-jdk18on:1.76'],
])('%s with %j', (file, manifest, own) => {
  expect(identify(file, manifest)).toEqual([own]);
});

test('without a manifest only a version makes it an artifact', () => {
  expect(identify('javax.inject-1.jar', undefined)).toEqual([':javax.inject:1']);
  expect(identify('data.jar', undefined)).toEqual(['none']);
  expect(identify('data.jar', undefined, trace('g:x:1'), trace('g:y:1'))).toEqual(['none', 'g:x:1', 'g:y:1']);
  expect(identify('1.jar', 'Manifest-Version: 1.0')).toEqual(['none']);
});

test('a lone pom.properties without a version still names the artifact', () => {
  expect(identify('x-2.jar', M, trace('g:x:'))).toEqual(['g:x:2']);
});
