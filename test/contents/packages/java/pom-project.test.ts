import { expect, test } from 'vitest';
import { parsePomProject } from '../../../../src/contents/packages/java/pom-project.ts';

const pom = (inner: string): string => `<?xml version="1.0"?><!-- <artifactId>no</artifactId> -->
<project xmlns="http://maven.apache.org/POM/4.0.0">${inner}</project>`;

test('its own coordinates and licences', () => {
  const text = pom(`<parent><groupId>org.p</groupId><version>9</version></parent>
    <groupId>org.acme</groupId><artifactId> tool </artifactId><version>1</version><packaging/>
    <licenses><license><name>MIT &amp; more</name><url>u</url></license><license><name>X</name></license></licenses>
    <dependencies><dependency><artifactId>other</artifactId><version>3</version></dependency></dependencies>`);
  expect(parsePomProject(text)).toEqual({
    group: 'org.acme',
    artifact: 'tool',
    version: '1',
    licence: 'MIT & more, X',
  });
});

test("the parent's where it has none", () => {
  const text = pom(
    '<parent><groupId>org.p</groupId><artifactId>p</artifactId><version>9</version></parent><artifactId>tool</artifactId>',
  );
  expect(parsePomProject(text)).toMatchObject({ group: 'org.p', artifact: 'tool', version: '9' });
});

const ref = (name: string): string => `$\{${name}}`;

test.each([
  [ref('revision'), `<properties><revision>1.${ref('minor')}</revision><minor>4</minor></properties>`, '1.4'],
  [ref('project.parent.version'), '', '9'],
  [ref('unknown'), '', '9'],
  [ref('a'), `<properties><a>${ref('b')}</a><b>${ref('a')}</b></properties>`, '9'],
])('a version of %s with %j is %s', (version, properties, expected) => {
  const parent = '<parent><groupId>g</groupId><version>9</version></parent>';
  const text = pom(`${parent}<artifactId>a</artifactId><version>${version}</version>${properties}`);
  expect(parsePomProject(text)?.version).toBe(expected);
});

test.each(['', '<project>', '<project><name>x</name></project>', 'artifactId', '<!-- ', '<a'.repeat(10)])(
  '%j is none',
  (text) => {
    expect(parsePomProject(text)).toBeUndefined();
  },
);
