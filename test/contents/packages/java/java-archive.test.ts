import { expect, test } from 'vitest';
import { findParser, readPackages } from '../../../support/read-packages.ts';
import { type ZipItem, zip } from '../../../support/zip-files.ts';

const manifest = (text = ''): ZipItem => ({
  name: 'META-INF/MANIFEST.MF',
  content: `Manifest-Version: 1.0\n${text}`,
});
const properties = (group: string, artifact: string, version: string): ZipItem => ({
  name: `META-INF/maven/${group}/${artifact}/pom.properties`,
  content: `groupId=${group}\nartifactId=${artifact}\nversion=${version}\n`,
});
const jar = (group: string, artifact: string, version: string, ...more: ZipItem[]): Buffer =>
  zip([manifest(), properties(group, artifact, version), ...more]);
const summarise = (path: string, content: Uint8Array): string[] =>
  readPackages(path, content).map(({ name, version, files, fields }) =>
    `${name}@${version} ${files.kind} ${fields['within'] ?? ''}`.trim(),
  );

test('a jar', () => {
  const pom =
    '<project><artifactId>tool</artifactId><licenses><license><name>MIT</name></license></licenses></project>';
  const more = { name: 'META-INF/maven/org.acme/tool/pom.xml', content: pom };
  expect(readPackages('opt/tool-1.jar', jar('org.acme', 'tool', '1', more))).toEqual([
    {
      type: 'maven',
      name: 'org.acme:tool',
      version: '1',
      architecture: '',
      source: '',
      sourceVersion: '',
      licence: 'MIT',
      claimedBytes: 0,
      fields: {},
      files: { kind: 'itself' },
    },
  ]);
});

test('jars within jars, each once, the file that of the outermost', () => {
  const deep = jar('g', 'deep', '3');
  const inner = jar('g', 'inner', '2', { name: 'lib/deep-3.jar', content: deep });
  const app = jar(
    'g',
    'app',
    '1',
    { name: 'WEB-INF/lib/inner-2.jar', content: inner, isStored: true },
    { name: 'WEB-INF/lib/copy/inner-2.jar', content: inner },
    { name: 'WEB-INF/lib/data-9.jar', content: 'no archive' },
    properties('g', 'shaded', '4'),
  );
  expect(summarise('srv/app-1.war', app)).toEqual([
    'g:app@1 itself',
    'g:shaded@4 paths',
    'g:inner@2 paths WEB-INF/lib/inner-2.jar',
    'g:deep@3 paths WEB-INF/lib/inner-2.jar:lib/deep-3.jar',
  ]);
  const records = readPackages('srv/app-1.war', app);
  expect(records.map(({ claimedBytes }) => claimedBytes)).toEqual([0, 0, inner.length, inner.length]);
});

test('an archive that is nothing itself gives the file to the first within', () => {
  const inner = jar('g', 'inner', '2');
  expect(summarise('all.ear', zip([{ name: 'inner-2.jar', content: inner }]))).toEqual([
    'g:inner@2 itself inner-2.jar',
  ]);
});

test('an agent is not what it changes', () => {
  expect(summarise('spring-web-5.jar', zip([manifest('Weave-Classes: x\n')]))).toEqual([]);
});

test.each(['a.jar', 'a.war', 'a.ear', 'a.hpi', 'a.jpi', 'a.lpkg', 'a.par', 'a.sar', 'a.nar', 'a.kar'])(
  '%s is read',
  (path) => {
    expect(findParser(`opt/${path}`)?.id).toBe('java-archive');
  },
);

test('others are not', () => {
  expect(findParser('opt/a.zip')).toBeUndefined();
  expect(findParser('opt/jar')).toBeUndefined();
  expect(readPackages('a-1.jar', 'no archive')).toEqual([]);
  expect(readPackages('a-1.jar', '')).toEqual([]);
});
